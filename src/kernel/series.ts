/** Amounts over time in a fixed number of equal buckets, for several lines at once. Nothing grows. */

export interface SeriesOptions {
  readonly from: number;
  /** Infinity when the end is not known: the buckets then double in width when time passes the last one. */
  readonly to: number;
  readonly lines: number;
  /** At most 2,000, which is what is taken when nothing is said. */
  readonly buckets?: number;
  /** Seconds per bucket to begin with when the end is not known. */
  readonly width?: number;
}

const MOST_BUCKETS = 2000;

export class Series {
  readonly from: number;
  readonly to: number;
  readonly buckets: number;
  readonly lines: number;
  #width: number;
  #perSecond: number;
  #end: number;
  readonly #values: Float64Array;
  readonly #totals: Float64Array;

  constructor({ from, to, lines, buckets = MOST_BUCKETS, width = 1 }: SeriesOptions) {
    this.from = from;
    this.to = to;
    this.lines = lines;
    this.buckets = Math.min(buckets, MOST_BUCKETS);
    this.#width = to < Infinity ? (to - from) / this.buckets : width;
    this.#perSecond = 1 / this.#width;
    this.#end = to < Infinity ? to : from + this.buckets * width;
    this.#values = new Float64Array(lines * this.buckets);
    this.#totals = new Float64Array(lines);
  }

  /** Seconds per bucket. Changes only when the end is not known. */
  get width(): number {
    return this.#width;
  }

  /** Adds to the bucket that holds `time`, a bucket being closed on the left; the last one holds its end too. */
  add(line: number, time: number, amount: number): void {
    if (!(time >= this.from && time <= this.to)) return;
    if (time >= this.#end) this.#reach(time);
    this.#values[line * this.buckets + this.#bucket(time)]! += amount;
    this.#totals[line]! += amount;
  }

  /** Adds rate x seconds to every bucket, for the seconds of [from, to] that lie in it. */
  addInterval(line: number, from: number, to: number, rate: number): void {
    if (from < this.from) from = this.from;
    if (to > this.to) to = this.to;
    if (!(from < to)) return;
    if (to > this.#end) this.#reach(to);
    const row = line * this.buckets;
    const first = this.#bucket(from);
    const last = this.#bucket(to);
    this.#totals[line]! += rate * (to - from);
    if (first === last) {
      this.#values[row + first]! += rate * (to - from);
      return;
    }
    this.#values[row + first]! += rate * (this.#edge(first + 1) - from);
    for (let i = first + 1; i < last; i++) this.#values[row + i]! += rate * this.#width;
    this.#values[row + last]! += rate * (to - this.#edge(last));
  }

  /** The amounts of one line, a bucket each: a view, not a copy. */
  line(i: number): Float64Array {
    return this.#values.subarray(i * this.buckets, (i + 1) * this.buckets);
  }

  /** All that was added to a line. */
  total(i: number): number {
    return this.#totals[i]!;
  }

  #bucket(time: number): number {
    const i = Math.floor((time - this.from) * this.#perSecond);
    return i < this.buckets ? i : this.buckets - 1;
  }

  #edge(i: number): number {
    return this.from + i * this.#width;
  }

  /** Merges neighbours and doubles the width until `time` lies before the end. */
  #reach(time: number): void {
    while (time >= this.#end && this.to === Infinity && this.#width < Infinity) {
      for (let row = 0; row < this.#values.length; row += this.buckets) this.#fold(row);
      this.#width *= 2;
      this.#perSecond = 1 / this.#width;
      this.#end = this.#edge(this.buckets);
    }
  }

  #fold(row: number): void {
    const { buckets } = this;
    const values = this.#values;
    for (let i = 0; i < buckets; i++) {
      const left = 2 * i < buckets ? values[row + 2 * i]! : 0;
      const right = 2 * i + 1 < buckets ? values[row + 2 * i + 1]! : 0;
      values[row + i] = left + right;
    }
  }
}
