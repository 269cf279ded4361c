/**
 * One-sided bounds on a mean from a few values of a skewed distribution. Attainment is skewed: most runs are better than
 * the mean, a few far worse, and Student's bound from runs that happen to lack those is too optimistic too often. Hall's
 * transformation of the t statistic corrects for skewness; it is used only where it makes a bound more cautious.
 */
import { exp, log } from '../../kernel/math.ts';
import { studentQuantile } from '../../kernel/student.ts';
import { deviationOf, meanOf } from '../../kernel/spread.ts';
import type { Resampled } from '../../results.ts';
import { widening } from './demand.ts';

/**
 * Largest distance as a multiple of Student's: for values that are nearly all equal the transformation would exceed what
 * is possible. On synthetic exponential data this limit does not raise the error rate.
 */
const WIDEST = 2;

/** Lower and upper confidence bounds of the mean; `drawn` if all runs resample one log and share its sampling error. */
export function meanBounds(
  values: readonly number[],
  confidence: number,
  drawn: Resampled | null | undefined,
): readonly [number, number] {
  const [low, high] = [leastMean(values, confidence), mostMean(values, confidence)];
  if (!drawn) return [low, high];
  const mean = meanOf(values);
  const wider = widening(values.length, drawn, confidence);
  return [mean + (low - mean) * wider, mean + (high - mean) * wider];
}

/** Lower bound; needs at least two values that are not all equal. */
function leastMean(values: readonly number[], confidence: number): number {
  const n = values.length;
  const mean = meanOf(values);
  const deviation = deviationOf(values);
  const skew = Math.min(0, skewness(values, mean, deviation));
  const reach = studentQuantile(confidence, n - 1) / Math.sqrt(n);
  if (skew === 0) return mean - reach * deviation;
  const cube = 1 + skew * (reach - skew / (6 * n));
  const wider = cube <= 0 ? Infinity : (3 / skew) * (exp(log(cube) / 3) - 1);
  return mean - Math.min(WIDEST * reach, wider) * deviation;
}

/** Upper bound. */
function mostMean(values: readonly number[], confidence: number): number {
  return -leastMean(
    values.map((value) => -value),
    confidence,
  );
}

function skewness(values: readonly number[], mean: number, deviation: number): number {
  const n = values.length;
  if (n < 3) return 0;
  const cubes = values.reduce((sum, value) => sum + ((value - mean) / deviation) ** 3, 0);
  return (cubes * n) / ((n - 1) * (n - 2));
}
