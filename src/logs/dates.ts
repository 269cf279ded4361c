/** What clocks showed while a log was recorded, for who replays it. */
import { instantOf } from './clock.ts';
import { dateOf, shownText } from './moment.ts';
import type { LogStretch } from './stretch.ts';

const DAY = 86_400;

/** Dates of the log that is replayed, and seconds of the run. */
export interface Dates {
  /** Undefined for what is no date; a date alone is the beginning of its day, or the end. */
  at(written: string, isEnd?: boolean): number | undefined;
  /** `2026-03-02 09:00:00` */
  shown(at: number): string;
}

/** `scale`: seconds of the run for one of the log. Null where its times are no dates. */
export function datesOf({ log: { start }, from, clock }: LogStretch, scale: number): Dates | null {
  if (start === null) return null;
  const begin = start + from;
  return {
    at(written, isEnd = false) {
      const date = dateOf(written);
      if (date === undefined) return undefined;
      const shown = date.bare && isEnd ? date.shown + DAY : date.shown;
      const instant = date.zone === null ? instantOf(shown, clock) : shown - date.zone;
      return (instant - begin) * scale;
    },
    shown(at) {
      const instant = begin + at / scale;
      return shownText(instant + clock(instant), true);
    },
  };
}
