/** The Kolmogorov-Smirnov test of a sample against a distribution. */
import { exp } from '../../src/kernel/math.ts';

export interface KolmogorovTest {
  /** The largest distance between the sample's shares and the distribution's. */
  readonly distance: number;
  /** How often a sample from the distribution itself lies this far off. Good to two digits from ten values on. */
  readonly pValue: number;
}

export function kolmogorovTest(sample: readonly number[], cdf: (x: number) => number): KolmogorovTest {
  const sorted = Float64Array.from(sample).sort();
  const count = sorted.length;
  let distance = 0;
  sorted.forEach((x, i) => {
    const share = cdf(x);
    distance = Math.max(distance, share - i / count, (i + 1) / count - share);
  });
  const root = Math.sqrt(count);
  return { distance, pValue: kolmogorovAbove(distance * (root + 0.12 + 0.11 / root)) };
}

/** Share of Kolmogorov's limiting distribution above x. */
function kolmogorovAbove(x: number): number {
  if (x < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 20; k++) sum += (k % 2 === 1 ? 2 : -2) * exp(-2 * k * k * x * x);
  return Math.min(1, Math.max(0, sum));
}
