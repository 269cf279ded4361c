/** What a report says about recorded demand, and how far its results generalize. */
import { grouped } from '../kernel/grouped.ts';
import { blockWords, type LogBlocks } from '../logs/blocks.ts';
import { firstFrom, type LogStretch } from '../logs/stretch.ts';
import { demandWords, implausible, readingNotes, whenWords } from '../logs/words.ts';
import type { Tenants, Lengths } from '../model.ts';
import type { Recorded, Resampled } from '../results.ts';

interface Replayed {
  readonly blocks: LogBlocks | null;
  /** Seconds of log time in a replication. */
  readonly seconds: number;
  /** Seconds of a replication. */
  readonly duration: number;
  readonly rateScale: number;
  readonly growth: 'users' | 'time';
}

/** A run with less of the log than this share has a duration that was meant for other demand, most likely. */
const LITTLE = 0.1;

export function recordedOf(
  stretch: LogStretch,
  { blocks, seconds, duration, rateScale, growth }: Replayed,
): Recorded {
  const resampled = blocks && resampledOf(blocks, seconds);
  const requests = stretch.high - stretch.low;
  // Seconds of the log are those of the run, scaled and scaled back.
  const whole = blocks !== null || seconds >= (stretch.to - stretch.from) * (1 - 1e-12);
  const replayed = whole ? requests : requestsWithin(stretch, seconds);
  const cut = replayed < requests ? [cutWords(seconds, replayed, requests)] : [];
  return {
    words: demandWords(stretch),
    when: whenWords(stretch),
    requests,
    seconds: stretch.to - stretch.from,
    duration,
    notes: [
      ...readingNotes(stretch),
      ...cut,
      ...(blocks && resampled ? [drawnWords(blocks, resampled)] : []),
      ...(rateScale === 1 ? [] : [growthWords(rateScale, growth, stretch.log.tenants.length > 0)]),
    ],
    doubts: [...implausible(stretch), ...(replayed < LITTLE * requests ? cut : [])],
    resampled,
  };
}

function requestsWithin({ log, low, high, from }: LogStretch, seconds: number): number {
  return Math.min(high, firstFrom(log.arrival, from + seconds)) - low;
}

function cutWords(seconds: number, replayed: number, requests: number): string {
  const length = blockWords(Number(seconds.toPrecision(3)));
  return `because of duration, a run replays only the first ${length} of the log, ${grouped(replayed)} of ${grouped(requests)} requests; without it, all`;
}

function resampledOf({ length, starts, pools }: LogBlocks, seconds: number): Resampled {
  const blocks = starts.length;
  const drawn = seconds / length;
  // A sample of n blocks has (n - 1) / n of the variance of the blocks.
  const correction = pools.reduce((sum, { length: n }) => sum + n / (n - 1), 0) / pools.length;
  return {
    block: length,
    blocks,
    drawn,
    freedom: blocks - pools.length,
    share: (correction * drawn) / blocks,
  };
}

function drawnWords({ length, keeps }: LogBlocks, { blocks, drawn }: Resampled): string {
  const count = Number(drawn.toPrecision(3));
  const draws = `each run draws ${count} of its ${blocks} whole blocks of ${blockWords(length)} anew`;
  return `${draws}${keeps === null ? '' : `, the ${keeps} kept`}`;
}

function growthWords(rateScale: number, growth: 'users' | 'time', named: boolean): string {
  const times = Number(rateScale.toPrecision(3));
  if (growth === 'time') return `the log runs ${times} times as fast`;
  return rateScale < 1
    ? `a random ${Number((100 * rateScale).toPrecision(3))} % of the requests are sent`
    : `${times} times the requests, the added ones as of other users in the same hours${named ? ', who are “all others” where tenants are listed' : ''}`;
}

export function tenantsOf({ log, low, high }: LogStretch): Tenants {
  const requests = new Float64Array(log.tenants.length);
  for (let row = low; row < high; row++) requests[log.tenant[row]!]!++;
  return { names: log.tenants, requests };
}

export function meansOf({ log, low, high }: LogStretch): Lengths {
  let prompts = 0;
  let outputs = 0;
  for (let row = low; row < high; row++) {
    prompts += log.prompt[row]!;
    outputs += log.output[row]!;
  }
  return { prompt: prompts / (high - low), output: outputs / (high - low) };
}
