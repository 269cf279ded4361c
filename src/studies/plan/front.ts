/** The Pareto front of cost and attainment. */
import { meanOf } from '../../kernel/spread.ts';
import { FIRST } from './replications.ts';
import type { SearchEntry } from './search.ts';
import { neighbours, type Counts } from './space.ts';
import type { Trial } from './trial.ts';

/** Most fleets run only for the figure. */
const MORE = 96;

interface Point {
  readonly counts: Counts;
  readonly cost: number;
  readonly good: number;
}

/** Numbers of fleets not run: those that cannot be on the front, and those that might. */
export interface Unseen {
  readonly cannot: number;
  readonly may: number;
}

/**
 * Runs fleets that may be on the front, with a few replications each: first the neighbours of the fleets on it, then
 * others, until none is left or the limit is reached. A fleet cannot be on it when another one attains at least its upper
 * bound, at no more than its lower bound of cost.
 */
export async function explore(
  trial: Trial,
  entries: readonly SearchEntry[],
  start: readonly Counts[],
  runs: number,
): Promise<Unseen> {
  const looks = Math.min(FIRST, runs);
  const known = new Map(entries.map((entry) => [entry.counts.join(' '), entry]));
  const tried = new Set<string>();
  const candidates = (): SearchEntry[] => {
    const points = front(pointsOf(trial, entries));
    return entries.filter(
      ({ counts, floor, reach }) =>
        trial.runsOf(counts, 1).length === 0 &&
        !points.some(({ cost, good }) => cost <= floor && good >= reach),
    );
  };
  await trial.run(start, looks);
  let left = MORE;
  while (left > 0) {
    const beside = front(pointsOf(trial, entries)).flatMap(({ counts }) => {
      if (tried.has(counts.join(' '))) return [];
      tried.add(counts.join(' '));
      return neighbours(trial.prices.planning, counts).flatMap((one) => known.get(one.join(' ')) ?? []);
    });
    const open = candidates();
    const near = open.filter((entry) => beside.includes(entry));
    const next = (near.length > 0 ? near : open.sort((a, b) => a.floor - b.floor)).slice(
      0,
      Math.min(left, near.length > 0 ? near.length : SIDE_BY_SIDE),
    );
    if (next.length === 0) break;
    await trial.run(
      next.map(({ counts }) => counts),
      looks,
    );
    left -= next.length;
  }
  const unseen = entries.filter(({ counts }) => trial.runsOf(counts, 1).length === 0).length;
  const may = candidates().length;
  return { cannot: unseen - may, may };
}

const SIDE_BY_SIDE = 4;

/** The points that no cheaper or equally expensive one matches, by cost. */
export function front<P extends { readonly cost: number; readonly good: number }>(points: readonly P[]): P[] {
  const found: P[] = [];
  for (const point of [...points].sort((a, b) => a.cost - b.cost || b.good - a.good))
    if (found.length === 0 || point.good > found.at(-1)!.good) found.push(point);
  return found;
}

/** Points of the fleets that were run: cost and attainment, or without an slo the share not sent to the cloud. */
export function pointsOf(trial: Trial, entries: readonly SearchEntry[]): Point[] {
  return entries.flatMap(({ counts }) => {
    const runs = trial.runsOf(counts);
    if (runs.length === 0) return [];
    const goods = runs.flatMap(({ metrics }) => goodOf(metrics) ?? []);
    return goods.length === 0 ? [] : [{ counts, cost: meanOf(trial.bills(counts)), good: meanOf(goods) }];
  });
}

function goodOf(metrics: Readonly<Record<string, number | null>>): number | null {
  const attained = metrics['slo.attainment'];
  if (typeof attained === 'number') return attained;
  const arrived = metrics['arrived'] ?? 0;
  return arrived > 0 ? 1 - (metrics['cloud.requests'] ?? 0) / arrived : null;
}
