/** What a reader of one replication should know before trusting it. */
import { grouped } from '../kernel/grouped.ts';
import type { Metrics } from './metrics.ts';

/** Below this many requests a 99th percentile is one of the two largest values. */
const FEW = 200;

const PERCENTILES = 'p95 and p99 say little';

/** Whether a warning is about percentiles alone. */
export const isOfPercentiles = (text: string): boolean => text.endsWith(PERCENTILES);

/** A log that asks for less of a fleet than this was misread, most likely. */
const HARDLY = 0.001;

export function warnings(metrics: Metrics, offeredLoad: number | null): string[] {
  const found = [...outsideRange(metrics), ...beyondBatches(metrics)];
  const { recorded } = metrics.options;
  if (recorded) found.push(...recorded.doubts);
  if (recorded && offeredLoad !== null && offeredLoad < HARDLY)
    found.push(
      `the offered load is under 0.1 %: are the times of the log read rightly (${recorded.notes[0]})? unit says what they count`,
    );
  if (metrics.arrivals === 0) found.push('no request arrived in the measured interval');
  else if (metrics.arrivals < FEW) {
    const count = metrics.arrivals === 1 ? '1 request' : `${metrics.arrivals} requests`;
    found.push(`only ${count} arrived in the measured interval: ${PERCENTILES}`);
  }
  return found;
}

/** A line for each profile that was used for lengths it was not measured at. */
function outsideRange({ options, served, outside }: Metrics): string[] {
  const profiles = new Map<string, { served: number; outside: number; measured: string }>();
  options.devices.forEach(({ profile, range }, i) => {
    if (!range) return;
    let sum = profiles.get(profile);
    if (sum === undefined) {
      const { prompt, context } = range;
      const measured = `prompts of ${span(prompt)} and contexts up to ${grouped(context[1])} tokens`;
      sum = { served: 0, outside: 0, measured };
      profiles.set(profile, sum);
    }
    sum.served += served[i]!;
    sum.outside += outside[i]!;
  });
  return [...profiles]
    .filter(([, sum]) => sum.outside > 0)
    .map(([profile, sum]) => {
      return `${profile}: ${share(sum.outside / sum.served)} of its requests lie outside what was measured (${sum.measured})`;
    });
}

/** A line for each profile of which more answered at once than were when it was measured. */
function beyondBatches({ options, clock }: Metrics): string[] {
  const profiles = new Map<string, { readonly most: number; readonly measured: number }>();
  options.devices.forEach(({ profile, range, slots }, i) => {
    const measured = range?.batch?.[1];
    if (measured === undefined) return;
    const most = Math.max(profiles.get(profile)?.most ?? 0, Math.min(slots, clock.most[i]!));
    profiles.set(profile, { most, measured });
  });
  return [...profiles]
    .filter(([, { most, measured }]) => most > measured)
    .map(([profile, { most, measured }]) => {
      const known = measured === 1 ? 'one at a time was measured' : `${measured} were measured at most`;
      return `${profile}: ${most} requests were answered at once on a machine, ${known}: what more of them cost is extrapolated`;
    });
}

function span([low, high]: readonly [number, number]): string {
  return low === high ? grouped(low) : `${grouped(low)} to ${grouped(high)}`;
}

/** In words, so that the same warning reads the same in every replication. */
function share(part: number): string {
  return part === 1 ? 'all' : part > 0.5 ? 'most' : part > 0.05 ? 'some' : 'a few';
}
