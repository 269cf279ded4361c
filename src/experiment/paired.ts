/** Paired comparison of two cells: they get the same requests, so the difference is more precise than either mean. */
import { meanInterval, type QuantileQuestion } from '../kernel/statistics.ts';
import { studentQuantile } from '../kernel/student.ts';
import type { Estimate } from '../results.ts';
import { unknown } from './estimate.ts';
import type { Findings } from './findings.ts';
import { alike, deviationOf, meanOf, same } from '../kernel/spread.ts';

interface PairedValues {
  readonly values: readonly number[];
  readonly baseline: readonly number[];
  /** Given if all replications resample one log. */
  readonly drawn?: QuantileQuestion | undefined;
}

/** The values of a metric in the replications in which both cells have one. */
export function pairs(findings: Findings, cell: number, baseline: number, metric: string): PairedValues {
  const others = new Map(findings.of(baseline));
  const both = findings.of(cell).flatMap(([replication, { metrics }]) => {
    const value = metrics[metric];
    const other = others.get(replication)?.metrics[metric];
    return typeof value === 'number' && typeof other === 'number' ? [[value, other] as const] : [];
  });
  if ([cell, baseline].some((one) => findings.of(one).some(([, { metrics }]) => unknown(metrics, metric))))
    return { values: [], baseline: [] };
  const drawn = drawnIn(findings, cell) ?? drawnIn(findings, baseline);
  return {
    values: both.map(([value]) => value),
    baseline: both.map(([, other]) => other),
    ...(drawn && { drawn }),
  };
}

/** How the replications of a cell resample one log; undefined if they do not. */
export function drawnIn(findings: Findings, cell: number): QuantileQuestion | undefined {
  return findings.of(cell)[0]?.[1].recorded?.resampled ?? undefined;
}

export interface Difference {
  readonly replications: number;
  readonly estimate: Estimate;
  /** Standard deviation of the difference in one replication. */
  readonly deviation: number;
  /** The mean in standard errors; Infinity when all differences are equal and not zero. */
  readonly t: number;
  /** Degrees of freedom, if fewer than the replications less one. */
  readonly freedom?: number;
}

/** Mean difference with Student's t over pairs, at 95 % or another level. */
export function difference({ values, baseline, drawn }: PairedValues, level = 0.95): Difference {
  const differences = values.map((value, i) => (same(value, baseline[i]!) ? 0 : value - baseline[i]!));
  const n = differences.length;
  if (n === 0) return { replications: 0, estimate: { mean: null, ci95: null }, deviation: 0, t: 0 };
  const first = differences[0]!;
  if (alike(differences)) {
    const t = n > 1 && first !== 0 ? Infinity * Math.sign(first) : 0;
    return { replications: n, estimate: { mean: first, ci95: null }, deviation: 0, t };
  }
  const estimate = meanInterval(differences, level, drawn);
  const deviation = deviationOf(differences);
  const error = drawn ? deviation * Math.sqrt(1 / n + drawn.share) : deviation / Math.sqrt(n);
  const found = { replications: n, estimate, deviation, t: meanOf(differences) / error };
  return drawn ? { ...found, freedom: Math.min(n - 1, drawn.freedom) } : found;
}

/**
 * The difference relative to the baseline's mean: the ratio of the means minus one, with an interval by the delta method.
 * No interval when the baseline's mean is not known to within a third: the method is inaccurate there.
 */
export function relative({ values, baseline, drawn }: PairedValues, level = 0.95): Estimate {
  const n = values.length;
  const below = n === 0 ? 0 : meanOf(baseline);
  if (below === 0) return { mean: null, ci95: null };
  const ratio = meanOf(values) / below;
  const change = ratio - 1;
  if (n < 2) return { mean: change, ci95: null };
  const rest = deviationOf(values.map((value, i) => value - ratio * baseline[i]!));
  const degrees = Math.min(n - 1, drawn?.freedom ?? Infinity);
  // The square root of n for independent values; smaller when all resample one log.
  const root = drawn ? 1 / Math.sqrt(1 / n + drawn.share) : Math.sqrt(n);
  const t = studentQuantile((1 + level) / 2, degrees);
  const known = deviationOf(baseline) * studentQuantile(0.975, degrees) <= (root * Math.abs(below)) / 3;
  if (rest === 0 || !known) return { mean: change, ci95: null };
  const halfWidth = (t * rest) / (root * Math.abs(below));
  // A quantity that is never negative cannot drop by more than 100 %.
  const least = [values, baseline].some((all) => all.some((value) => value < 0)) ? -Infinity : -1;
  return { mean: change, ci95: [Math.max(least, change - halfWidth), change + halfWidth] };
}

/** Largest number of replications that is recommended. */
const MOST = 100_000;

/**
 * Approximate number of further replications needed to detect a difference of this size with 80 % power; null when there
 * would be too many.
 */
export function moreReplications(
  { replications, estimate, deviation, freedom }: Difference,
  level = 0.95,
): number | null {
  const size = Math.abs(estimate.mean ?? 0);
  // More samples of the same log do not reduce its sampling error.
  if (replications < 2 || size === 0 || deviation === 0 || freedom !== undefined) return null;
  let needed = replications;
  for (let round = 0; round < 20; round++) {
    const df = Math.max(1, needed - 1);
    const next = Math.ceil(
      (((studentQuantile((1 + level) / 2, df) + studentQuantile(0.8, df)) * deviation) / size) ** 2,
    );
    if (next > MOST) return null;
    if (next === needed) break;
    needed = Math.max(2, next);
  }
  return Math.max(1, needed - replications);
}
