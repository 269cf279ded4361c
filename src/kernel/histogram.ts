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

/** A bin, how many values lie before it, and where in it a rank is. */
interface Place {
  bin: number;
  before: number;
  from: number;
  to: number;
  within: number;
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
    const bins = this.#bins;
    const added = other.#bins;
    for (let i = other.#first(), last = other.#last(); i <= last; i++) bins[i]! += added[i]!;
  }

  /** Between the two nearest values of the sorted sample, each known within its bin; p from 0 to 1. */
  quantile(p: number): number {
    return this.quantiles([p])[0]!;
  }

  /** Several at once, in one pass over the bins when they ascend. */
  quantiles(ps: readonly number[]): number[] {
    const place = this.#start();
    return ps.map((p) => {
      const rank = p * (this.count - 1);
      const low = Math.floor(rank);
      const below = this.#ranked(low, place);
      return low === rank ? below : below + (rank - low) * (this.#ranked(low + 1, place) - below);
    });
  }

  /** Width of the bin that `quantile(p)` lies in: how far off it can be. */
  binWidth(p: number): number {
    const rank = p * (this.count - 1);
    const place = this.#start();
    return Math.max(this.#width(Math.floor(rank), place), this.#width(Math.ceil(rank), place));
  }

  /** The value at a place of the sorted sample: its ends are known, values of one bin are spread evenly over it. */
  #ranked(rank: number, place: Place): number {
    if (!this.#find(rank, place)) return NaN;
    if (rank === 0) return this.min;
    if (rank === this.count - 1) return this.max;
    const { from, to, within } = place;
    return Math.min(Math.max(from + within * (to - from), this.min), this.max);
  }

  #width(rank: number, place: Place): number {
    return this.#find(rank, place) ? place.to - place.from : NaN;
  }

  /** No bin before the least value's and none behind the largest's holds anything. */
  #first(): number {
    const index = this.#indexOf(this.min);
    return index < 0 ? 0 : index;
  }

  #last(): number {
    const index = this.#indexOf(this.max);
    return index < BINS ? index : BINS - 1;
  }

  /** Of any value: below 0 when it is too small for a bin, BINS or more when it is too large. */
  #indexOf(value: number): number {
    if (!(value > 0)) return -1;
    this.#state[0] = value;
    return (this.#words[HIGH]! >>> SHIFT) - FIRST;
  }

  #start(): Place {
    const bin = this.#first();
    return { bin, before: this.#state[ZERO]! + this.#state[UNDER]!, from: 0, to: 0, within: 0 };
  }

  /** Moves `place` to the bin of a rank; false when there is no such rank. */
  #find(rank: number, place: Place): boolean {
    const state = this.#state;
    if (!(rank >= 0 && rank < this.count)) return false;
    const zero = state[ZERO]!;
    const least = zero + state[UNDER]!;
    if (rank < zero) return put(place, Math.min(0, this.min), 0, (rank + 0.5) / zero);
    if (rank < least) return put(place, 0, SMALLEST, (rank - zero + 0.5) / state[UNDER]!);
    if (rank < place.before) {
      place.bin = this.#first();
      place.before = least;
    }
    const bins = this.#bins;
    let { bin, before } = place;
    const end = this.#last();
    while (bin <= end && rank >= before + bins[bin]!) before += bins[bin++]!;
    place.bin = bin;
    place.before = before;
    if (bin > end) return put(place, this.#edge(BINS), this.max, (rank - before + 0.5) / state[OVER]!);
    return put(place, this.#edge(bin), this.#edge(bin + 1), (rank - before + 0.5) / bins[bin]!);
  }

  /** Where bin i begins: the double with these upper bits and nothing after them. */
  #edge(i: number): number {
    this.#state[0] = 0;
    this.#words[HIGH] = (i + FIRST) << SHIFT;
    return this.#state[0];
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

function put(place: Place, from: number, to: number, within: number): true {
  place.from = from;
  place.to = to;
  place.within = within;
  return true;
}
