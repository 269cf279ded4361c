/**
 * Bounds on a mean from a few values that need not lie evenly around it. Attainment is lopsided: most runs are better
 * than their mean, a few are far worse, and Student's bound of runs that happen to lack one of those is too good too
 * often. Hall's transformation of the t statistic takes the skewness out; it is used where it makes a bound more
 * cautious, and never the other way.
 */
import { exp, log } from '../../kernel/math.ts';
import { studentQuantile } from '../../kernel/student.ts';
import { deviationOf, meanOf } from '../../kernel/spread.ts';
import type { Resampled } from '../../results.ts';
import { widening } from './recordedDemand.ts';

/**
 * Times Student's distance at most: of values that are nearly all the same but for a few, the transformation asks for
 * more than there can be. Made-up runs as lopsided as an exponential err no more often with this than without an end.
 */
const WIDEST = 2;

/** With that confidence the true mean is no less than the one, and with as much no more than the other; `drawn` where all runs draw from one log and share what it lacks. */
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

/** With that confidence the true mean is no less; of at least two values that are not all the same. */
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

/** With that confidence the true mean is no more. */
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
