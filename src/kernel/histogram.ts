/**
 * How values are spread, in memory that does not follow their number. Some four thousand are listed as they are, and
 * their quantiles are exact; more are counted in bins so narrow that quantiles are exact to 0.01 %.
 */
import { Bins, type BinPosition } from './bins.ts';
import { between, ranksOf } from './ranks.ts';
import { Selection } from './select.ts';

/** From this many values on, bins instead of a list. */
export const LISTED = 4096;
/** The list starts with room for this many; once there are bins, this many are counted at a time. */
const BLOCK = 128;
/** How many times as long a list that is full gets: of a short run every copy is felt. */
const LONGER = 4;

export class Histogram {
  /** Values that are in no bin yet, of which the first `#summed` are in the sum and the ends. */
  #values: Float64Array = new Float64Array(BLOCK);
  /** Their halves, once they are counted in bins. */
  #words: Uint32Array | null = null;
  #waiting = 0;
  #summed = 0;
  #sum = 0;
  #min = Infinity;
  #max = -Infinity;
  #bins: Bins | null = null;
  #binned = 0;

  add(value: number): void {
    this.#values[this.#waiting++] = value;
    if (this.#waiting === this.#values.length) this.#full();
  }

  /** The first so many of them, as if they were added one after the other. */
  addAll(values: Float64Array, count: number): void {
    for (let i = 0; i < count;) {
      const own = this.#values;
      let waiting = this.#waiting;
      while (i < count && waiting < own.length) own[waiting++] = values[i++]!;
      this.#waiting = waiting;
      if (waiting === own.length) this.#full();
    }
  }

  get count(): number {
    return this.#binned + this.#waiting;
  }

  /** Of the values themselves, not of their bins. */
  get sum(): number {
    this.#settle();
    return this.#sum;
  }

  /** NaN when there is no value, as are the quantiles. */
  get mean(): number {
    return this.sum / this.count;
  }

  get min(): number {
    this.#settle();
    return this.#min;
  }

  get max(): number {
    this.#settle();
    return this.#max;
  }

  /** As if this one had seen the other's values too. */
  merge(other: Histogram): void {
    this.#settle();
    this.#sum += other.sum;
    this.#min = Math.min(this.#min, other.min);
    this.#max = Math.max(this.#max, other.max);
    if (other.#bins) {
      this.#bin().merge(other.#bins);
      this.#binned += other.#binned;
    }
    this.#makeRoom(this.#waiting + other.#waiting);
    for (let i = 0; i < other.#waiting;) {
      const end = Math.min(other.#waiting, i + this.#values.length - this.#waiting);
      this.#values.set(other.#values.subarray(i, end), this.#waiting);
      this.#waiting += end - i;
      this.#summed = this.#waiting;
      i = end;
      if (this.#waiting === this.#values.length) this.#full();
    }
  }

  /** Tells of every value, or of the middle of a bin and how many are in it. */
  each(visit: (value: number, count: number) => void): void {
    for (let i = 0; i < this.#waiting; i++) visit(this.#values[i]!, 1);
    this.#bins?.each(visit, this.max);
  }

  /** Between the two nearest values of the sorted sample; p from 0 to 1. */
  quantile(p: number): number {
    return this.quantiles([p])[0]!;
  }

  /** Several at once, in one pass over the values or their bins when they ascend; `selection` may serve many histograms. */
  quantiles(ps: readonly number[], selection?: Selection): number[] {
    this.#settle();
    const place = this.#bins ? this.#bin().start() : null;
    if (place === null) return this.#listed(ps, selection ?? new Selection());
    return ps.map((p) => {
      const rank = p * (this.count - 1);
      const low = Math.floor(rank);
      const below = this.#ranked(low, place);
      return low === rank ? below : below + (rank - low) * (this.#ranked(low + 1, place) - below);
    });
  }

  /**
   * Quantiles of one, of another, and of one that has seen the values of both: of lists in one pass over both. `ps` are
   * asked of each of the three.
   */
  static ofBoth(
    one: Histogram,
    other: Histogram,
    ps: readonly [one: readonly number[], other: readonly number[], both: readonly number[]],
    selection: Selection,
  ): readonly [one: number[], other: number[], both: number[]] {
    const ones = one.count;
    const others = other.count;
    if (one.#bins || other.#bins || ones === 0 || others === 0 || ones + others >= LISTED) {
      const both = ps[2].length > 0 ? merged(one, other) : one;
      return [
        one.quantiles(ps[0], selection),
        other.quantiles(ps[1], selection),
        both.quantiles(ps[2], selection),
      ];
    }
    one.#settle();
    other.#settle();
    const values = selection.standingOfBoth(
      one.#values,
      ones,
      other.#values,
      others,
      [ranksOf(ps[0], ones), ranksOf(ps[1], others), ranksOf(ps[2], ones + others)],
      Math.min(one.#min, other.#min),
      Math.max(one.#max, other.#max),
    );
    return [
      between(ps[0], ones, values[0]),
      between(ps[1], others, values[1]),
      between(ps[2], ones + others, values[2]),
    ];
  }

  /** The same of a list, whose sum and ends are settled. */
  #listed(ps: readonly number[], selection: Selection): number[] {
    const count = this.#waiting;
    const values = selection.standing(this.#values, count, ranksOf(ps, count), this.#min, this.#max);
    return between(ps, count, values);
  }

  /** The value at a place of the sorted sample: its ends are known as they are. */
  #ranked(rank: number, place: BinPosition): number {
    if (!(rank >= 0 && rank < this.count)) return NaN;
    if (rank === 0) return this.#min;
    if (rank === this.count - 1) return this.#max;
    return Math.min(Math.max(this.#bins!.middle(rank, place, this.#max), this.#min), this.#max);
  }

  /** Takes what waits into the sum and the ends, in the order in which it came. */
  #settle(): void {
    const values = this.#values;
    let sum = this.#sum;
    let min = this.#min;
    let max = this.#max;
    for (let i = this.#summed; i < this.#waiting; i++) {
      const value = values[i]!;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    this.#sum = sum;
    this.#min = min;
    this.#max = max;
    this.#summed = this.#waiting;
  }

  #full(): void {
    if (this.#bins || this.#waiting === LISTED) this.#bin();
    else this.#makeRoom(this.#waiting);
  }

  /** A list that so many values do not fill, or as long as it may get. */
  #makeRoom(values: number): void {
    let length = this.#values.length;
    if (this.#bins || length > values) return;
    while (length <= values && length < LISTED) length = Math.min(LISTED, LONGER * length);
    const longer = new Float64Array(length);
    longer.set(this.#values);
    this.#values = longer;
  }

  /** Counts in bins what waits. */
  #bin(): Bins {
    this.#settle();
    const bins = (this.#bins ??= new Bins());
    bins.add(this.#values, (this.#words ??= new Uint32Array(this.#values.buffer)), this.#waiting);
    this.#binned += this.#waiting;
    this.#waiting = 0;
    this.#summed = 0;
    if (this.#values.length > BLOCK) {
      this.#values = new Float64Array(BLOCK);
      this.#words = null;
    }
    return bins;
  }
}

/** One that has seen the values of both. */
function merged(one: Histogram, other: Histogram): Histogram {
  if (one.count === 0 || other.count === 0) return one.count === 0 ? other : one;
  const both = new Histogram();
  both.merge(one);
  both.merge(other);
  return both;
}
