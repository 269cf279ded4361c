/**
 * How far off a figure of a whole world may be, from how its regions differ. Those that talk are one sample; samples of the
 * same kinds are alike and independent. They are dealt into heaps, and the figure is computed anew without each heap, the
 * others counting for it: the jackknife, which holds for shares, means and percentiles alike.
 */
import { studentQuantile } from '../../kernel/student.ts';
import { Merged, type MergedJudgement } from '../../metrics/merged.ts';

/** With more heaps an interval is no better, with fewer it says little. */
const MOST_HEAPS = 20;
const FEWEST_HEAPS = 5;
/** Heaps over all kinds, for memory. */
const ROOM = 2000;

/** Which heap each sample goes to; null where some are like too few others, and nothing can be told from one run. */
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

/** Sums of each kind of region by heap, with how many regions are in each. */
export interface HeapSums {
  readonly sums: readonly Merged[];
  readonly regions: readonly number[];
}

/** 95 % intervals of the figures of these kinds together. */
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
    // What differs by rounding alone is the same everywhere.
    if (half > 1e-9 * Math.abs(value)) found[name] = [value - half, value + half];
  }
  return found;
}

export function mergedOf(all: readonly Merged[]): Merged {
  const sum = new Merged();
  for (const one of all) sum.merge(one);
  return sum;
}
