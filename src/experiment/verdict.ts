import { meanInterval } from '../kernel/statistics.ts';
import type { Replication } from '../results.ts';
import type { Verdict } from '../verdicts.ts';
import { alike, meanOf } from '../kernel/spread.ts';

/** Share of the arrivals that the edge may refuse, or lose to the impatience of clients, before it counts as limited. */
const LIMITED = 0.01;
/** Growth over the second half that counts: a request more in the system, and this share of those there. */
const GROWTH = 0.1;

/**
 * How a cell fares. Failed: none of its runs came to an end. Backlogged: what is in the system grows over the second
 * half beyond its interval, by an amount that counts; or more arrives than can be done, nothing of note is refused, and
 * the trend is not known or upward in every run, whatever its interval. `seconds` is what the trend was taken over;
 * null where that is not known.
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
 * The lower end of the slope's 95 % interval: over replications where they are samples of demand, else within them, as
 * replications that all meet the same requests say nothing of what other requests would do.
 */
function leastSlope(trends: readonly NonNullable<Replication['trend']>[], samples: boolean): number {
  const slopes = trends.map(({ slope }) => slope);
  const { ci95 } = samples && !alike(slopes) ? meanInterval(slopes) : { ci95: null };
  return ci95?.[0] ?? meanOf(trends.map(({ slope, halfWidth }) => slope - halfWidth));
}

/** Work that arrives over what can be done, mean over replications. */
export function offeredLoad(replications: readonly Replication[]): number | null {
  const loads = replications.map((replication) => replication.offeredLoad).filter((load) => load !== null);
  return loads.length === 0 ? null : meanOf(loads);
}
