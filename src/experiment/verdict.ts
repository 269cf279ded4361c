import { meanInterval } from '../kernel/statistics.ts';
import type { Replication } from '../results.ts';
import type { Verdict } from '../verdicts.ts';
import { alike, meanOf } from '../kernel/spread.ts';

/** Share of the arrivals that may be refused, or lost to impatience, before a cell counts as limited. */
const LIMITED = 0.01;
/** Least growth that counts, over the second half: one request more in the system, and this share of those in it. */
const GROWTH = 0.1;

/**
 * How a cell copes. Failed: no run was completed. Backlogged: the number in the system grows significantly over the second
 * half, by an amount that matters; or more arrives than can be served, little is refused, and the trend is unknown or
 * upward in every run, significant or not. `seconds` is the length of the trend's interval; null when unknown.
 */
export function verdict(replications: readonly Replication[], seconds: number | null): Verdict {
  if (replications.length === 0) return 'failed';
  const total = (name: string): number =>
    replications.reduce((sum, { metrics }) => sum + (metrics[name] ?? 0), 0);
  const limited = total('edge.rejected') + total('abandoned') > LIMITED * total('arrived');
  const overloaded = !limited && (offeredLoad(replications) ?? 0) > 1;
  const trends = replications.map(({ trend }) => trend).filter((trend) => trend !== null);
  if (trends.length > 0) {
    const mean = trends.reduce((sum, trend) => sum + trend.mean, 0) / trends.length;
    const samples = replications.every(({ recorded }) => !recorded || recorded.resampled !== null);
    const counts = (growth: number): boolean =>
      growth > 0 && (seconds === null || growth * seconds >= Math.max(1, GROWTH * mean));
    if (counts(leastSlope(trends, samples))) return 'backlogged';
    if (overloaded && trends.every(({ slope }) => counts(slope))) return 'backlogged';
  } else if (overloaded) return 'backlogged';
  return limited ? 'limited' : 'stable';
}

/**
 * The lower end of the slope's 95 % interval: over replications if they are samples of demand, else within them, since
 * replications of the same requests do not tell about others.
 */
function leastSlope(trends: readonly NonNullable<Replication['trend']>[], samples: boolean): number {
  const slopes = trends.map(({ slope }) => slope);
  const { ci95 } = samples && !alike(slopes) ? meanInterval(slopes) : { ci95: null };
  return ci95?.[0] ?? meanOf(trends.map(({ slope, halfWidth }) => slope - halfWidth));
}

/** Arriving work relative to capacity, averaged over replications. */
export function offeredLoad(replications: readonly Replication[]): number | null {
  const loads = replications.map((replication) => replication.offeredLoad).filter((load) => load !== null);
  return loads.length === 0 ? null : meanOf(loads);
}
