/** Buckets into which values are sorted first. */
const BUCKETS = 512;
/** Fewer values than these are sorted directly. */
const FEW = 64;
/** At most this many values are sorted in place, without a call. */
const SHORT = 24;

/** Buckets of one list; those of a second list follow. */
const SIDE: number = BUCKETS + 1;

/** Ranks, or the values at these ranks: in one list, in another, and in both together. */
type OfBoth = readonly [one: readonly number[], other: readonly number[], both: readonly number[]];

/**
 * Finds the values at given ranks without sorting everything. Its buffers are reused from call to call. Lists of ranks
 * are filled in loops: arrays from `map` change their kind once compiled, and every short run reads them (V8).
 */
export class Selection {
  /** Where each bucket would begin if all values were sorted. */
  private readonly starts: Int32Array = new Int32Array(2 * SIDE + 1);
  /** Where the next value of a bucket goes among the selected values; -1 for buckets that are not needed. */
  private readonly places: Int32Array = new Int32Array(2 * SIDE);
  /** The bucket of each value, and the values of the needed buckets. */
  private buckets: Uint16Array = new Uint16Array(0);
  private few: Float64Array = new Float64Array(0);

  /**
   * The values at some ranks of the first `length` values in sorted order; `min` and `max` are their extremes. Much
   * cheaper than sorting: one pass counts the values in equal parts of the range, another collects the few that share a
   * part with a wanted rank.
   */
  standing(
    values: Float64Array,
    length: number,
    ranks: readonly number[],
    min: number,
    max: number,
  ): number[] {
    const scale = BUCKETS / (max - min);
    if (length < FEW || !(scale > 0 && scale < Infinity)) return sorted(values.slice(0, length), ranks);
    this.clear(length);
    this.count(values, length, 0, 0, min, scale);
    this.begin(SIDE);
    const wanted = this.wanted(ranks);
    const asked = this.lay(wanted);
    this.take(values, length, 0);
    this.sort(asked);
    return this.all(wanted, ranks);
  }

  /** The same for two lists, and for both together; `min` and `max` are the extremes of both. */
  standingOfBoth(
    one: Float64Array,
    ones: number,
    other: Float64Array,
    others: number,
    ranks: OfBoth,
    min: number,
    max: number,
  ): OfBoth {
    const scale = BUCKETS / (max - min);
    const length = ones + others;
    if (length < FEW || !(scale > 0 && scale < Infinity)) {
      const both = new Float64Array(length);
      both.set(one.subarray(0, ones));
      both.set(other.subarray(0, others), ones);
      return [
        sorted(one.slice(0, ones), ranks[0]),
        sorted(other.slice(0, others), ranks[1]),
        sorted(both, ranks[2]),
      ];
    }
    this.clear(length);
    this.count(one, ones, 0, 0, min, scale);
    this.count(other, others, ones, SIDE, min, scale);
    this.begin(2 * SIDE);
    // Ranks in the second list as if it followed the first.
    const behind: number[] = [];
    for (const rank of ranks[1]) behind.push(ones + rank);
    const ofOne = this.wanted(ranks[0]);
    const ofOther = this.wanted(behind);
    const ofBoth = this.wantedOfBoth(ranks[2], ones);
    const all = [...ofOne, ...ofOther, ...ofBoth];
    for (const bucket of ofBoth) all.push(SIDE + bucket);
    const asked = this.lay(all);
    this.take(one, ones, 0);
    this.take(other, others, ones);
    this.sort(asked);
    const both: number[] = [];
    for (let k = 0; k < ofBoth.length; k++) both.push(this.atOfBoth(ofBoth[k]!, ranks[2][k]!, ones));
    return [this.all(ofOne, ranks[0]), this.all(ofOther, behind), both];
  }

  private clear(length: number): void {
    if (this.buckets.length < length) {
      this.buckets = new Uint16Array(length);
      this.few = new Float64Array(length);
    }
    this.starts.fill(0);
    this.places.fill(-1);
  }

  /** Counts the values from place `from` on, whose buckets begin at `side`. */
  private count(
    values: Float64Array,
    length: number,
    from: number,
    side: number,
    min: number,
    scale: number,
  ): void {
    const starts = this.starts;
    const buckets = this.buckets;
    for (let i = 0; i < length; i++) {
      // The maximum has a bucket of its own, shared only with values that rounding puts there.
      const bucket = side + (((values[i]! - min) * scale) | 0);
      buckets[from + i] = bucket;
      starts[bucket + 1]!++;
    }
  }

