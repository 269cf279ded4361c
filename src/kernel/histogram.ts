/**
 * A histogram in bounded memory. Up to some four thousand values are listed and their quantiles are exact; more are
 * counted in bins so narrow that quantiles are exact to 0.01 %.
 */
import { Bins, type BinPosition } from './bins.ts';
import { between, ranksOf } from './ranks.ts';
import { Selection } from './select.ts';

/** From this many values on, bins replace the list. */
export const LISTED = 4096;
/** Initial size of the list; afterwards the number of values binned at a time. */
const BLOCK = 128;
/** Growth factor of a full list: short runs notice every copy. */
const LONGER = 4;

export class Histogram {
  /** Values not yet binned; the first `summed` are already in the sum, the minimum and the maximum. */
  private values: Float64Array = new Float64Array(BLOCK);
  /** The same memory as 32-bit words, once values are binned. */
  private words: Uint32Array | null = null;
  /** What was given last, and the same memory as 32-bit words. */
  private source: Float64Array | null = null;
  private sourceWords: Uint32Array | null = null;
  private waiting = 0;
  private summed = 0;
  private total = 0;
  private least = Infinity;
  private most = -Infinity;
  private bins: Bins | null = null;
  private binned = 0;

  add(value: number): void {
    this.values[this.waiting++] = value;
    if (this.waiting === this.values.length) this.full();
  }

  /** Adds the first `count` values, with the same result as adding them one by one. */
  addAll(values: Float64Array, count: number): void {
    if (this.bins !== null) return this.binAll(this.bins, values, count);
    for (let i = 0; i < count;) {
      const own = this.values;
      let waiting = this.waiting;
      while (i < count && waiting < own.length) own[waiting++] = values[i++]!;
      this.waiting = waiting;
      if (waiting === own.length) this.full();
    }
  }

  /** Once there are bins, nothing is put on the list on the way. */
  private binAll(bins: Bins, values: Float64Array, count: number): void {
    if (this.source !== values) {
      this.source = values;
      this.sourceWords = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
    }
    this.settle();
    this.sumUp(values, 0, count);
    bins.add(values, this.sourceWords!, count);
    this.binned += count;
  }

  get count(): number {
    return this.binned + this.waiting;
  }

  /** The exact sum of the values. */
  get sum(): number {
    this.settle();
    return this.total;
  }

  /** NaN when there is no value, as are the quantiles. */
  get mean(): number {
    return this.sum / this.count;
  }

  get min(): number {
    this.settle();
    return this.least;
  }

  get max(): number {
    this.settle();
    return this.most;
  }

  /** Adds the values of the other. */
  merge(other: Histogram): void {
    this.settle();
    this.total += other.sum;
    this.least = Math.min(this.least, other.min);
    this.most = Math.max(this.most, other.max);
    if (other.bins) {
      this.bin().merge(other.bins);
      this.binned += other.binned;
    }
    this.makeRoom(this.waiting + other.waiting);
    for (let i = 0; i < other.waiting;) {
      const end = Math.min(other.waiting, i + this.values.length - this.waiting);
      this.values.set(other.values.subarray(i, end), this.waiting);
      this.waiting += end - i;
      this.summed = this.waiting;
      i = end;
      if (this.waiting === this.values.length) this.full();
    }
  }

  /** Calls `visit` with every value, or with the middle and the count of every bin. */
  each(visit: (value: number, count: number) => void): void {
    for (let i = 0; i < this.waiting; i++) visit(this.values[i]!, 1);
    this.bins?.each(visit, this.max);
  }

  /** Interpolates between the two nearest values of the sorted sample; p from 0 to 1. */
  quantile(p: number): number {
    return this.quantiles([p])[0]!;
  }

