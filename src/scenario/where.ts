/** Where in the text of a scenario something is written. */
import { variedNodes, type VariedNode } from './axis.ts';
import { parse, type Parsed } from './yaml.ts';
import { CELL } from './fields.ts';
import { child, keys, reach, type Mapping } from './node.ts';
import { place } from './span.ts';

/** A range of a text: lines and columns from 1, offsets in UTF-16 units from 0. */
export interface Where {
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Where the value at a path of a scenario is written, for instance `limits.0.window`; null when it is not. Values under
 * `vary` count too, in order.
 *
 * @example
 * ```ts
 * import { where } from 'edgewise';
 *
 * const text = 'name: one\nfleet:\n  - { profile: orin-nano-8gb/qwen2.5-3b-q4, count: 2 }\n';
 * console.log(where(text, 'fleet.0.count')?.line); // 3
 * console.log(where(text, 'limits')); // null
 * ```
 */
export function where(text: string, path: string): Where | null {
  return finder(text)(path);
}

/** The same for many paths of one text, which is parsed at most once. */
export function finder(text: string, parsed: Parsed = parsedOf(text)): (path: string) => Where | null {
  const root = rootOf(parsed);
  return (path) => {
    if (root === null) return null;
    for (const steps of placesOf(root, keys(path))) {
      const found = reach(root, steps);
      if (found.steps < steps.length) continue;
      const { start, end } = found.node.span;
      const { line, column } = place(found.node.span);
      return { line, column, start, end };
    }
    return null;
  };
}

export const parsedOf = (text: string): Parsed => parse({ file: 'scenario.yaml', text, option: false });

/** The root mapping; null when the file is no mapping, or too broken. */
export const rootOf = ({ node }: Parsed): Mapping | null => (node?.kind === 'mapping' ? node : null);

/** All places of a path: in the file itself, and in each value that `vary` has for a part of it. */
export function placesOf(root: Mapping, steps: readonly string[]): readonly (readonly string[])[] {
  const path = steps.join('.');
  // An axis is one key of `vary`, however long its path is.
  if (steps[0] === 'vary' && steps.length > 1) {
    const rest = path.slice('vary.'.length);
    const axis = axesOf(root).find((one) => `${rest}.`.startsWith(`${one.path}.`));
    return [axis ? ['vary', writtenOf(root, axis.path), ...steps.slice(1 + keys(axis.path).length)] : steps];
  }
  const inside = axesOf(root).filter((axis) => path.startsWith(`${axis.path}.`));
  return [
    steps,
    ...inside.flatMap((axis) => {
      const written = writtenOf(root, axis.path);
      const values = child(child(root, 'vary')!, written)!;
      const names =
        values.kind === 'mapping' ? [...values.entries.keys()] : axis.values.map((_, i) => String(i));
      const rest = steps.slice(keys(axis.path).length);
      return names.map((name) => ['vary', written, name, ...rest]);
    }),
  ];
}

/** The key under `vary` for the path of an axis, as written; the path where there is none. */
export function writtenOf(root: Mapping, axis: string): string {
  const vary = child(root, 'vary');
  const all = vary?.kind === 'mapping' ? [...vary.entries.keys()] : [];
  return all.find((key) => keys(key).join('.') === axis) ?? axis;
}

export function axesOf(root: Mapping): readonly VariedNode[] {
  const vary = child(root, 'vary');
  return vary?.kind === 'mapping' ? variedNodes(vary, Object.keys(CELL)).axes : [];
}
