/** Two cells replication by replication: they met the same requests, so that their difference is known better than either. */
import { meanInterval, type QuantileQuestion } from '../kernel/statistics.ts';
import { studentQuantile } from '../kernel/student.ts';
import type { Estimate } from '../results.ts';
import { unknown } from './estimate.ts';
import type { Findings } from './findings.ts';
import { alike, deviationOf, meanOf, same } from '../kernel/spread.ts';

export interface PairedValues {
  readonly values: readonly number[];
  readonly baseline: readonly number[];
  /** Where all replications draw from one log. */
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

/** How the replications of a cell draw from one log; undefined where they do not. */
export function drawnIn(findings: Findings, cell: number): QuantileQuestion | undefined {
  return findings.of(cell)[0]?.[1].recorded?.resampled ?? undefined;
}

export interface Difference {
  readonly replications: number;
  readonly estimate: Estimate;
  /** Standard deviation of the difference in one replication. */
  readonly deviation: number;
  /** How many standard errors it is from nothing; Infinity when it is always the same and not nothing. */
  readonly t: number;
  /** Degrees of freedom, where they are fewer than the replications less one. */
  readonly freedom?: number;
}

/** Mean difference with Student's t over pairs, its interval at 95 % or another level. */
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
 * The difference as a share of the baseline's mean: the ratio of the two means less one, its interval by the delta
 * method over pairs. No interval where the baseline's mean is not known to a third of itself: the method is off there.
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
  // Of independent values the root of their number; fewer where all are drawn from one log.
  const root = drawn ? 1 / Math.sqrt(1 / n + drawn.share) : Math.sqrt(n);
  const t = studentQuantile((1 + level) / 2, degrees);
  const known = deviationOf(baseline) * studentQuantile(0.975, degrees) <= (root * Math.abs(below)) / 3;
  if (rest === 0 || !known) return { mean: change, ci95: null };
  const halfWidth = (t * rest) / (root * Math.abs(below));
  // Of what is never below nothing, no more than all of it can go.
  const least = [values, baseline].some((all) => all.some((value) => value < 0)) ? -Infinity : -1;
  return { mean: change, ci95: [Math.max(least, change - halfWidth), change + halfWidth] };
}

/** More than this many replications is no advice. */
const MOST = 100_000;

/**
 * About how many more replications would tell a difference like this one from nothing, with 80 % power; null
 * when none would within reason.
 */
export function moreReplications(
  { replications, estimate, deviation, freedom }: Difference,
  level = 0.95,
): number | null {
  const size = Math.abs(estimate.mean ?? 0);
  // What a log leaves open, more draws from it do not tell.
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
