/**
 * Intervals for metrics over all regions, from how regions differ. A group of connected regions is one sample; samples
 * of the same kinds are independent and identically distributed. They are divided into jackknife groups, and the metric
 * is recomputed without each group, the others weighted up. This works for shares, means and percentiles alike.
 */
import { studentQuantile } from '../../kernel/student.ts';
import { Merged, type MergedJudgement } from '../../metrics/merged.ts';

/** More groups do not improve an interval, and fewer make it unreliable. */
const MOST_HEAPS = 20;
const FEWEST_HEAPS = 5;
/** Most groups over all kinds, to limit memory. */
const ROOM = 2000;

/** The group of each sample; null when some have too few of their kind for an interval from one run. */
export function dealtIntoHeaps(kinds: readonly string[], sums: number): readonly number[] | null {
  const counts = new Map<string, number>();
  const places = kinds.map((kind) => {
    const place = counts.get(kind) ?? 0;
    counts.set(kind, place + 1);
    return place;
  });
  const heaps = Math.min(MOST_HEAPS, ...counts.values());
  if (heaps < FEWEST_HEAPS || heaps * sums > ROOM) return null;
  return places.map((place) => place % heaps);
}

/** Sums of each kind of region by jackknife group, with the number of regions. */
export interface HeapSums {
  readonly sums: readonly Merged[];
  readonly regions: readonly number[];
}

/** 95 % intervals of the metrics over these kinds. */
export function jackknife(
  kinds: readonly HeapSums[],
  figures: Readonly<Record<string, number | null>>,
  judgement: MergedJudgement,
): Record<string, readonly [number, number]> {
  const heaps = kinds[0]!.sums.length;
  const wholes = kinds.map(({ sums }) => mergedOf(sums));
  const without = Array.from({ length: heaps }, (_, heap) => {
    const rest = new Merged();
    kinds.forEach(({ sums, regions }, k) => {
      const all = regions.reduce((sum, count) => sum + count, 0);
      const weight = all / (all - regions[heap]!);
      rest.merge(wholes[k]!, weight);
      rest.merge(sums[heap]!, -weight);
    });
    return rest.figures(judgement);
  });
  const factor = studentQuantile(0.975, heaps - 1);
  const found: Record<string, readonly [number, number]> = {};
  for (const [name, value] of Object.entries(figures)) {
    if (value === null) continue;
    const others = without.map((one) => one[name] ?? null);
    if (others.some((other) => other === null)) continue;
    const squares = others.reduce<number>((sum, other) => sum + (other! - value) * (other! - value), 0);
    const half = factor * Math.sqrt(((heaps - 1) / heaps) * squares);
    // Differences by rounding alone count as none.
    if (half > 1e-9 * Math.abs(value)) found[name] = [value - half, value + half];
  }
  return found;
}

export function mergedOf(all: readonly Merged[]): Merged {
  const sum = new Merged();
  for (const one of all) sum.merge(one);
  return sum;
}
