/** Doubles as their bits, for comparisons to the last one. */

const doubles = new Float64Array(2);
const integers = new BigInt64Array(doubles.buffer);

/** How many doubles lie between a and b. */
export function ulps(a: number, b: number): number {
  if (Object.is(a, b)) return 0;
  if (Number.isNaN(a) || Number.isNaN(b)) return Infinity;
  doubles[0] = a;
  doubles[1] = b;
  const distance = Number(ordinal(integers[0]!) - ordinal(integers[1]!));
  return Math.abs(distance);
}

function ordinal(bits: bigint): bigint {
  return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
}

/** A sum over all bits of all values: any change of any bit changes it. */
export function checksum(values: readonly number[]): string {
  const words = new Uint32Array(Float64Array.from(values).buffer);
  let hash = 0x811c9dc5;
  for (const word of words) hash = Math.imul(hash ^ word, 0x01000193) ^ (hash >>> 15);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
