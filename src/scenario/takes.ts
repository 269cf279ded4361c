/** Whether something exists, or may exist, at a path: what `--set` can reach within varied values. */
import { z } from 'zod';
import { CELL } from './fields.ts';
import type { Hints } from './mistake.ts';
import { child, keys, plain, reach, replace, type Node } from './node.ts';
import { fieldNames, schemaAt } from './shape.ts';
import type { Span } from './span.ts';
import { instead } from './suggestion.ts';

const whole: z.ZodType = z.strictObject(CELL);

/** How many keys could be followed, and the names available there. */
export interface Untaken {
  readonly root: null;
  readonly steps: number;
  readonly names: readonly string[];
}

type Taken = { readonly root: Node } | Untaken;

/**
 * The tree with another node at `path`, if its schema has the path for the values on the way: a poisson process has no
 * `peak`, and an item that is not in a list has no fields.
 */
export function taken(root: Node, path: readonly string[], value: Node, at: Span): Taken {
  const made = replace(root, path, value, at);
  if ('why' in made) return { root: null, steps: made.steps, names: [] };
  const tree = plain(made);
  for (let steps = 0; steps < path.length; steps++) {
    const before = path.slice(0, steps);
    const key = path[steps]!;
    const on = reach(root, before);
    const here = on.steps === steps ? on.node : undefined;
    if (here?.kind === 'list' || (here && child(here, key))) continue;
    // An explicit `null` disables it.
    if (steps > 0 && here?.kind === 'scalar' && here.value === null) return { root: null, steps, names: [] };
    const schema = schemaAt(whole, before, tree);
    const names = schema ? fieldNames(schema, plain(reach(made, before).node)) : [];
    if (!names.includes(key)) return { root: null, steps, names };
  }
  return { root: made };
}

/** Hints for a path that no value of a varied node has. */
export function untaken(
  path: string,
  axis: string,
  missing: readonly Untaken[],
): { readonly message: string; readonly hints: Hints } {
  const steps = keys(path);
  const furthest = Math.max(...missing.map((one) => one.steps));
  const names = [...new Set(missing.flatMap((one) => (one.steps === furthest ? one.names : [])))];
  const said = steps.slice(keys(axis).length, furthest + 1).join('.') || steps.at(-1)!;
  return {
    message: `no value of ${axis} has ${said}`,
    hints: names.length > 0 ? instead(steps[furthest]!, names) : {},
  };
}
