/** Amounts over time in a fixed number of equal buckets, for several lines at once. Nothing grows. */

export interface SeriesOptions {
  readonly from: number;
  readonly to: number;
  readonly lines: number;
  /** At most 2,000. */
  readonly buckets: number;
}

const MOST_BUCKETS = 2000;

export class BucketSeries {
  readonly from: number;
  readonly to: number;
  readonly buckets: number;
  readonly lines: number;
  /** Seconds per bucket. */
  readonly width: number;
  private readonly perSecond: number;
  private readonly values: Float64Array;

  constructor({ from, to, lines, buckets }: SeriesOptions) {
    this.from = from;
    this.to = to;
    this.lines = lines;
    this.buckets = Math.min(buckets, MOST_BUCKETS);
    this.width = (to - from) / this.buckets;
    this.perSecond = 1 / this.width;
    this.values = new Float64Array(lines * this.buckets);
  }

  /** Adds to the bucket that holds `time`, a bucket being closed on the left; the last one holds its end too. */
  add(line: number, time: number, amount: number): void {
    if (time >= this.from && time <= this.to) this.values[line * this.buckets + this.bucket(time)]! += amount;
  }

  /** Adds rate x seconds to every bucket, for the seconds of [from, to] that lie in it. */
  addInterval(line: number, from: number, to: number, rate: number): void {
    if (from < this.from) from = this.from;
    if (to > this.to) to = this.to;
    if (!(from < to)) return;
    const { values } = this;
    const row = line * this.buckets;
    const first = this.bucket(from);
    const last = this.bucket(to);
    if (first === last) {
      values[row + first]! += rate * (to - from);
      return;
    }
    values[row + first]! += rate * (this.edge(first + 1) - from);
    for (let i = first + 1; i < last; i++) values[row + i]! += rate * this.width;
    values[row + last]! += rate * (to - this.edge(last));
  }

  /** The amounts of one line, a bucket each: a view, not a copy. */
  line(i: number): Float64Array {
    return this.values.subarray(i * this.buckets, (i + 1) * this.buckets);
  }

  private bucket(time: number): number {
    const i = Math.floor((time - this.from) * this.perSecond);
    return i < this.buckets ? i : this.buckets - 1;
  }

  private edge(i: number): number {
    return this.from + i * this.width;
  }
}
