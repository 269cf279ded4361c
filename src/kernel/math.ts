/**
 * Logarithm, exponential and power made of + - * / and the bits of a double alone, so that every JavaScript
 * engine gives the same bits. Within 1 ulp of the true value; not correctly rounded.
 */

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);
/** Which of the two words holds sign and exponent. */
const HIGH: number = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** ln 2 in three pieces; the first has 32 bits, so that its product with an exponent is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
/** ln 2 / 16 in two pieces; the first has 36 bits. */
const STEP_HIGH = 0.04332169878489367;
const STEP_LOW = 1.0291218489310676e-13;
const STEPS_PER_UNIT = 23.083120654223414;
const SQRT2 = 1.4142135623730951;
const SMALLEST_NORMAL = 2.2250738585072014e-308;
const TWO_54 = 18014398509481984;

/** 2^(j/16) rounded, and what the rounding left over. */
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
  if (!(x > -746)) return x < 0 ? 0 : NaN;
  if (x > 710) return Infinity;
  // x = steps ln 2 / 16 + r with |r| <= ln 2 / 32, where seven terms of the series are enough.
  const steps = Math.floor(x * STEPS_PER_UNIT + 0.5);
  const r = x - steps * STEP_HIGH - steps * STEP_LOW;
  const r2 = r * r;
  const rest = r + r2 * (0.5 + r / 6 + r2 * (1 / 24 + r / 120 + r2 * (1 / 720 + r / 5040)));
  const root = ROOTS[steps & 15]!;
  const value = root + (root * rest + ROOTS_REST[steps & 15]!);
  const k = steps >> 4;
  return k > -1022 && k < 1024 ? value * POWERS[k + 1022]! : scale(value, k);
}

/** Natural logarithm. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  let k = -1023;
  if (x < SMALLEST_NORMAL) {
    x *= TWO_54;
    k -= 54;
  }
  bits[0] = x;
  const high = words[HIGH]!;
  k += high >>> 20;
  words[HIGH] = (high & 0xfffff) | 0x3ff00000;
  let m = bits[0]!;
  if (m > SQRT2) {
    m /= 2;
    k += 1;
  }
  // With s = f / (2 + f): log(1 + f) = 2 atanh s = 2 s + s R, R the series from z = s^2 on, and 2 s = f - h + s h
  // for h = f^2 / 2. So f, which is exact, carries the value, and the divided s only a correction.
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const z2 = z * z;
  const odd = 2 / 3 + z2 * (2 / 7 + z2 * (2 / 11 + z2 * (2 / 15 + z2 * (2 / 19))));
  const even = 2 / 5 + z2 * (2 / 9 + z2 * (2 / 13 + z2 * (2 / 17 + z2 * (2 / 21))));
  const h = (f * f) / 2;
  return k * LN2_HIGH + (f - (h - (s * (h + z * (odd + z * even)) + k * LN2_LOW)));
}
