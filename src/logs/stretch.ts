/** The part of a log that is replayed. */
import { bisectLeft } from 'd3-array';
import { fixedClock, instantOf, zoneClock, type Clock } from './clock.ts';
import { LogError } from './logError.ts';
import { dateOf, shownText } from './moment.ts';
import type { RecordedLog } from './recordedLog.ts';

const DAY = 86_400;

export interface LogStretch {
  readonly log: RecordedLog;
  /** Rows from `low` on, and not `high` nor what is behind it. */
  readonly low: number;
  readonly high: number;
  /** Seconds after the first arrival of the log, where it begins and ends. */
  readonly from: number;
  readonly to: number;
  /** What clocks showed; of a log without dates, they began at midnight. */
  readonly clock: Clock;
}

export interface StretchOptions {
  /** Seconds after the first arrival, or a date and time. */
  readonly from: number | string;
  /** The last arrival when not said; a date alone is the end of that day. */
  readonly to?: number | string | undefined;
  readonly zone?: string | undefined;
}

export function stretchOf(log: RecordedLog, options: StretchOptions): LogStretch {
  const { zone } = options;
  const { arrival, size, start, offset } = log;
  if (zone !== undefined && start === null)
    throw new LogError(log.file, 'trace.zone: has no meaning here: the times of the log are no dates');
  const clock = zone === undefined ? fixedClock(offset) : zoneClock(zone);
  const from = placeOf(log, clock, 'from', options.from);
  const to = options.to === undefined ? undefined : placeOf(log, clock, 'to', options.to);
  const low = firstFrom(arrival, from);
  let high = size;
  if (to !== undefined) while (high > low && arrival[high - 1]! > to) high--;
  if (low >= high) throw new LogError(log.file, `no rows between from and to${rangeOf(log, clock)}`);
  const end = to ?? arrival[high - 1]!;
  if (!(end > from))
    throw new LogError(
      log.file,
      `${log.size === 1 ? 'its one request takes' : 'all its requests are at one instant, which takes'} no time, so that there is no rate; to: 1h says how long it was recorded`,
    );
  return { log, low, high, from, to: end, clock };
}

/** Seconds after the first arrival. */
function placeOf(
  { file, start }: RecordedLog,
  clock: Clock,
  name: 'from' | 'to',
  given: number | string,
): number {
  if (typeof given === 'number') return given;
  if (start === null)
    throw new LogError(
      file,
      `trace.${name}: ${given} has no meaning here: the times of the log are no dates; 2d12h is counted from its first request`,
    );
  const { shown, zone, bare } = dateOf(given)!;
  const there = bare && name === 'to' ? shown + DAY : shown;
  return (zone === null ? instantOf(there, clock) : there - zone) - start;
}

/** What a log goes over, where it has dates. */
function rangeOf({ start, arrival, size }: RecordedLog, clock: Clock): string {
  if (start === null) return '';
  const at = (instant: number): string => shownText(instant + clock(instant));
  return `; the log goes from ${at(start)} to ${at(start + arrival[size - 1]!)}`;
}

/** The first row that arrives then or later. */
export const firstFrom = (arrival: Float64Array, at: number): number => bisectLeft(arrival, at);
