import { meanInterval, type QuantileQuestion } from '../kernel/statistics.ts';
import { metricOf } from '../metrics/definitions.ts';
import type { Estimate, Replication } from '../results.ts';
import { alike } from '../kernel/spread.ts';

export interface EstimateOptions {
  /** A count of requests, so that none in n replications still says at most about 3 / n. */
  readonly count?: boolean;
  /** Whether anything random differs between the replications. */
  readonly random?: boolean;
  /** Where all replications draw from one log. */
  readonly drawn?: QuantileQuestion | undefined;
  /** No value is above it: 1 of a share. */
  readonly most?: number;
}

/**
 * Mean over replications with Student's t, of those that have a value. The interval is null with fewer than two of
 * them, and when they are all equal; but a count that is always zero gets the rule of three, which holds for events
 * that come one by one.
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

/** Few replications leave much open, but no amount below nothing, and no share above all. */
function possible({ mean, ci95 }: Estimate, values: readonly number[], most: number): Estimate {
  if (ci95 === null || values.some((value) => value < 0 || value > most)) return { mean, ci95 };
  return { mean, ci95: [Math.max(0, ci95[0]), Math.min(most, ci95[1])] };
}

/** Whether a figure is not known of a run that has it: not only that nothing happened of which it could be. */
export function unknown(row: Readonly<Record<string, number | null>>, metric: string): boolean {
  const { judged } = metricOf(metric);
  if (row[metric] !== null || judged === undefined || row[judged.quality] !== null) return false;
  return (row[judged.of] ?? 0) > 0;
}

/** Every figure of some replications, in the order in which they first appear. */
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

/** The intervals within one replication, where the run offers them. */
export function withIntervals(
  metrics: Readonly<Record<string, Estimate>>,
  within: Readonly<Record<string, readonly [number, number]>>,
): Record<string, Estimate> {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, figure]) => [name, { ...figure, ci95: within[name] ?? figure.ci95 }]),
  );
}

/** Whether anything differs between replications: where nothing is random, nothing does. */
export function differ(replications: readonly Replication[]): boolean {
  const [first, ...others] = replications;
  return first !== undefined && others.some((other) => unequal(first.metrics, other.metrics));
}

function unequal(a: Replication['metrics'], b: Replication['metrics']): boolean {
  return Object.keys(a).some((name) => a[name] !== b[name]);
}
