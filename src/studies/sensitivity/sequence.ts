/**
 * Sobol's sequence: points that fill the unit cube evenly. The first 2^m points have exactly one in each of 2^m equal
 * parts of every dimension, and pairs of dimensions are evenly filled too.
 */
import type { Random } from '../../kernel/random.ts';

/** Degree and inner coefficients of a primitive polynomial, and the first direction numbers. */
type Direction = readonly [degree: number, coefficients: number, first: readonly number[]];

/** Direction numbers by Joe and Kuo (2008), chosen for even two-dimensional projections. The first dimension needs none. */
export const DIRECTIONS: readonly Direction[] = [
  [1, 0, [1]],
  [2, 1, [1, 3]],
  [3, 1, [1, 3, 1]],
  [3, 2, [1, 1, 1]],
  [4, 1, [1, 1, 3, 3]],
  [4, 4, [1, 3, 5, 13]],
  [5, 2, [1, 1, 5, 5, 17]],
  [5, 4, [1, 1, 5, 5, 5]],
  [5, 7, [1, 1, 7, 11, 19]],
  [5, 11, [1, 1, 5, 1, 1]],
  [5, 13, [1, 1, 1, 3, 11]],
  [5, 14, [1, 3, 5, 5, 31]],
  [6, 1, [1, 3, 3, 9, 7, 49]],
  [6, 13, [1, 1, 1, 15, 21, 21]],
  [6, 16, [1, 3, 1, 13, 27, 49]],
  [6, 19, [1, 1, 1, 15, 7, 5]],
  [6, 22, [1, 3, 1, 15, 13, 25]],
  [6, 25, [1, 1, 5, 5, 19, 61]],
  [7, 1, [1, 3, 7, 11, 23, 15, 103]],
];

export const MOST_DIMENSIONS: number = DIRECTIONS.length + 1;
const BITS = 32;

/** The first `count` points. With `random`, all are shifted by one random digital shift, which preserves evenness. */
export function sobolPoints(count: number, dimensions: number, random?: Random): number[][] {
  const at = sobolPoint(dimensions, random);
  return Array.from({ length: count }, (_, place) => at(place));
}

/** Any point of the sequence by its number, without storing others. */
export function sobolPoint(dimensions: number, random?: Random): (place: number) => number[] {
  if (dimensions > MOST_DIMENSIONS)
    throw new RangeError(`Sobol's sequence is here for ${MOST_DIMENSIONS} dimensions: got ${dimensions}`);
  const directions = Array.from({ length: dimensions }, (_, dimension) => directionsOf(dimension));
  const shift = directions.map(() => (random ? Math.floor(random.uniform() * 4294967296) >>> 0 : 0));
  return (place) => {
    // In Gray code a single digit changes from a number to the next.
    const gray = (place ^ (place >>> 1)) >>> 0;
    return directions.map((numbers, k) => {
      let word = shift[k]!;
      for (let digit = 0; digit < BITS; digit++) if ((gray >>> digit) & 1) word ^= numbers[digit]!;
      return (word >>> 0) / 4294967296;
    });
  };
}

function directionsOf(dimension: number): Uint32Array {
  const found = new Uint32Array(BITS);
  if (dimension === 0) {
    for (let i = 0; i < BITS; i++) found[i] = 2 ** (BITS - 1 - i);
    return found;
  }
  const [degree, coefficients, first] = DIRECTIONS[dimension - 1]!;
  for (let i = 0; i < BITS; i++) {
    if (i < degree) {
      found[i] = first[i]! * 2 ** (BITS - 1 - i);
      continue;
    }
    let word = found[i - degree]! ^ (found[i - degree]! >>> degree);
    for (let k = 1; k < degree; k++) if ((coefficients >>> (degree - 1 - k)) & 1) word ^= found[i - k]!;
    found[i] = word >>> 0;
  }
  return found;
}
