/** The part of a log that is replayed. */
import { fixedClock, zoneClock, type Clock } from './clock.ts';
import { LogError } from './logError.ts';
import type { RecordedLog } from './recordedLog.ts';

export interface Stretch {
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
  readonly from: number;
  /** The last arrival when not said. */
  readonly to?: number | undefined;
  readonly zone?: string | undefined;
}

export function stretchOf(log: RecordedLog, { from, to, zone }: StretchOptions): Stretch {
  const { arrival, size, start, offset } = log;
  const low = firstFrom(arrival, from);
  let high = size;
  if (to !== undefined) while (high > low && arrival[high - 1]! > to) high--;
  if (low >= high) throw new LogError(log.file, 'no rows between from and to');
  if (zone !== undefined && start === null)
    throw new LogError(log.file, 'trace.zone: has no meaning here: the times of the log are no dates');
  const clock = zone === undefined ? fixedClock(offset) : zoneClock(zone);
  return { log, low, high, from, to: to ?? arrival[high - 1]!, clock };
}

/** The first row that arrives then or later. */
export function firstFrom(arrival: Float64Array, at: number): number {
  let low = 0;
  let high = arrival.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (arrival[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
