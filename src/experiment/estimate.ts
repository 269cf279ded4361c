import { meanInterval, type QuantileQuestion } from '../kernel/statistics.ts';
import { metricOf } from '../metrics/definitions.ts';
import type { Estimate, Replication } from '../results.ts';
import { alike } from '../kernel/spread.ts';

interface EstimateOptions {
  /** Whether it counts requests, so that zero in n replications still bounds the mean by about 3 / n. */
  readonly count?: boolean;
  /** Whether anything random differs between replications. */
  readonly random?: boolean;
  /** Given if all replications resample one log. */
  readonly drawn?: QuantileQuestion | undefined;
  /** Upper bound of its values: 1 for a share. */
  readonly most?: number;
}

/**
 * Mean over the replications that have a value, with Student's t. The interval is null with fewer than two, and when they
 * are all equal; but a count that is always zero gets the rule of three, which holds for independent events.
 */
export function estimate(
  values: readonly (number | null | undefined)[],
  { count = false, random = true, drawn, most = Infinity }: EstimateOptions = {},
): Estimate {
  const known = values.filter((value) => typeof value === 'number');
  const n = known.length;
  if (n === 0) return { mean: null, ci95: null };
  const first = known[0]!;
  if (alike(known)) {
    const unseen = count && random && first === 0 && n > 1 && n === values.length;
    return { mean: first, ci95: unseen ? [0, 3 / n] : null };
  }
  return possible(meanInterval(known, 0.95, drawn), known, most);
}

/** Cuts an interval at 0, if no value is negative, and at the upper bound. */
function possible({ mean, ci95 }: Estimate, values: readonly number[], most: number): Estimate {
  if (ci95 === null || values.some((value) => value < 0 || value > most)) return { mean, ci95 };
  return { mean, ci95: [Math.max(0, ci95[0]), Math.min(most, ci95[1])] };
}

/** Whether a metric that the run measures has no value: not just because there was nothing to measure. */
export function unknown(row: Readonly<Record<string, number | null>>, metric: string): boolean {
  const { judged } = metricOf(metric);
  if (row[metric] !== null || judged === undefined || row[judged.quality] !== null) return false;
  return (row[judged.of] ?? 0) > 0;
}

/** Estimates of every metric in some replications, in order of first appearance. */
export function estimates(
  rows: readonly Readonly<Record<string, number | null>>[],
  options: {
    readonly random: boolean;
    readonly count?: (metric: string) => boolean;
    readonly drawn?: QuantileQuestion | undefined;
  },
): Record<string, Estimate> {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  const { random, count = (metric: string) => metricOf(metric).count, drawn } = options;
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      estimate(rows.some((row) => unknown(row, name)) ? [] : rows.map((row) => row[name]), {
        random,
        count: count(name),
        drawn,
        most: metricOf(name).most,
      }),
    ]),
  );
}

/** Intervals from within a single replication, where the run has them. */
export function withIntervals(
  metrics: Readonly<Record<string, Estimate>>,
  within: Readonly<Record<string, readonly [number, number]>>,
): Record<string, Estimate> {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, figure]) => [name, { ...figure, ci95: within[name] ?? figure.ci95 }]),
  );
}

/** Whether replications differ at all: without randomness they do not. */
export function differ(replications: readonly Replication[]): boolean {
  const [first, ...others] = replications;
  return first !== undefined && others.some((other) => unequal(first.metrics, other.metrics));
}

function unequal(a: Replication['metrics'], b: Replication['metrics']): boolean {
  return Object.keys(a).some((name) => a[name] !== b[name]);
}
