import type { Plugin } from '../options.ts';
import type { Problem } from './problem.ts';
import type { Choice } from './scenario.ts';

/** Where a choice is in the file. */
export interface Origin {
  readonly path: Problem['path'];
  /** The part of the file it depends on, if more than the choice itself. */
  readonly of?: object;
}

export type Make = <Made>(plugins: object, choice: Choice, context: unknown, place: Origin) => Made;

/** Creates the chosen plugin of a folder. */
export const make = <Made>(plugins: object, choice: Choice, context: unknown): Made => {
  const factory = (plugins as Record<string, Plugin<unknown, unknown, Made>>)[choice.kind];
  if (!factory)
    throw new RangeError(`no plugin "${choice.kind}"; there are ${Object.keys(plugins).join(', ')}`);
  return factory(choice, context);
};
