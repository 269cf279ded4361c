/** Student's t distribution. */
import { betaShare } from './beta.ts';
import { logGamma } from './gamma.ts';
import { inverse } from './inverse.ts';
import { exp, log1p } from './math.ts';
import { normalQuantile } from './normal.ts';

/** The cumulative distribution at t. */
export function studentCdf(t: number, degrees: number): number {
  const square = t * t;
  // Near the middle the share between 0 and t is the small one, far out the share beyond t.
  if (square < 1) {
    const inside = betaShare(0.5, degrees / 2, square / (degrees + square)) / 2;
    return t < 0 ? 0.5 - inside : 0.5 + inside;
  }
  const beyond = betaShare(degrees / 2, 0.5, degrees / (degrees + square)) / 2;
  return t < 0 ? beyond : 1 - beyond;
}

export function studentQuantile(p: number, degrees: number): number {
  if (p === 0.5) return 0;
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : NaN;
  if (p > 0.5) return -studentQuantile(1 - p, degrees);
  const z = normalQuantile(p);
  const start = z * (1 + (z * z + 1) / (4 * degrees));
  const front = exp(logGamma((degrees + 1) / 2) - logGamma(degrees / 2)) / Math.sqrt(degrees * Math.PI);
  const density = (t: number): number => front * exp((-(degrees + 1) / 2) * log1p((t * t) / degrees));
  return inverse((t) => studentCdf(t, degrees) - p, density, start, -Infinity, 0);
}
