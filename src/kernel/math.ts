/**
 * Logarithm, exponential and power made of + - * / and the bits of a double alone, so that every JavaScript
 * engine gives the same bits. Within 1 ulp of the true value; not correctly rounded.
 */

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);
/** Index of the word with sign and exponent. */
const HIGH: number = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** ln 2 in three pieces; the first has 32 bits, so that its product with an exponent is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
/** ln 2 / 16 in two pieces; the first has 36 bits. */
const STEP_HIGH = 0.04332169878489367;
const STEP_LOW = 1.0291218489310676e-13;
const STEPS_PER_UNIT = 23.083120654223414;
/** 1.5 x 2^52: adding and subtracting it rounds to the nearest whole number. */
const ROUNDER = 6755399441055744;
const SQRT2 = 1.4142135623730951;
const SMALLEST_NORMAL = 2.2250738585072014e-308;
const SIXTH: number = 1 / 6;
/** The rounding errors of 1 / 3 and 0.2 as doubles: 1/3 = double + THIRD_REST. */
const THIRD_REST = 1.850371707708594e-17;
const FIFTH_EXCESS = 1.1102230246251566e-17;

/** 2^(j/16) rounded, and the rounding errors. */
const ROOTS: Float64Array = Float64Array.of(
  1,
  1.0442737824274138,
  1.0905077326652577,
  1.1387886347566916,
  1.189207115002721,
  1.241857812073484,
  1.2968395546510096,
  1.3542555469368927,
  1.4142135623730951,
  1.4768261459394993,
  1.5422108254079407,
  1.6104903319492543,
  1.681792830507429,
  1.7562521603732995,
  1.8340080864093424,
  1.9152065613971474,
);
const ROOTS_REST: Float64Array = Float64Array.of(
  0,
  8.551889705537965e-17,
  -3.046782079812471e-17,
  8.912812676025408e-17,
  3.982015231465646e-17,
  4.658027591836937e-17,
  2.5382502794888315e-17,
  7.70094837980299e-17,
  -9.667293313452913e-17,
  -3.483994556892796e-17,
  7.949834809697621e-17,
  2.4707192569797888e-17,
  8.199010020581497e-17,
  2.960140695448873e-17,
  3.283107224245627e-17,
  -1.0619946056195963e-16,
);

/** 2^k at k + 1022, for every k of a normal double. */
const POWERS: Float64Array = powersOfTwo();

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2046);
  powers[1022] = 1;
  for (let k = 1023; k < 2046; k++) powers[k] = powers[k - 1]! * 2;
  for (let k = 1021; k >= 0; k--) powers[k] = powers[k + 1]! / 2;
  return powers;
}

/** value x 2^k for any k an exponential can need, subnormal results included. */
function scale(value: number, k: number): number {
  if (k < -1022) return k < -1080 ? 0 : (value * POWERS[k + 1022 + 64]!) / 18446744073709551616;
  return k > 1023 ? value * 2 * POWERS[k + 1021]! : value * POWERS[k + 1022]!;
}

export function exp(x: number): number {
  return expOfSum(x, 0);
}

/** `exp` of all of them, in place. */
export function expAll(values: Float64Array): void {
  for (let k = 0; k < values.length; k++) values[k] = expOfSum(values[k]!, 0);
}

/** exp(x + rest), rest being far below the last bit of x. */
function expOfSum(x: number, rest: number): number {
  if (!(x > -708 && x < 709)) return expAtEdge(x, rest);
  const steps = x * STEPS_PER_UNIT + ROUNDER - ROUNDER;
  return fraction(x, steps, rest) * POWERS[(steps >> 4) + 1022]!;
}

/** The same where the result may be subnormal, infinite or NaN. */
function expAtEdge(x: number, rest: number): number {
  if (!(x > -746)) return x < 0 ? 0 : NaN;
  if (x > 710) return Infinity;
  const steps = x * STEPS_PER_UNIT + ROUNDER - ROUNDER;
  return scale(fraction(x, steps, rest), steps >> 4);
}

/** exp(x + rest) without the whole octaves in `steps`: x = steps ln 2 / 16 + r with |r| <= ln 2 / 32, where seven terms suffice. */
function fraction(x: number, steps: number, rest: number): number {
  const r = x - steps * STEP_HIGH - (steps * STEP_LOW - rest);
  const r2 = r * r;
  const series = r + r2 * (0.5 + r * SIXTH + r2 * (1 / 24 + r * (1 / 120) + r2 * (1 / 720 + r * (1 / 5040))));
  const root = ROOTS[steps & 15]!;
  return root + (root * series + ROOTS_REST[steps & 15]!);
}

