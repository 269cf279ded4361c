/** The time buckets of a run, for time series. */

/** Widths of a time bucket that people read easily, in seconds. */
const WIDTHS: readonly number[] = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400,
  21600, 43200, 86400,
];
const BUCKETS = 480;
/** With more devices than this only the fleet as a whole is drawn over time. */
const LINES = 64;

/** The least of the readable widths that needs no more than 480 buckets; for very long runs a whole number of days. */
export function bucketWidth(duration: number): number {
  return WIDTHS.find((width) => duration <= width * BUCKETS) ?? Math.ceil(duration / BUCKETS / 86400) * 86400;
}

interface Buckets {
  readonly from: number;
  /** The end of the last, at or after that of the run. */
  readonly to: number;
  readonly buckets: number;
  readonly width: number;
}

export function bucketsOf(duration: number): Buckets {
  const width = bucketWidth(duration);
  const buckets = Math.max(1, Math.ceil(duration / width));
  const to = width * buckets;
  return { from: 0, to, buckets, width: to / buckets };
}

/** Lines of a series: one per device, or one for the fleet when there are many. */
export function linesOf(devices: number): number {
  return devices <= LINES ? devices : 1;
}