  /** Several ascending quantiles in one pass; `selection` may be shared by many histograms. */
  quantiles(ps: readonly number[], selection?: Selection): number[] {
    this.settle();
    const place = this.bins ? this.bin().start() : null;
    if (place === null) return this.listed(ps, selection ?? new Selection());
    return ps.map((p) => {
      const rank = p * (this.count - 1);
      const low = Math.floor(rank);
      const below = this.ranked(low, place);
      return low === rank ? below : below + (rank - low) * (this.ranked(low + 1, place) - below);
    });
  }

  /**
   * Quantiles of one histogram, of another, and of both merged; one pass when both are lists. `ps` has
   * the quantiles of each of the three.
   */
  static ofBoth(
    one: Histogram,
    other: Histogram,
    ps: readonly [one: readonly number[], other: readonly number[], both: readonly number[]],
    selection: Selection,
  ): readonly [one: number[], other: number[], both: number[]] {
    const ones = one.count;
    const others = other.count;
    if (one.bins || other.bins || ones === 0 || others === 0 || ones + others >= LISTED) {
      const both = ps[2].length > 0 ? merged(one, other) : one;
      return [
        one.quantiles(ps[0], selection),
        other.quantiles(ps[1], selection),
        both.quantiles(ps[2], selection),
      ];
    }
    one.settle();
    other.settle();
    const values = selection.standingOfBoth(
      one.values,
      ones,
      other.values,
      others,
      [ranksOf(ps[0], ones), ranksOf(ps[1], others), ranksOf(ps[2], ones + others)],
      Math.min(one.least, other.least),
      Math.max(one.most, other.most),
    );
    return [
      between(ps[0], ones, values[0]),
      between(ps[1], others, values[1]),
      between(ps[2], ones + others, values[2]),
    ];
  }

  /** The quantiles of a list that is settled. */
  private listed(ps: readonly number[], selection: Selection): number[] {
    const count = this.waiting;
    const values = selection.standing(this.values, count, ranksOf(ps, count), this.least, this.most);
    return between(ps, count, values);
  }

  /** The value at a rank of the sorted sample; the minimum and the maximum are exact. */
  private ranked(rank: number, place: BinPosition): number {
    if (!(rank >= 0 && rank < this.count)) return NaN;
    if (rank === 0) return this.least;
    if (rank === this.count - 1) return this.most;
    return Math.min(Math.max(this.bins!.middle(rank, place, this.most), this.least), this.most);
  }

  /** Adds pending values to the sum, the minimum and the maximum, in order. */
  private settle(): void {
    if (this.summed === this.waiting) return;
    this.sumUp(this.values, this.summed, this.waiting);
    this.summed = this.waiting;
  }

  private sumUp(values: Float64Array, from: number, to: number): void {
    let sum = this.total;
    let min = this.least;
    let max = this.most;
    for (let i = from; i < to; i++) {
      const value = values[i]!;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    this.total = sum;
    this.least = min;
    this.most = max;
  }

  private full(): void {
    if (this.bins || this.waiting === LISTED) this.bin();
    else this.makeRoom(this.waiting);
  }

  /** Grows the list to exceed so many values, up to its limit. */
  private makeRoom(values: number): void {
    let length = this.values.length;
    if (this.bins || length > values) return;
    while (length <= values && length < LISTED) length = Math.min(LISTED, LONGER * length);
    const longer = new Float64Array(length);
    longer.set(this.values);
    this.values = longer;
  }

  /** Bins the pending values. */
  private bin(): Bins {
    this.settle();
    const bins = (this.bins ??= new Bins());
    bins.add(this.values, (this.words ??= new Uint32Array(this.values.buffer)), this.waiting);
    this.binned += this.waiting;
    this.waiting = 0;
    this.summed = 0;
    if (this.values.length > BLOCK) {
      this.values = new Float64Array(BLOCK);
      this.words = null;
    }
    return bins;
  }
}

/** A new histogram of the values of both. */
function merged(one: Histogram, other: Histogram): Histogram {
  if (one.count === 0 || other.count === 0) return one.count === 0 ? other : one;
  const both = new Histogram();
  both.merge(one);
  both.merge(other);
  return both;
}