/** The k for which x / 2^k lies between 0.707 and 1.414; x not subnormal and below 2^1022. */
function octave(x: number): number {
  bits[0] = x;
  const k = (words[HIGH]! >>> 20) - 1023;
  return x * POWERS[1022 - k]! > SQRT2 ? k + 1 : k;
}

/** Brings x into the range of `octave` by a power of two. */
function shiftFor(x: number): number {
  return x < SMALLEST_NORMAL ? 54 : x > 1e300 ? -54 : 0;
}

/** Natural logarithm. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  const shift = shiftFor(x);
  if (shift !== 0) x *= POWERS[shift + 1022]!;
  const k = octave(x);
  // With s = f / (2 + f): log(1 + f) = 2 atanh s = 2 s + s R, R the series from s^2 on, and 2 s = f - h + s h
  // for h = f^2 / 2. So f, which is exact, carries the value, and the divided s only a correction.
  const f = x * POWERS[1022 - k]! - 1;
  const s = f / (2 + f);
  const z = s * s;
  const z2 = z * z;
  const odd = 2 / 3 + z2 * (2 / 7 + z2 * (2 / 11 + z2 * (2 / 15 + z2 * (2 / 19))));
  const even = 2 / 5 + z2 * (2 / 9 + z2 * (2 / 13 + z2 * (2 / 17 + z2 * (2 / 21))));
  const h = 0.5 * f * f;
  const octaves = k - shift;
  return octaves * LN2_HIGH + (f - (h - (s * (h + z * (odd + z * even)) + octaves * LN2_LOW)));
}

/** x^y for x of at least 0; NaN for a negative x. Exact where the result is a double. */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (!(x > 0) || x === Infinity || !(y < Infinity && y > -Infinity)) return powAtEdge(x, y);
  const shift = shiftFor(x);
  if (shift !== 0) x *= POWERS[shift + 1022]!;
  const k = octave(x);
  // The logarithm with about 20 more bits than a double has, as a sum of two: its error grows with y log x.
  const m = x * POWERS[1022 - k]!;
  const f = m - 1;
  const below = m + 1;
  const s = f / below;
  const product = s * below;
  const sRest = (f - product - rounding(s, below, product) - s * (m - (below - 1))) / below;
  const z = s * s;
  const zRest = rounding(s, s, z) + 2 * s * sRest;
  let far = 0;
  for (let odd = 29; odd > 5; odd -= 2) far = z * (1 / odd + far);
  const fifth = 0.2 + far;
  const fifthRest = 0.2 - fifth + far - FIFTH_EXCESS;
  const zFifth = z * fifth;
  const third = 1 / 3 + zFifth;
  const thirdRest =
    1 / 3 - third + zFifth + (rounding(z, fifth, zFifth) + z * fifthRest + zRest * fifth) + THIRD_REST;
  const series = z * third;
  const seriesRest = rounding(z, third, series) + z * thirdRest + zRest * third;
  const correction = 2 * s * series;
  const octaves = (k - shift) * LN2_HIGH;
  const near = 2 * s + correction;
  const logarithm = octaves + near;
  const logarithmRest =
    (octaves === 0 ? 0 : octaves - logarithm + near) +
    (2 * s - near + correction) +
    (rounding(2 * s, series, correction) +
      2 * s * seriesRest +
      2 * sRest * (1 + series) +
      (k - shift) * LN2_LOW);
  const power = y * logarithm;
  if (!(power > -746 && power < 710)) return power < 0 ? 0 : Infinity;
  return expOfSum(power, rounding(y, logarithm, power) + y * logarithmRest);
}

function powAtEdge(x: number, y: number): number {
  if (!(x >= 0) || y !== y) return NaN;
  const towardsZero = x < 1 === y > 0;
  return towardsZero ? 0 : Infinity;
}

/** The rounding error of the product of a and b. */
function rounding(a: number, b: number, product: number): number {
  const aUpper = 134217729 * a - (134217729 * a - a);
  const bUpper = 134217729 * b - (134217729 * b - b);
  const aLower = a - aUpper;
  const bLower = b - bUpper;
  return aLower * bLower - (product - aUpper * bUpper - aLower * bUpper - aUpper * bLower);
}

/** log(1 + x), accurate for small x. */
export function log1p(x: number): number {
  const sum = 1 + x;
  return sum === 1 ? x : sum === Infinity ? sum : (log(sum) * x) / (sum - 1);
}

/** exp(x) - 1, accurate for small x. */
export function expm1(x: number): number {
  const power = exp(x);
  if (power === 1) return x;
  return power - 1 === -1 || power === Infinity ? power - 1 : ((power - 1) * x) / log(power);
}
