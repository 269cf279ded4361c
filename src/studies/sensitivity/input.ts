/** Values of an input as shares of its range, and the node of a scenario at its path. */
import { exp, log } from '../../kernel/math.ts';
import type { Input } from './result.ts';
import type { Plain, Scenario } from '../../scenario/scenario.ts';

/** The value at a share of the range, from 0 to 1. Whole numbers have equal parts of it. */
export function valueAt({ low, high, logarithmic, whole }: Input, share: number): number {
  if (logarithmic) {
    const value = share <= 0 ? low : share >= 1 ? high : exp(log(low) + share * (log(high) - log(low)));
    return whole ? Math.round(value) : tidy(value);
  }
  if (whole) return Math.min(high, Math.floor(low + share * (high - low + 1)));
  return share >= 1 ? high : tidy(low + share * (high - low));
}

/** The share of the range at which a value is: the middle of its part for whole numbers; below 0 or above 1 outside. */
export function shareOf({ low, high, logarithmic, whole }: Input, value: number): number {
  if (logarithmic) return (log(value) - log(low)) / (log(high) - log(low));
  if (whole) return (value - low + 0.5) / (high - low + 1);
  return (value - low) / (high - low);
}

/** Nine digits are more than enough, and read back the same. */
function tidy(value: number): number {
  return Number(value.toPrecision(9));
}

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
