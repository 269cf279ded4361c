/** Two cells replication by replication: they met the same requests, so that their difference is known better than either. */
import { meanInterval } from '../kernel/statistics.ts';
import { studentQuantile } from '../kernel/student.ts';
import type { Estimate } from '../results.ts';
import type { Findings } from './findings.ts';
import { alike, deviationOf, meanOf, same } from './spread.ts';

export interface Pairs {
  readonly values: readonly number[];
  readonly baseline: readonly number[];
}

/** The values of a metric in the replications in which both cells have one. */
export function pairs(findings: Findings, cell: number, baseline: number, metric: string): Pairs {
  const others = new Map(findings.of(baseline));
  const both = findings.of(cell).flatMap(([replication, { metrics }]) => {
    const value = metrics[metric];
    const other = others.get(replication)?.metrics[metric];
    return typeof value === 'number' && typeof other === 'number' ? [[value, other] as const] : [];
  });
  return { values: both.map(([value]) => value), baseline: both.map(([, other]) => other) };
}

export interface Difference {
  readonly replications: number;
  readonly estimate: Estimate;
  /** Standard deviation of the difference in one replication. */
  readonly deviation: number;
  /** How many standard errors it is from nothing; Infinity when it is always the same and not nothing. */
  readonly t: number;
}

/** Mean difference with Student's t over pairs, its interval at 95 % or another level. */
export function difference({ values, baseline }: Pairs, level = 0.95): Difference {
  const differences = values.map((value, i) => (same(value, baseline[i]!) ? 0 : value - baseline[i]!));
  const n = differences.length;
  if (n === 0) return { replications: 0, estimate: { mean: null, ci95: null }, deviation: 0, t: 0 };
  const first = differences[0]!;
  if (alike(differences)) {
    const t = n > 1 && first !== 0 ? Infinity * Math.sign(first) : 0;
    return { replications: n, estimate: { mean: first, ci95: null }, deviation: 0, t };
  }
  const estimate = meanInterval(differences, level);
  const deviation = deviationOf(differences);
  return { replications: n, estimate, deviation, t: meanOf(differences) / (deviation / Math.sqrt(n)) };
}

/**
 * The difference as a share of the baseline's mean: the ratio of the two means less one, its interval by the delta
 * method over pairs. No interval where the baseline's mean is not known to a third of itself: the method is off there.
 */
export function relative({ values, baseline }: Pairs, level = 0.95): Estimate {
  const n = values.length;
  const below = n === 0 ? 0 : meanOf(baseline);
  if (below === 0) return { mean: null, ci95: null };
  const ratio = meanOf(values) / below;
  const change = ratio - 1;
  if (n < 2) return { mean: change, ci95: null };
  const rest = deviationOf(values.map((value, i) => value - ratio * baseline[i]!));
  const t = studentQuantile((1 + level) / 2, n - 1);
  const known = deviationOf(baseline) * studentQuantile(0.975, n - 1) <= (Math.sqrt(n) * Math.abs(below)) / 3;
  if (rest === 0 || !known) return { mean: change, ci95: null };
  const halfWidth = (t * rest) / (Math.sqrt(n) * Math.abs(below));
  return { mean: change, ci95: [change - halfWidth, change + halfWidth] };
}

/** More than this many replications is no advice. */
const MOST = 100_000;

/**
 * About how many more replications would tell a difference like this one from nothing, four times in five; null
 * when none would within reason.
 */
export function moreReplications(
  { replications, estimate, deviation }: Difference,
  level = 0.95,
): number | null {
  const size = Math.abs(estimate.mean ?? 0);
  if (replications < 2 || size === 0 || deviation === 0) return null;
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
