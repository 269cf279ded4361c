/**
 * A histogram that can be merged over many runs and weighted: bins of 1/256 of an octave, with quantiles exact to 0.4 %.
 * A run's own metrics come from a Histogram; this is the compact form that is sent and stored.
 */

const BINS_PER_OCTAVE = 256;
/** Bits of a double's upper word below its first 8 of mantissa. */
const SHIFT = 12;
/** From 2^-20 s to 2^24 s; values outside are in the first and in the last bin. */
const BINS: number = 44 * BINS_PER_OCTAVE;
const FIRST: number = (1023 - 20) * BINS_PER_OCTAVE;
const HIGH: number = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** Sum, least and largest value, then for each bin that is not empty the number of empty bins before it, and its count. */
type CoarseNumbers = readonly number[];

/** A source of values, or of bins of them, in any order. */
export interface Values {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  each(visit: (value: number, count: number) => void): void;
}

/** Empty for no values. */
export function coarseNumbers(values: Values): CoarseNumbers {
  if (values.count === 0) return [];
  const counts = new Float64Array(BINS);
  const one = new Float64Array(1);
  const words = new Uint32Array(one.buffer);
  values.each((value, count) => {
    one[0] = value;
    const bin = value <= 0 ? 0 : (words[HIGH]! >>> SHIFT) - FIRST;
    counts[Math.max(0, Math.min(BINS - 1, bin))]! += count;
  });
  const numbers: number[] = [values.sum, values.min, values.max];
  let last = -1;
  for (let bin = 0; bin < BINS; bin++) {
    if (counts[bin] === 0) continue;
    numbers.push(bin - last - 1, counts[bin]!);
    last = bin;
  }
  return numbers;
}

export class Coarse {
  count = 0;
  sum = 0;
  min: number = Infinity;
  max: number = -Infinity;
  /** Counts of the bins from `#from` on. */
  #counts: Float64Array = new Float64Array(0);
  #from = 0;

  /** Adds them with a weight. */
  add(numbers: CoarseNumbers, weight = 1): void {
    if (numbers.length === 0) return;
    this.sum += weight * numbers[0]!;
    this.min = Math.min(this.min, numbers[1]!);
    this.max = Math.max(this.max, numbers[2]!);
    let last = -1;
    for (let at = 3; at < numbers.length; at += 2) last += numbers[at]! + 1;
    let bin = numbers[3]!;
    this.#reach(bin, last + 1);
    for (let at = 3; at < numbers.length; at += 2) {
      if (at > 3) bin += numbers[at]! + 1;
      const amount = weight * numbers[at + 1]!;
      this.#counts[bin - this.#from]! += amount;
      this.count += amount;
    }
  }

  /** Adds the values of the other with a weight. */
  merge(other: Coarse, weight = 1): void {
    const theirs = other.#counts;
    if (theirs.length === 0) return;
    this.sum += weight * other.sum;
    this.count += weight * other.count;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
    this.#reach(other.#from, other.#from + theirs.length);
    const shift = other.#from - this.#from;
    for (let k = 0; k < theirs.length; k++) this.#counts[k + shift]! += weight * theirs[k]!;
  }

  /** NaN when there is no value, as are the quantiles. */
  get mean(): number {
    return this.sum / this.count;
  }

  /** Interpolates between the two nearest values of the sorted sample, within the precision of the bins; p from 0 to 1. */
  quantile(p: number): number {
    if (this.#counts.length === 0) return NaN;
    const rank = p * (this.count - 1);
    const low = Math.floor(rank);
    const below = this.#ranked(low);
    return low === rank ? below : below + (rank - low) * (this.#ranked(low + 1) - below);
  }

  /** The value at a rank of the sorted sample: values are taken as evenly spaced within a bin. */
  #ranked(rank: number): number {
    if (rank <= 0) return this.min;
    if (rank >= this.count - 1) return this.max;
    let before = 0;
    for (let k = 0; k < this.#counts.length; k++) {
      const held = this.#counts[k]!;
      if (held > 0 && before + held > rank) {
        const [low, high] = [edge(this.#from + k), edge(this.#from + k + 1)];
        const value = low + (high - low) * Math.min(1, (rank - before + 0.5) / held);
        return Math.min(Math.max(value, this.min), this.max);
      }
      before += held;
    }
    return this.max;
  }

  /** Makes room for bins `from` to `to`, without `to`. */
  #reach(from: number, to: number): void {
    const before = this.#counts;
    const empty = before.length === 0;
    const first = empty ? from : Math.min(from, this.#from);
    const end = empty ? to : Math.max(to, this.#from + before.length);
    if (!empty && first === this.#from && end === first + before.length) return;
    const counts = new Float64Array(end - first);
    if (!empty) counts.set(before, this.#from - first);
    this.#counts = counts;
    this.#from = first;
  }
}

/** Where a bin begins: the double with these upper bits and nothing after them. */
function edge(bin: number): number {
  const value = new Float64Array(1);
  new Uint32Array(value.buffer)[HIGH] = (bin + FIRST) << SHIFT;
  return value[0]!;
}
