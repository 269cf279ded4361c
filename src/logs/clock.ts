/** What the clocks on the wall showed when a log was written. */
import { daysFrom } from './moment.ts';

/** Seconds that local time is ahead of UTC, at an instant in seconds since 1970. */
export type Clock = (instant: number) => number;

/** A zone by its name, as Europe/Berlin; throws a RangeError for one that does not exist. */
export function zoneClock(zone: string): Clock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  let asked = NaN;
  let known = 0;
  return (instant) => {
    // Offsets change on quarters of an hour: within one, asking once will do.
    const quarter = Math.floor(instant / 900);
    if (quarter === asked) return known;
    asked = quarter;
    const parts = Object.fromEntries(
      format.formatToParts(quarter * 900_000).map(({ type, value }) => [type, Number(value)]),
    );
    const days = daysFrom(parts['year']!, parts['month']!, parts['day']!);
    const shown = (days * 24 + parts['hour']!) * 3600 + parts['minute']! * 60 + parts['second']!;
    return (known = shown - quarter * 900);
  };
}

/** Clocks that never change: what was written beside the times, or UTC. */
export function fixedClock(offset: number): Clock {
  return () => offset;
}

/** The instant at which clocks show that many seconds since 1970. */
export function instantOf(shown: number, clock: Clock): number {
  const guess = shown - clock(shown);
  return shown - clock(guess);
}
