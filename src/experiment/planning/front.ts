/** Cost against attainment: fleets that nothing cheaper outdoes, found by going from neighbour to neighbour. */
import type { Entry } from './search.ts';
import { FIRST } from './replications.ts';
import { meanOf } from '../spread.ts';
import { neighbours, type Counts } from './space.ts';
import type { Trial } from './trial.ts';

/** Fleets that are run for the picture alone, at most. */
const MORE = 48;

interface Point {
  readonly counts: Counts;
  readonly cost: number;
  readonly good: number;
}

/**
 * Runs the neighbours of the fleets on the front, a few replications each, until there is none left or it is enough.
 * Fleets further off than a neighbour of one on the front may be missed.
 */
export async function explore(
  trial: Trial,
  entries: readonly Entry[],
  start: readonly Counts[],
): Promise<void> {
  const known = new Set(entries.map(({ counts }) => counts.join(' ')));
  const key = (counts: Counts): string => counts.join(' ');
  const tried = new Set<string>();
  const points = (): Point[] => pointsOf(trial, entries);
  await trial.run(start, FIRST);
  for (let left = MORE; left > 0;) {
    const next: Counts[] = [];
    for (const { counts } of front(points())) {
      if (tried.has(key(counts))) continue;
      tried.add(key(counts));
      for (const one of neighbours(trial.prices.planning, counts))
        if (
          known.has(key(one)) &&
          trial.runsOf(one, FIRST).length < FIRST &&
          !next.some((n) => key(n) === key(one))
        )
          next.push(one);
    }
    if (next.length === 0 && front(points()).every(({ counts }) => tried.has(key(counts)))) return;
    await trial.run(next.slice(0, left), FIRST);
    left -= next.length;
  }
}

/** None that costs no more attains as much. By cost. */
export function front<P extends { readonly cost: number; readonly good: number }>(points: readonly P[]): P[] {
  const found: P[] = [];
  for (const point of [...points].sort((a, b) => a.cost - b.cost || b.good - a.good))
    if (found.length === 0 || point.good > found.at(-1)!.good) found.push(point);
  return found;
}

/** Fleets that were run, by what is asked of them: attainment, or without an slo the share the cloud leaves. */
export function pointsOf(trial: Trial, entries: readonly Entry[]): Point[] {
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
