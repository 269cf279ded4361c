/** Gets and sets a node of a resolved scenario by its path. */
import type { Plain, Scenario } from '../../scenario/scenario.ts';

/** Undefined when there is none; `reached` keys could be followed. */
export function nodeAt(
  scenario: Scenario,
  path: readonly string[],
): { readonly node: Plain | undefined; readonly reached: number; readonly names: readonly string[] } {
  let node: Plain | undefined = scenario as unknown as Plain;
  for (let step = 0; step < path.length; step++) {
    const names = typeof node === 'object' && node !== null ? Object.keys(node) : [];
    if (!names.includes(path[step]!)) return { node: undefined, reached: step, names };
    node = (node as Readonly<Record<string, Plain>>)[path[step]!];
  }
  return { node, reached: path.length, names: [] };
}

/** Copies only the nodes on the way. */
export function withNode(scenario: Scenario, path: readonly string[], value: Plain): Scenario {
  return put(scenario as unknown as Plain, path, value) as unknown as Scenario;
}

function put(node: Plain, [key, ...rest]: readonly string[], value: Plain): Plain {
  if (key === undefined) return value;
  if (Array.isArray(node))
    return node.map((item: Plain, i) => (i === Number(key) ? put(item, rest, value) : item));
  const mapping = node as Readonly<Record<string, Plain>>;
  return { ...mapping, [key]: put(mapping[key]!, rest, value) };
}
