/** The beta distribution. */
import { logGamma } from './gamma.ts';
import { exp, log, log1p } from './math.ts';

/** The cumulative distribution at x, from 0 to 1. */
export function betaShare(a: number, b: number, x: number): number {
  if (!(x > 0 && x < 1)) return x <= 0 ? 0 : x >= 1 ? 1 : NaN;
  // The fraction converges fast on the side of the mean where the share is small.
  return x < (a + 1) / (a + b + 2) ? lower(a, b, x) : 1 - lower(b, a, 1 - x);
}

function lower(a: number, b: number, x: number): number {
  const front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x)) / a;
  // A continued fraction evaluated from the front: its numerators come in pairs.
  let c = Infinity;
  let d = 1;
  let value = 1;
  for (let m = 0; m < 10000; m++) {
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    const even = ((m + 1) * (b - m - 1) * x) / ((a + 2 * m + 1) * (a + 2 * m + 2));
    c = 1 + odd / c;
    d = 1 / (1 + odd * d);
    value *= c * d;
    c = 1 + even / c;
    d = 1 / (1 + even * d);
    const factor = c * d;
    value *= factor;
    if (factor > 1 - 2e-16 && factor < 1 + 2e-16) break;
  }
  return front * value;
}
