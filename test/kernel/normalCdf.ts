import { gammaShare, gammaShareAbove } from '../../src/kernel/gamma.ts';

/** The share of the normal distribution below x. */
export function normalCdf(x: number): number {
  const above = 0.5 * gammaShareAbove(0.5, (x * x) / 2);
  if (x < 0) return above;
  return x > 1 ? 1 - above : 0.5 + 0.5 * gammaShare(0.5, (x * x) / 2);
}
