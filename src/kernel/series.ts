/** Amounts over time in a fixed number of equal buckets, for several lines at once. Memory is fixed. */

interface SeriesOptions {
  readonly from: number;
  readonly to: number;
  readonly lines: number;
  /** At most 2,000. */
  readonly buckets: number;
}

const MOST_BUCKETS = 2000;
/** Distance from the edge of a bucket, as a share of its width, beyond which rounding cannot matter. */
const MARGIN = 1e-6;

/** Intervals of time on a line each, with a rate: columns of a block. */
export class Stretches {
  size = 0;
  readonly line: Int32Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** 1 unless it is written. */
  readonly rate: Float64Array;

  constructor(rows: number) {
    this.line = new Int32Array(rows);
    this.from = new Float64Array(rows);
    this.to = new Float64Array(rows);
    this.rate = new Float64Array(rows).fill(1);
  }
}

export class BucketSeries {
  readonly from: number;
  readonly to: number;
  readonly buckets: number;
  readonly lines: number;
  /** Seconds per bucket. */
  readonly width: number;
  private readonly perSecond: number;
  /** The amounts, line after line. */
  readonly values: Float64Array;
  /** The bucket written last, and the range of times that are certainly in it. */
  private last: number;
  private readonly within: Float64Array;

  constructor({ from, to, lines, buckets }: SeriesOptions) {
    this.from = from;
    this.to = to;
    this.lines = lines;
    this.buckets = Math.min(buckets, MOST_BUCKETS);
    this.width = (to - from) / this.buckets;
    this.perSecond = 1 / this.width;
    this.values = new Float64Array(lines * this.buckets);
    this.last = 0;
    this.within = Float64Array.of(Infinity, -Infinity);
  }

  /** Adds to the bucket that contains `time`; buckets are closed on the left, and the last one also contains its end. */
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

  /** Adds all of them like `addInterval`, in order; most lie in the bucket written last. */
  addAll({ size, line, from, to, rate }: Stretches): void {
    const { values, buckets, within } = this;
    for (let k = 0; k < size; k++) {
      const start = from[k]!;
      const end = to[k]!;
      if (start >= within[0]! && end < within[1]! && start < end)
        values[line[k]! * buckets + this.last]! += rate[k]! * (end - start);
      else if (!(end - start >= this.width)) {
        this.addInterval(line[k]!, start, end, rate[k]!);
        this.approach(end);
      } else k = this.addLong(k, size, line, from, to, rate);
    }
  }

  /**
   * Adds an interval longer than a bucket, and those after it while they are as long: in a short run nearly all are. The
   * same as `addInterval`, with local variables; returns the index of the last one added.
   */
  private addLong(
    first: number,
    size: number,
    line: Int32Array,
    from: Float64Array,
    to: Float64Array,
    rate: Float64Array,
  ): number {
    const { values, buckets, width, perSecond } = this;
    const begin = this.from;
    const end = this.to;
    const last = buckets - 1;
    let k = first;
    for (; k < size; k++) {
      let start = from[k]!;
      let stop = to[k]!;
      if (!(stop - start >= width)) break;
      if (start < begin) start = begin;
      if (stop > end) stop = end;
      if (!(start < stop)) continue;
      const each = rate[k]!;
      const row = line[k]! * buckets;
      const one = Math.min(Math.floor((start - begin) * perSecond), last);
      const other = Math.min(Math.floor((stop - begin) * perSecond), last);
      if (one === other) {
        values[row + one]! += each * (stop - start);
        continue;
      }
      values[row + one]! += each * (begin + (one + 1) * width - start);
      for (let i = one + 1; i < other; i++) values[row + i]! += each * width;
      values[row + other]! += each * (stop - (begin + other * width));
    }
    return k - 1;
  }

  /** Counts on the line how many of the first `size` times lie in each bucket. */
  count(line: number, times: Float64Array, size: number): void {
    const { within } = this;
    let here = 0;
    for (let k = 0; k < size; k++) {
      const time = times[k]!;
      if (time >= within[0]! && time < within[1]!) here++;
      else {
        this.add(line, time, 1);
        if (here === 0) this.approach(time);
      }
    }
    if (here > 0) this.values[line * this.buckets + this.last]! += here;
  }

  /** Moves to the bucket that contains the time. */
  private approach(time: number): void {
    if (!(time >= this.from && time <= this.to)) return;
    const last = this.bucket(time);
    const margin = MARGIN * this.width;
    this.last = last;
    this.within[0] = this.edge(last) + margin;
    this.within[1] = this.edge(last + 1) - margin;
  }

  /** The amounts of one line, by bucket: a view, not a copy. */
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
