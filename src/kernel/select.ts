/** Buckets that values are sorted into first. */
const BUCKETS = 512;
/** Fewer values than these are sorted at once. */
const FEW = 64;

/**
 * What would stand at each of some ranks were the first `length` values sorted; `min` and `max` are their ends. Much cheaper than sorting: one pass says how many lie in each of many equal parts of the range, another takes
 * out the few values that lie in the same part as one that is looked for.
 */
export function standing(
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
  const starts = new Int32Array(BUCKETS + 2);
  const buckets = new Uint16Array(length);
  for (let i = 0; i < length; i++) {
    // The greatest is alone in a bucket, or with others that rounding has put there.
    const bucket = ((values[i]! - min) * scale) | 0;
    buckets[i] = bucket;
    starts[bucket + 1]!++;
  }
  for (let bucket = 0; bucket <= BUCKETS; bucket++) starts[bucket + 1]! += starts[bucket]!;
  const wanted = wantedOf(starts, ranks);
  const found = taken(values, buckets, wanted, starts);
  return ranks.map((rank, k) => {
    const few = found[wanted[k]!]!;
    return few[rank - starts[wanted[k]!]!]!;
  });
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

/** The values of some buckets, sorted, by bucket. */
function taken(
  values: Float64Array,
  buckets: Uint16Array,
  wanted: readonly number[],
  starts: Int32Array,
): (Float64Array | undefined)[] {
  const isWanted = new Uint8Array(BUCKETS + 1);
  const sizes = new Int32Array(BUCKETS + 1);
  const found: (Float64Array | undefined)[] = [];
  for (const bucket of wanted) {
    isWanted[bucket] = 1;
    found[bucket] ??= new Float64Array(starts[bucket + 1]! - starts[bucket]!);
  }
  for (let i = 0; i < buckets.length; i++) {
    const bucket = buckets[i]!;
    if (isWanted[bucket] === 1) found[bucket]![sizes[bucket]!++] = values[i]!;
  }
  for (const few of found) few?.sort();
  return found;
}
