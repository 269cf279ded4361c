/** Warnings about the results of one replication. */
import { grouped } from '../kernel/grouped.ts';
import { counted, fromTo } from '../kernel/words.ts';
import type { Warning } from '../results.ts';
import { ACROSS, MOST, SERVED } from './deviceRows.ts';
import type { LengthRange, Metrics } from './metrics.ts';

/** Below this many requests a 99th percentile is one of the two largest values. */
const FEW = 200;

/** A log with less load on the fleet than this was most likely misread. */
const HARDLY = 0.001;

export function warnings(metrics: Metrics, offeredLoad: number | null): Warning[] {
  const found = [...outsideRange(metrics), ...beyondBatches(metrics)];
  const add = (code: Warning['code'], text: string, about = ''): void => {
    found.push({ code, about, text });
  };
  const { recorded } = metrics.options;
  for (const doubt of recorded?.doubts ?? []) add('log', doubt, doubt);
  if (recorded && offeredLoad !== null && offeredLoad < HARDLY)
    add(
      'load',
      `the offered load is under 0.1 %: are the times of the log read rightly (${recorded.notes[0]})? unit says what they count`,
    );
  return [...found, ...fewRequests(metrics.arrivals)];
}

/** If so few requests arrived that percentiles mean little. */
export function fewRequests(arrivals: number): Warning[] {
  if (arrivals === 0)
    return [{ code: 'none', about: '', text: 'no request arrived in the measured interval' }];
  if (arrivals >= FEW) return [];
  const text = `only ${counted(arrivals, 'request')} arrived in the measured interval: p95 and p99 say little`;
  return [{ code: 'few', about: '', text }];
}

/** A line for each profile that was used outside the lengths at which it was measured. */
function outsideRange({ options: { kinds, group }, devices, outside }: Metrics): Warning[] {
  const profiles = new Map<string, { served: number; outside: number; readonly range: LengthRange }>();
  group.forEach((kind, i) => {
    const { profile, range } = kinds[kind]!;
    if (!range) return;
    let sum = profiles.get(profile);
    if (sum === undefined) profiles.set(profile, (sum = { served: 0, outside: 0, range }));
    sum.served += devices[i * ACROSS + SERVED]!;
    sum.outside += outside[i]!;
  });
  return [...profiles]
    .filter(([, sum]) => sum.outside > 0)
    .map(([profile, sum]) => ({
      code: 'lengths',
      about: profile,
      text: `${profile}: ${share(sum.outside / sum.served)} of its requests lie outside what was measured (${inWords(sum.range)})`,
    }));
}

function inWords({ prompt, context }: LengthRange): string {
  return `prompts of ${fromTo(grouped(prompt[0]), grouped(prompt[1]))} and contexts up to ${grouped(context[1])} tokens`;
}

/** A line for each profile with larger batches than were measured. */
function beyondBatches({ options: { kinds, group }, devices }: Metrics): Warning[] {
  const profiles = new Map<string, { readonly most: number; readonly measured: number }>();
  group.forEach((kind, i) => {
    const { profile, range, slots } = kinds[kind]!;
    const measured = range?.batch?.[1];
    if (measured === undefined) return;
    const most = Math.max(profiles.get(profile)?.most ?? 0, Math.min(slots, devices[i * ACROSS + MOST]!));
    profiles.set(profile, { most, measured });
  });
  return [...profiles]
    .filter(([, { most, measured }]) => most > measured)
    .map(([profile, { most, measured }]) => {
      const known = measured === 1 ? 'one at a time was measured' : `${measured} were measured at most`;
      const text = `${profile}: ${most} requests were answered at once on a machine, ${known}: what more of them cost is extrapolated`;
      return { code: 'batches', about: profile, text };
    });
}

/** In words: how many exactly differs from replication to replication. */
function share(part: number): string {
  return part === 1 ? 'all' : part > 0.5 ? 'most' : part > 0.05 ? 'some' : 'a few';
}

/** Of what only some replications say. */
export const sometimes = (text: string): string => `${text} (not in every replication)`;
