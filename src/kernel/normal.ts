/** The normal distribution with mean 0 and variance 1. */
import { log } from './math.ts';

/** A rational function: coefficients of numerator and denominator alternating, from the constant up. */
type Quotient = Float64Array;

/** For shares within 0.425 of the middle, in 0.425^2 - q^2. */
const CENTRE: Quotient = Float64Array.of(
  3.3871328727963665,
  1,
  133.14166789178438,
  42.31333070160091,
  1971.5909503065513,
  687.1870074920579,
  13731.69376550946,
  5394.196021424751,
  45921.95393154987,
  21213.794301586597,
  67265.7709270087,
  39307.89580009271,
  33430.57558358813,
  28729.085735721943,
  2509.0809287301227,
  5226.495278852854,
);
/** For tail shares down to e^-25, in sqrt(-log share) - 1.6. */
const SHOULDER: Quotient = Float64Array.of(
  1.4234371107496835,
  1,
  4.630337846156546,
  2.053191626637759,
  5.769497221460691,
  1.6763848301838038,
  3.6478483247632045,
  0.6897673349851,
  1.2704582524523684,
  0.14810397642748008,
  0.2417807251774506,
  0.015198666563616457,
  0.022723844989269184,
  0.0005475938084995345,
  0.0007745450142783414,
  1.0507500716444169e-9,
);
/** For smaller shares, in sqrt(-log share) - 5. */
const TAIL: Quotient = Float64Array.of(
  6.657904643501103,
  1,
  5.463784911164114,
  0.599832206555888,
  1.7848265399172913,
  0.1369298809227358,
  0.29656057182850487,
  0.014875361290850615,
  0.026532189526576124,
  0.0007868691311456133,
  0.0012426609473880784,
  1.8463183175100548e-5,
  2.7115555687434876e-5,
  1.421511758316446e-7,
  2.0103343992922881e-7,
  2.0442631033899397e-15,
);

/** The quantile at u, to nearly full precision: Wichura's rational functions (Applied Statistics AS 241). */
export function normalQuantile(u: number): number {
  const q = u - 0.5;
  if (q >= -0.425 && q <= 0.425) return q * quotient(CENTRE, 0.180625 - q * q);
  const outside = q < 0 ? u : 1 - u;
  if (!(outside > 0)) return outside === 0 ? q * Infinity : NaN;
  const r = Math.sqrt(-log(outside));
  const x = r <= 5 ? quotient(SHOULDER, r - 1.6) : quotient(TAIL, r - 5);
  return q < 0 ? -x : x;
}

function quotient(of: Quotient, r: number): number {
  let above = 0;
  let below = 0;
  for (let i = of.length - 2; i >= 0; i -= 2) {
    above = above * r + of[i]!;
    below = below * r + of[i + 1]!;
  }
  return above / below;
}
