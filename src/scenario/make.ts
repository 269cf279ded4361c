import type { Plugin } from '../options.ts';
import type { Problem } from './problem.ts';
import type { Choice } from './scenario.ts';

/** Where in the file a choice stands. */
export interface Origin {
  readonly path: Problem['path'];
  /** What of the file it is made from, where that is more than the choice. */
  readonly of?: object;
}

export type Make = <Made>(plugins: object, choice: Choice, context: unknown, place: Origin) => Made;

/** What is chosen of a folder of plugins. */
export const make = <Made>(plugins: object, choice: Choice, context: unknown): Made => {
  const factory = (plugins as Record<string, Plugin<unknown, unknown, Made>>)[choice.kind];
  if (!factory)
    throw new RangeError(`no plugin "${choice.kind}"; there are ${Object.keys(plugins).join(', ')}`);
  return factory(choice, context);
};
