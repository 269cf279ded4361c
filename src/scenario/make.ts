import type { Plugin } from '../options.ts';
import type { Choice } from './scenario.ts';

/** What is chosen of a folder of plugins. */
export function make<Made>(plugins: object, choice: Choice, context: unknown): Made {
  const factory = (plugins as Record<string, Plugin<unknown, unknown, Made>>)[choice.kind];
  if (!factory)
    throw new RangeError(`no plugin "${choice.kind}"; there are ${Object.keys(plugins).join(', ')}`);
  return factory(choice, context);
}
