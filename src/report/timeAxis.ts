/** The time of a run along an axis, in what people count such a time in: seconds, minutes, hours as a clock, days. */
import type { Spec } from './figure.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
/** Steps of the ticks of a clock, in hours, and how many ticks are read easily. */
const STEPS: readonly number[] = [0.25, 0.5, 1, 2, 3, 6, 12];
const TICKS = 9;

export interface TimeAxis {
  /** Goes on the axis: `Time (min)`. */
  readonly unit: string;
  /** Seconds of one on the axis. */
  readonly seconds: number;
  /** What is added to the axis of a specification. */
  readonly axis: Spec;
  /** `12.5 min`, `6:30 h`, `day 3, 18:00`. */
  says(seconds: number): string;
}

export const MINUTES: TimeAxis = plain('min', MINUTE);

/** For a run of so many seconds. */
export function timeAxis(length: number): TimeAxis {
  if (length <= 2 * MINUTE) return plain('s', 1);
  if (length <= 3 * HOUR) return MINUTES;
  if (length <= 2 * DAY)
    return {
      unit: 'h:min',
      seconds: HOUR,
      axis: {
        values: ticks(length / HOUR, STEPS.find((step) => length / HOUR / step <= TICKS) ?? 12),
        labelExpr: "floor(datum.value) + ':' + format(round((datum.value % 1) * 60), '02d')",
      },
      says: (seconds) => `${clock(seconds)} h`,
    };
  const days = length / DAY;
  return {
    unit: 'days',
    seconds: DAY,
    axis: { values: ticks(days, Math.ceil(days / TICKS)), format: 'd' },
    says: (seconds) => `day ${Math.floor(seconds / DAY) + 1}, ${clock(seconds % DAY)}`,
  };
}

function plain(unit: string, factor: number): TimeAxis {
  return {
    unit,
    seconds: factor,
    axis: {},
    says: (seconds) => `${Math.round((seconds / factor) * 100) / 100} ${unit}`,
  };
}

function ticks(to: number, step: number): number[] {
  return Array.from({ length: Math.floor(to / step + 1e-9) + 1 }, (_, k) => k * step);
}

function clock(seconds: number): string {
  const minutes = Math.round(seconds / MINUTE);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
