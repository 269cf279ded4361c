/** Time series ready to be drawn: fewer points where there are too many, a stretch of the whole, the bursts in it. */
import type { Series } from '../results.ts';
import type { Choice } from '../scenario/scenario.ts';

/** Bursts fill the last `for` seconds of every `every`. */
export interface Bursts {
  readonly every: number;
  readonly for: number;
}

/** Seconds from the start of the run. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The bursts of a workload, if it has them at fixed times. */
export function burstsOf(workload: Choice): Bursts | undefined {
  const arrivals = workload['arrivals'];
  if (typeof arrivals !== 'object' || arrivals === null || Array.isArray(arrivals)) return undefined;
  const { kind, every, for: length } = arrivals as Readonly<Record<string, unknown>>;
  return kind === 'bursty' && typeof every === 'number' && typeof length === 'number'
    ? { every, for: length }
    : undefined;
}

export function length({ width, quantities }: Series): number {
  return width * Math.max(0, ...Object.values(quantities).map((values) => values.length));
}

/** Four periods after the start no longer shows; all of a run without bursts, or of a short one. */
export function stretch(end: number, warmup: number, bursts: Bursts | undefined): Stretch {
  if (!bursts) return { from: 0, to: end };
  const from = Math.ceil(warmup / bursts.every) * bursts.every;
  const to = from + 4 * bursts.every;
  return to <= end ? { from, to } : { from: 0, to: Math.min(end, 4 * bursts.every) };
}

/** The bursts that lie in a stretch. */
export function burstsIn({ every, for: lasting }: Bursts, { from, to }: Stretch): Stretch[] {
  const found: Stretch[] = [];
  for (let k = Math.floor(from / every); k * every < to; k++) {
    const burst = { from: Math.max(from, (k + 1) * every - lasting), to: Math.min(to, (k + 1) * every) };
    if (burst.from < burst.to) found.push(burst);
  }
  return found;
}

export interface Point {
  /** Middle of the bucket. */
  readonly at: number;
  readonly value: number;
}

/** One quantity over a stretch in at most so many points, each the mean of the buckets in it. */
export function points(series: Series, quantity: string, over: Stretch, most: number): Point[] {
  const values = series.quantities[quantity];
  if (!values) return [];
  const { width } = series;
  const first = Math.max(0, Math.round(over.from / width));
  const last = Math.min(values.length, Math.round(over.to / width));
  const together = Math.max(1, Math.ceil((last - first) / most));
  const found: Point[] = [];
  for (let k = first; k < last; k += together) {
    const end = Math.min(k + together, last);
    let sum = 0;
    for (let i = k; i < end; i++) sum += values[i]!;
    found.push({ at: ((k + end) / 2) * width, value: sum / (end - k) });
  }
  return found;
}
