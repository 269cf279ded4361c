/** The single regions of a scenario with regions: their names, where each sends refused requests, and which are connected. */
import type { Hints } from './mistake.ts';
import type { RegionKind, Scenario } from './scenario.ts';
import { instead } from './suggestion.ts';

/** A single region. */
export interface Region {
  readonly name: string;
  /** Index of its kind. */
  readonly kind: number;
  readonly scenario: Scenario;
  /** Indices of regions, in the order in which they are asked. */
  readonly to: readonly number[];
  /** Seconds to each of them; 0 without any. */
  readonly delay: number;
}

/** What a name means for the k-th region of a kind: the same number of another kind, the next of its own, or a single region. */
type Link = { readonly of: (k: number) => number } | ({ readonly why: string } & Hints);

/** Index of the first region of each kind. */
function firsts(kinds: readonly RegionKind[]): readonly number[] {
  let next = 0;
  return kinds.map(({ count }) => (next += count) - count);
}

export function nameOf({ name, count }: Pick<RegionKind, 'name' | 'count'>, k: number): string {
  return count === 1 ? name : `${name}-${k + 1}`;
}

/** Resolves a name that regions of a kind send to. */
export function linksOf(kinds: readonly RegionKind[], from: number, name: string): Link {
  const first = firsts(kinds);
  const { count } = kinds[from]!;
  const others = kinds.filter((one, i) => i !== from || one.count > 1).map((one) => one.name);
  const kind = kinds.findIndex((one) => one.name === name);
  if (kind === from && count === 1)
    return { why: 'is the region itself', allowed: instead(name, others).allowed };
  if (kind === from) return { of: (k) => first[kind]! + ((k + 1) % count) };
  if (kind >= 0 && kinds[kind]!.count === 1) return { of: () => first[kind]! };
  if (kind >= 0 && kinds[kind]!.count === count) return { of: (k) => first[kind]! + k };
  if (kind >= 0)
    return {
      why: `is ${kinds[kind]!.count} regions, and these are ${count}: which of them is meant?`,
      allowed: `as many of both, or one of them, as ${name}-1`,
    };
  const [, stem = '', digits = ''] = /^(.+)-(\d+)$/.exec(name) ?? [];
  const one = kinds.findIndex((other) => other.name === stem && other.count > 1);
  const number = Number(digits);
  if (one >= 0 && number >= 1 && number <= kinds[one]!.count) {
    if (one === from && count > 1)
      return { why: 'is one of these regions itself', allowed: `${stem}, for the next one` };
    return { of: () => first[one]! + number - 1 };
  }
  return { why: `no region is called ${name}`, ...instead(name, others) };
}

const NOBODY = { to: [], delay: 0 };

/** All regions, in the order of the file. */
export function regionsOf(kinds: readonly RegionKind[]): Region[] {
  return kinds.flatMap((kind, number) => {
    const { count, scenario } = kind;
    const { to, delay } = scenario.overflow?.asks ? scenario.overflow : NOBODY;
    const links = to.map((name) => {
      const link = linksOf(kinds, number, name);
      if ('why' in link) throw new RangeError(`overflow.to: ${name} ${link.why}`);
      return link.of;
    });
    return Array.from({ length: count }, (_, k): Region => {
      return { name: nameOf(kind, k), kind: number, scenario, to: links.map((of) => of(k)), delay };
    });
  });
}

/** Groups of connected regions, in the order of the file; an unconnected region is a group of its own. */
export function groupsOf(regions: readonly Pick<Region, 'to'>[]): number[][] {
  const leader = Int32Array.from(regions, (_, i) => i);
  const find = (i: number): number => {
    let at = i;
    while (leader[at] !== at) at = leader[at] = leader[leader[at]!]!;
    return at;
  };
  regions.forEach(({ to }, i) => {
    for (const other of to) {
      const [a, b] = [find(i), find(other)];
      leader[Math.max(a, b)] = Math.min(a, b);
    }
  });
  const groups = new Map<number, number[]>();
  regions.forEach((_, i) => {
    const first = find(i);
    const group = groups.get(first);
    if (group) group.push(i);
    else groups.set(first, [i]);
  });
  return [...groups.values()];
}
