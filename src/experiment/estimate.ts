import { meanInterval, type Drawn } from '../kernel/statistics.ts';
import type { Estimate, Replication } from '../results.ts';
import { alike } from './spread.ts';

/** What happens one request at a time, and so may have happened though it was never seen. */
const COUNTS: ReadonlySet<string> = new Set([
  'arrived',
  'served',
  'rejected',
  'requests',
  'dropped',
  'failed',
  'abandoned',
]);

export function isCount(metric: string): boolean {
  return COUNTS.has(last(metric));
}

/** What is never above 1. */
const SHARES: ReadonlySet<string> = new Set([
  'utilization',
  'fairness',
  'slotOccupancy',
  'windowFill',
  'quality',
  'responsiveness',
  'utility',
  'attainment',
  'availability',
]);

function isShare(metric: string): boolean {
  return SHARES.has(last(metric));
}

const last = (metric: string): string => metric.slice(metric.lastIndexOf('.') + 1);

export interface EstimateOptions {
  /** A count of requests, so that none in n replications still says at most about 3 / n. */
  readonly count?: boolean;
  /** Whether anything random differs between the replications. */
  readonly random?: boolean;
  /** Where all replications draw from one log. */
  readonly drawn?: Drawn | undefined;
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

/** What answers of a platform whose quality nobody knows are worth is not known either, though it is of other runs. */
const WORTH = /^(edge\.|cloud\.|)(?:quality|utility|pcr)$/;

/** Whether a figure is not known of a run that has it: not only that nothing happened of which it could be. */
export function unknown(row: Readonly<Record<string, number | null>>, metric: string): boolean {
  if (row[metric] !== null) return false;
  const [, platform] = WORTH.exec(metric) ?? [];
  if (platform === undefined || row[`${platform}quality`] !== null) return false;
  const of = platform === '' ? 'arrived' : platform === 'edge.' ? 'edge.served' : 'cloud.requests';
  return (row[of] ?? 0) > 0;
}

/** Every figure of some replications, in the order in which they first appear. */
export function estimates(
  rows: readonly Readonly<Record<string, number | null>>[],
  options: {
    readonly random: boolean;
    readonly count?: (metric: string) => boolean;
    readonly drawn?: Drawn | undefined;
  },
): Record<string, Estimate> {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  const { random, count = isCount, drawn } = options;
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      estimate(rows.some((row) => unknown(row, name)) ? [] : rows.map((row) => row[name]), {
        random,
        count: count(name),
        drawn,
        most: isShare(name) ? 1 : Infinity,
      }),
    ]),
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
