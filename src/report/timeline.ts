/** Time series ready to be drawn: bursts laid over each other, or a stretch of the run in not too many points. */
import type { Series } from '../results.ts';
import { arrivalsOf, factsOf } from '../scenario/facts.ts';
import type { Choice } from '../scenario/scenario.ts';

/** Bursts fill the last `for` seconds of every `every`. */
export interface Bursts {
  readonly every: number;
  readonly for: number;
}

/** Seconds. */
export interface Seconds {
  readonly from: number;
  readonly to: number;
}

interface BucketPoint {
  /** Middle of the bucket. */
  readonly at: number;
  readonly value: number;
}

/** What is shown of the series of a run, all on the same times. */
export interface SeriesView extends Seconds {
  /** How many bursts lie over each other, time counting from their start; null when time is that of the run. */
  readonly folds: number | null;
  /** When bursts are on. */
  readonly bursts: readonly Seconds[];
  points(series: Series, quantity: string): BucketPoint[];
}

/** The bursts of a workload, if it has them at fixed times. */
export function burstsOf(workload: Choice): Bursts | undefined {
  const arrivals = arrivalsOf(workload);
  return arrivals && factsOf('arrivals', arrivals).bursts?.(arrivals);
}

export function length({ width, quantities }: Series): number {
  return width * Math.max(0, ...Object.values(quantities).map((values) => values.length));
}

/** Fewer bursts than this are shown one after the other. */
const FEWEST = 3;

/** All bursts after the start no longer shows, laid over each other; without enough of them, the run as it went. */
export function view(end: number, warmup: number, bursts: Bursts | undefined, most: number): SeriesView {
  if (bursts) {
    const first = Math.ceil(warmup / bursts.every);
    const folds = Math.floor(end / bursts.every) - first;
    if (folds >= FEWEST) return folded(bursts, first, folds, most);
  }
  const over = { from: 0, to: end };
  return {
    ...over,
    folds: null,
    bursts: bursts ? burstsIn(bursts, over) : [],
    points: (series, quantity) => points(series, quantity, over, most),
  };
}

/** The bursts that lie in a stretch. */
function burstsIn({ every, for: lasting }: Bursts, { from, to }: Seconds): Seconds[] {
  const found: Seconds[] = [];
  for (let k = Math.floor(from / every); k * every < to; k++) {
    const burst = { from: Math.max(from, (k + 1) * every - lasting), to: Math.min(to, (k + 1) * every) };
    if (burst.from < burst.to) found.push(burst);
  }
  return found;
}

/** One quantity over a stretch in at most so many points, each the mean of the buckets in it. */
export function points(series: Series, quantity: string, over: Seconds, most: number): BucketPoint[] {
  const values = series.quantities[quantity];
  if (!values) return [];
  const { width } = series;
  const first = Math.max(0, Math.round(over.from / width));
  const last = Math.min(values.length, Math.round(over.to / width));
  const together = Math.max(1, Math.ceil((last - first) / most));
  const found: BucketPoint[] = [];
  for (let k = first; k < last; k += together) {
    const end = Math.min(k + together, last);
    let sum = 0;
    for (let i = k; i < end; i++) sum += values[i]!;
    found.push({ at: ((k + end) / 2) * width, value: sum / (end - k) });
  }
  return found;
}

/** Periods `first` to `first + folds` over each other; half of the calm before a burst, in whole minutes, comes first. */
function folded({ every, for: lasting }: Bursts, first: number, folds: number, most: number): SeriesView {
  const calm = (every - lasting) / 2;
  const lead = calm >= 60 ? Math.floor(calm / 60) * 60 : calm;
  return {
    from: -lead,
    to: every - lead,
    folds,
    bursts: [{ from: 0, to: lasting }],
    points({ width, quantities }, quantity) {
      const values = quantities[quantity] ?? [];
      const size = width * Math.max(1, Math.ceil(every / width / most));
      const bins = Math.max(1, Math.round(every / size));
      const sums = new Float64Array(bins);
      const counts = new Float64Array(bins);
      values.forEach((value, k) => {
        const time = (k + 0.5) * width;
        if (time < first * every || time > (first + folds) * every) return;
        const phase = (time - (every - lasting) + lead + every) % every;
        const bin = Math.min(bins - 1, Math.floor((phase / every) * bins));
        sums[bin]! += value;
        counts[bin]!++;
      });
      return [...sums].flatMap((sum, bin) =>
        counts[bin]! > 0 ? [{ at: ((bin + 0.5) / bins) * every - lead, value: sum / counts[bin]! }] : [],
      );
    },
  };
}
