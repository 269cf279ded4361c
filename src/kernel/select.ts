/** Buckets that values are sorted into first. */
const BUCKETS = 512;
/** Fewer values than these are sorted at once. */
const FEW = 64;
/** As many values as these at most are sorted where they lie, without a call. */
const SHORT = 24;

/** Finds what stands at some ranks. It keeps what it works in: who asks of several lists in turn makes it once. */
export class Selection {
  /** Where each bucket would begin were all values sorted. */
  readonly #starts: Int32Array = new Int32Array(BUCKETS + 2);
  /** Where the next value of a bucket goes among the few; -1 for those of which nobody asks. */
  readonly #places: Int32Array = new Int32Array(BUCKETS + 1);
  /** The bucket of each value, and the values of the buckets that are asked for. */
  #buckets: Uint16Array = new Uint16Array(0);
  #few: Float64Array = new Float64Array(0);

  /**
   * What would stand at each of some ranks were the first `length` values sorted; `min` and `max` are their ends. Much
   * cheaper than sorting: one pass says how many lie in each of many equal parts of the range, another takes out the few
   * values that lie in the same part as one that is looked for.
   */
  standing(
    values: Float64Array,
    length: number,
    ranks: readonly number[],
    min: number,
    max: number,
  ): number[] {
    const scale = BUCKETS / (max - min);
    if (length < FEW || !(scale > 0 && scale < Infinity)) {
      const sorted = values.slice(0, length).sort();
      return ranks.map((rank) => sorted[rank]!);
    }
    this.#clear(length);
    const starts = this.#starts;
    const buckets = this.#buckets;
    for (let i = 0; i < length; i++) {
      // The greatest is alone in a bucket, or with others that rounding has put there.
      const bucket = ((values[i]! - min) * scale) | 0;
      buckets[i] = bucket;
      starts[bucket + 1]!++;
    }
    // The sum is kept at hand: read back from the array, each step would wait for the one before to be written.
    let below = 0;
    for (let bucket = 1; bucket <= BUCKETS + 1; bucket++) starts[bucket] = below += starts[bucket]!;
    const wanted = wantedOf(starts, ranks);
    const from = this.#taken(values, length, wanted);
    return ranks.map((rank, k) => this.#few[from[k]! + rank - starts[wanted[k]!]!]!);
  }

  #clear(length: number): void {
    if (this.#buckets.length < length) {
      this.#buckets = new Uint16Array(length);
      this.#few = new Float64Array(length);
    }
    this.#starts.fill(0);
    this.#places.fill(-1);
  }

  /** Lays the values of some buckets side by side, those of each sorted; returns where each of the buckets begins. */
  #taken(values: Float64Array, length: number, wanted: readonly number[]): number[] {
    const starts = this.#starts;
    const places = this.#places;
    const buckets = this.#buckets;
    const few = this.#few;
    const size = (bucket: number): number => starts[bucket + 1]! - starts[bucket]!;
    let end = 0;
    for (const bucket of wanted) {
      if (places[bucket]! >= 0) continue;
      places[bucket] = end;
      end += size(bucket);
    }
    for (let i = 0; i < length; i++) {
      const bucket = buckets[i]!;
      const place = places[bucket]!;
      if (place < 0) continue;
      few[place] = values[i]!;
      places[bucket] = place + 1;
    }
    let last = -1;
    return wanted.map((bucket) => {
      const from = places[bucket]! - size(bucket);
      if (bucket !== last) sort(few, from, places[bucket]!);
      last = bucket;
      return from;
    });
  }
}

/** The bucket of each rank. */
function wantedOf(starts: Int32Array, ranks: readonly number[]): number[] {
  let bucket = 0;
  return ranks.map((rank) => {
    if (rank < starts[bucket]!) bucket = 0;
    while (rank >= starts[bucket + 1]!) bucket++;
    return bucket;
  });
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
