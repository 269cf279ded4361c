/** A log cut into equal blocks on the clock, for drawing them anew. */
import { instantOf } from './clock.ts';
import { LogError } from './logError.ts';
import { firstFrom, type LogStretch } from './stretch.ts';

export const DAY = 86_400;
const WEEK = 7 * DAY;
/** A block at an end of the log may lack that share of what a block has, out of hours that have no more than half of it. */
const LITTLE = 0.02;
const MOST_LACKING = 0.5;
/** Nobody asked at the very instant the log ends but who is in it. */
const TICK = 0.001;

export interface LogBlocks {
  /** Seconds of one. */
  readonly length: number;
  /** Where each begins, in seconds after the first arrival of the log. */
  readonly starts: Float64Array;
  /** Rows from `low` on, and not `high`. */
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** What of the calendar is kept: a block is drawn from those of the same place in the pattern. */
  readonly keeps: 'weekday' | 'time of day' | 'weekday and time of day' | null;
  /** The blocks that may stand at a place of the pattern, whose first place is that of the first block. */
  readonly pools: readonly Int32Array[];
}

/**
 * Whole blocks only: days from midnight to midnight by the clock, weeks of such days from the first of the log on,
 * hours and minutes from the full hour on. A block at either end of the log is whole when it lacks next to nothing.
 */
export function cut(stretch: LogStretch, length: number): LogBlocks {
  check(stretch.log.file, length);
  const starts = startsOf(stretch, length);
  const whole = wholeOf(stretch, starts, length);
  if (whole.length < 2) throw tooFew(stretch, length, whole.length);
  const { arrival } = stretch.log;
  const places = (at: (start: number) => number): Int32Array =>
    Int32Array.from(whole, (start) =>
      Math.min(stretch.high, Math.max(stretch.low, firstFrom(arrival, at(start)))),
    );
  return {
    length,
    starts: Float64Array.from(whole),
    low: places((start) => start),
    high: places((start) => start + length),
    ...pattern(whole.length, length),
  };
}

function check(file: string, length: number): void {
  const divides = length <= DAY && Number.isInteger(DAY / length);
  if (!divides && !Number.isInteger(length / DAY))
    throw new LogError(
      file,
      `trace.resample: a block of ${length} s is neither whole days nor a part of one: 1w, 1d, 12h, 1h, 10m`,
    );
}

/** Where blocks begin that touch the stretch, in seconds after the first arrival. */
function startsOf({ log, from, to, clock }: LogStretch, length: number): number[] {
  const zero = log.start ?? 0;
  const shown = (at: number): number => zero + at + clock(zero + at);
  const step = Math.min(length, DAY);
  const first = Math.floor(shown(from) / step) * step;
  const starts: number[] = [];
  for (let at = first; ; at += length) {
    const start = instantOf(at, clock) - zero;
    if (start > to) return starts;
    starts.push(start);
  }
}

/**
 * Those that the stretch covers, and those at its ends that lack next to nothing: the part of a block's requests that
 * come at that time in the others, on top of what it has itself, against what a block has.
 */
function wholeOf({ from, to, log }: LogStretch, starts: readonly number[], length: number): number[] {
  const covered = starts.filter((start) => start >= from && start + length <= to);
  const count = (begin: number, end: number): number =>
    firstFrom(log.arrival, end) - firstFrom(log.arrival, begin);
  const lacksLittle = (start: number, begin: number, end: number): boolean => {
    // Where no block is covered, those at the ends are judged by each other.
    const others = (covered.length > 0 ? covered : starts).filter((one) => one !== start);
    const all = others.reduce((sum, one) => sum + count(one, one + length), 0);
    const then = others.reduce((sum, one) => sum + count(one + begin, one + end), 0) / all;
    const own = count(Math.max(start, from), start + length);
    return own > 0 && then <= MOST_LACKING && own * (then / (1 - then)) * others.length <= LITTLE * all;
  };
  return starts.filter(
    (start) =>
      (start >= from || lacksLittle(start, 0, from - start)) &&
      (start + length <= to || lacksLittle(start, to - start + TICK, length)),
  );
}

/** What may stand where. A place in the pattern needs two blocks at least: one alone would be the same in every draw. */
function pattern(count: number, length: number): Pick<LogBlocks, 'keeps' | 'pools'> {
  const perDay = Math.max(1, Math.round(DAY / length));
  const perWeek = length >= WEEK ? 1 : Math.round(WEEK / length);
  const wholeDays = length % DAY === 0 && WEEK % length !== 0;
  const daily = perDay > 1;
  if (!wholeDays && perWeek > 1 && count >= 2 * perWeek)
    return { keeps: daily ? 'weekday and time of day' : 'weekday', pools: pools(count, perWeek) };
  if (daily && count >= 2 * perDay) return { keeps: 'time of day', pools: pools(count, perDay) };
  return { keeps: null, pools: pools(count, 1) };
}

function pools(count: number, places: number): Int32Array[] {
  return Array.from({ length: places }, (_, place) =>
    Int32Array.from({ length: Math.ceil((count - place) / places) }, (_, k) => place + k * places),
  );
}

function tooFew({ log, from, to }: LogStretch, length: number, whole: number): LogError {
  const shorter = blockFor(to - from);
  const advice =
    shorter === null || shorter.seconds >= length ? 'record more' : `write block: ${shorter.text}`;
  return new LogError(
    log.file,
    `trace.resample: the log has ${whole === 0 ? 'no whole block' : 'one whole block'} of ${blockWords(length)}, and two at least are needed: ${advice}`,
  );
}

const BLOCKS: readonly (readonly [string, number])[] = [
  ['1w', WEEK],
  ['1d', DAY],
  ['1h', 3600],
  ['10m', 600],
  ['1m', 60],
];
/** Blocks a log should have for its draws to say something. */
const ENOUGH = 4;

/** The longest block of which that many seconds hold several; null when they are too few for any. */
export function blockFor(seconds: number): { readonly text: string; readonly seconds: number } | null {
  const found = BLOCKS.find(([, length]) => seconds >= ENOUGH * length);
  return found ? { text: found[0], seconds: found[1] } : null;
}

export function blockWords(seconds: number): string {
  const [unit, length] = UNITS.find((one) => seconds % one[1] === 0) ?? ['second', 1];
  const count = seconds / length;
  if (count === 1) return unit === 'hour' ? 'an hour' : `a ${unit}`;
  return `${count} ${unit}s`;
}

const UNITS: readonly (readonly [string, number])[] = [
  ['week', WEEK],
  ['day', DAY],
  ['hour', 3600],
  ['minute', 60],
];
