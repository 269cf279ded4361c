/** The gamma function and the gamma distribution with scale 1. */
import { exp, log } from './math.ts';

const HALF_LOG_TWO_PI = 0.9189385332046728;

/** log of the gamma function, for x above 0. */
export function logGamma(x: number): number {
  // Stirling's series wants a large argument: gamma(x) = gamma(x + n) / (x (x + 1) ... (x + n - 1)).
  let product = 1;
  for (; x < 12; x++) product *= x;
  const z = 1 / (x * x);
  const series =
    (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188 - z * (691 / 360360)))))) / x;
  return (x - 0.5) * log(x) - x + HALF_LOG_TWO_PI + series - log(product);
}

/** x times the density. */
export function gammaDensityTimes(shape: number, x: number): number {
  return exp(shape * log(x) - x - logGamma(shape));
}

/** The cumulative distribution at x. */
export function gammaShare(shape: number, x: number): number {
  if (!(x > 0)) return x <= 0 ? 0 : NaN;
  if (x === Infinity) return 1;
  return x < shape + 1 ? lower(shape, x) : 1 - upper(shape, x);
}

/** The upper tail above x, without the cancellation of 1 - share. */
export function gammaShareAbove(shape: number, x: number): number {
  if (!(x > 0)) return x <= 0 ? 1 : NaN;
  if (x === Infinity) return 0;
  return x < shape + 1 ? 1 - lower(shape, x) : upper(shape, x);
}

/** The power series of the lower part. */
function lower(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (shape + n);
    sum += term;
  }
  return sum * gammaDensityTimes(shape, x);
}

/** The continued fraction of the upper part, evaluated from the front. */
function upper(shape: number, x: number): number {
  let b = x + 1 - shape;
  let c = Infinity;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < 100000; n++) {
    const a = n * (shape - n);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    const factor = c * d;
    value *= factor;
    if (factor > 1 - 2e-16 && factor < 1 + 2e-16) break;
  }
  return value * gammaDensityTimes(shape, x);
}