  /** Turns the count of each bucket into its start. */
  private begin(buckets: number): void {
    const starts = this.starts;
    // The sum is a local variable: reading it back from the array would make each step wait for the write before.
    let below = 0;
    for (let bucket = 1; bucket <= buckets; bucket++) starts[bucket] = below += starts[bucket]!;
  }

  private wanted(ranks: readonly number[]): number[] {
    const starts = this.starts;
    const wanted: number[] = [];
    let bucket = 0;
    for (const rank of ranks) {
      if (rank < starts[bucket]!) bucket = 0;
      while (rank >= starts[bucket + 1]!) bucket++;
      wanted.push(bucket);
    }
    return wanted;
  }

  /** The bucket of each rank of both lists together, as a bucket of the first. */
  private wantedOfBoth(ranks: readonly number[], ones: number): number[] {
    const wanted: number[] = [];
    let bucket = 0;
    for (const rank of ranks) {
      if (rank < this.before(bucket, ones)) bucket = 0;
      while (rank >= this.before(bucket + 1, ones)) bucket++;
      wanted.push(bucket);
    }
    return wanted;
  }

  /** How many values of both lists lie before a bucket. */
  private before(bucket: number, ones: number): number {
    return this.starts[bucket]! + this.starts[SIDE + bucket]! - ones;
  }

  private size(bucket: number): number {
    return this.starts[bucket + 1]! - this.starts[bucket]!;
  }

  /** Reserves space for the values of some buckets, side by side; returns each of these buckets once. */
  private lay(wanted: readonly number[]): number[] {
    const places = this.places;
    const asked: number[] = [];
    let end = 0;
    for (const bucket of wanted) {
      if (places[bucket]! >= 0) continue;
      places[bucket] = end;
      end += this.size(bucket);
      asked.push(bucket);
    }
    return asked;
  }

  /** Collects the values of these buckets. */
  private take(values: Float64Array, length: number, from: number): void {
    const places = this.places;
    const buckets = this.buckets;
    const few = this.few;
    for (let i = 0; i < length; i++) {
      const bucket = buckets[from + i]!;
      const place = places[bucket]!;
      if (place < 0) continue;
      few[place] = values[i]!;
      places[bucket] = place + 1;
    }
  }

  private sort(asked: readonly number[]): void {
    for (const bucket of asked) {
      const end = this.places[bucket]!;
      sort(this.few, end - this.size(bucket), end);
    }
  }

  /** The values at some ranks, each in its bucket. */
  private all(wanted: readonly number[], ranks: readonly number[]): number[] {
    const values: number[] = [];
    for (let k = 0; k < ranks.length; k++) values.push(this.at(wanted[k]!, ranks[k]!));
    return values;
  }

  private at(bucket: number, rank: number): number {
    return this.few[this.places[bucket]! - this.size(bucket) + rank - this.starts[bucket]!]!;
  }

  /** The value at a rank within the same bucket of both lists. */
  private atOfBoth(bucket: number, rank: number, ones: number): number {
    const few = this.few;
    const end = this.places[bucket]!;
    const otherEnd = this.places[SIDE + bucket]!;
    let at = end - this.size(bucket);
    let other = otherEnd - this.size(SIDE + bucket);
    let value = NaN;
    for (let left = rank - this.before(bucket, ones); left >= 0; left--) {
      const first = other >= otherEnd || (at < end && few[at]! <= few[other]!);
      value = first ? few[at++]! : few[other++]!;
    }
    return value;
  }
}

function sorted(values: Float64Array, ranks: readonly number[]): number[] {
  values.sort();
  return ranks.map((rank) => values[rank]!);
}

function sort(values: Float64Array, from: number, to: number): void {
  if (to - from > SHORT) {
    values.subarray(from, to).sort();
    return;
  }
  for (let i = from + 1; i < to; i++) {
    const value = values[i]!;
    let k = i;
    for (; k > from && values[k - 1]! > value; k--) values[k] = values[k - 1]!;
    values[k] = value;
  }
}
