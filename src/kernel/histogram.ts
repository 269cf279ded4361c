/** Counts of values in bins as wide as 1/128 of their octave, so a value is known within 0.8 %. Nothing grows. */

const BINS_PER_OCTAVE = 128;
/** Bits of a double's upper word below its first seven of mantissa. */
const SHIFT = 13;
/** From 2^-20 s, about a microsecond, to 2^24 s, over half a year. */
const SMALLEST: number = 1 / 1048576;
const OCTAVES = 44;
const BINS: number = OCTAVES * BINS_PER_OCTAVE;
/** The upper word of SMALLEST, shifted. */
const FIRST: number = (1023 - 20) * BINS_PER_OCTAVE;
const HIGH: number = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

const COUNT = 1;
const SUM = 2;
const MIN = 3;
const MAX = 4;
/** Values of zero or below; above zero but under the bins; beyond them. */
const ZERO = 5;
const UNDER = 6;
const OVER = 7;

/** A histogram as a plain value; `indices` and `counts` hold the bins that are not empty. */
export interface HistogramValue {
  readonly count: number;
  readonly sum: number;
  /** Null when there is no value. */
  readonly min: number | null;
  readonly max: number | null;
  readonly zero: number;
  readonly under: number;
  readonly over: number;
  readonly indices: readonly number[];
  readonly counts: readonly number[];
}

export class Histogram {
  readonly #bins: Float64Array = new Float64Array(BINS);
  /** Slot 0 lends its bits to `add`; the others are the running figures. */
  readonly #state: Float64Array = new Float64Array(8);
  readonly #words: Uint32Array = new Uint32Array(this.#state.buffer);

  constructor() {
    this.#state[MIN] = Infinity;
    this.#state[MAX] = -Infinity;
  }

  add(value: number): void {
    const state = this.#state;
    state[0] = value;
    const index = (this.#words[HIGH]! >>> SHIFT) - FIRST;
    state[COUNT]! += 1;
    state[SUM]! += value;
    if (value < state[MIN]!) state[MIN] = value;
    if (value > state[MAX]!) state[MAX] = value;
    // A negative value has its sign in the upper word and lands beyond the last bin.
    if (index >= 0 && index < BINS) this.#bins[index]! += 1;
    else state[value <= 0 ? ZERO : index < 0 ? UNDER : OVER]! += 1;
  }

  get count(): number {
    return this.#state[COUNT]!;
  }

  /** Of the values themselves, not of their bins. */
  get sum(): number {
    return this.#state[SUM]!;
  }

  /** NaN when there is no value, as are the quantiles. */
  get mean(): number {
    return this.#state[SUM]! / this.#state[COUNT]!;
  }

  get min(): number {
    return this.#state[MIN]!;
  }

  get max(): number {
    return this.#state[MAX]!;
  }

  /** Values beyond the last bin: counted, but known only to lie between its end and the largest. */
  get over(): number {
    return this.#state[OVER]!;
  }

  /** As if this one had seen the other's values too. */
  merge(other: Histogram): void {
    const state = this.#state;
    const theirs = other.#state;
    state[MIN] = Math.min(state[MIN]!, theirs[MIN]!);
    state[MAX] = Math.max(state[MAX]!, theirs[MAX]!);
    for (const i of [COUNT, SUM, ZERO, UNDER, OVER]) state[i]! += theirs[i]!;
    for (let i = 0; i < BINS; i++) this.#bins[i]! += other.#bins[i]!;
  }

  /** Between the two nearest values of the sorted sample, each known within its bin; p from 0 to 1. */
  quantile(p: number): number {
    const rank = p * (this.count - 1);
    const low = Math.floor(rank);
    const below = this.#ranked(low);
    return low === rank ? below : below + (rank - low) * (this.#ranked(low + 1) - below);
  }

  /** Width of the bin that `quantile(p)` lies in: how far off it can be. */
  binWidth(p: number): number {
    const rank = p * (this.count - 1);
    return Math.max(this.#width(Math.floor(rank)), this.#width(Math.ceil(rank)));
  }

  /** The value at a place of the sorted sample: its ends are known, values of one bin are spread evenly over it. */
  #ranked(rank: number): number {
    const place = this.#place(rank);
    if (!place) return NaN;
    if (rank === 0) return this.min;
    if (rank === this.count - 1) return this.max;
    const { from, to, within } = place;
    return Math.min(Math.max(from + within * (to - from), this.min), this.max);
  }

  #width(rank: number): number {
    const place = this.#place(rank);
    return place ? place.to - place.from : NaN;
  }

  #place(rank: number): { from: number; to: number; within: number } | undefined {
    const state = this.#state;
    let before = state[ZERO]!;
    if (!(rank >= 0 && rank < this.count)) return undefined;
    if (rank < before) return { from: Math.min(0, this.min), to: 0, within: (rank + 0.5) / before };
    if (rank < before + state[UNDER]!) {
      return { from: 0, to: SMALLEST, within: (rank - before + 0.5) / state[UNDER]! };
    }
    before += state[UNDER]!;
    for (let i = 0; i < BINS; i++) {
      const here = this.#bins[i]!;
      if (rank < before + here)
        return { from: edge(i), to: edge(i + 1), within: (rank - before + 0.5) / here };
      before += here;
    }
    return { from: edge(BINS), to: this.max, within: (rank - before + 0.5) / state[OVER]! };
  }

  toJSON(): HistogramValue {
    const indices: number[] = [];
    const counts: number[] = [];
    this.#bins.forEach((count, i) => {
      if (count > 0) {
        indices.push(i);
        counts.push(count);
      }
    });
    const [, count, sum, min, max, zero, under, over] = this.#state as unknown as number[];
    const known = count! > 0;
    return {
      count: count!,
      sum: sum!,
      min: known ? min! : null,
      max: known ? max! : null,
      zero: zero!,
      under: under!,
      over: over!,
      indices,
      counts,
    };
  }

  static fromJSON(value: HistogramValue): Histogram {
    const histogram = new Histogram();
    const { count, sum, min, max, zero, under, over } = value;
    histogram.#state.set([count, sum, min ?? Infinity, max ?? -Infinity, zero, under, over], COUNT);
    value.indices.forEach((index, i) => (histogram.#bins[index] = value.counts[i]!));
    return histogram;
  }
}

/** Where bin i begins: the double with these upper bits and nothing after them. */
function edge(i: number): number {
  const words = new Uint32Array(2);
  words[HIGH] = (i + FIRST) << SHIFT;
  return new Float64Array(words.buffer)[0]!;
}
