/** Means with confidence intervals. An interval that cannot be justified is null. */
import { mean, variance } from 'd3-array';
import { studentQuantile } from './student.ts';

/** A mean; `ci95` is null where there is no valid interval. */
interface MeanInterval {
  readonly mean: number | null;
  readonly ci95: readonly [number, number] | null;
}

/**
 * Values that are dependent because all are drawn from one sample: the degrees of freedom of that sample, and the
 * variance that its own error adds to the mean, in units of the variance of one value.
 */
export interface QuantileQuestion {
  readonly freedom: number;
  readonly share: number;
}

/** The usual case, 20 batches within a run, computed several times per run. */
const USUAL = { level: 0.95, degrees: 19 } as const;
const USUAL_QUANTILE: number = studentQuantile((1 + USUAL.level) / 2, USUAL.degrees);

const INDEPENDENT: QuantileQuestion = { freedom: Infinity, share: 0 };

/**
 * The mean of independent values with Student's interval (95 % by default). The interval is null for fewer than two
 * values, and when all are equal: then nothing random differs between them.
 */
export function meanInterval(
  values: readonly number[],
  level = 0.95,
  { freedom, share }: QuantileQuestion = INDEPENDENT,
): MeanInterval {
  const count = values.length;
  const centre = mean(values);
  if (centre === undefined) return { mean: null, ci95: null };
  if (count < 2) return { mean: centre, ci95: null };
  if (values.every((value) => value === values[0])) return { mean: values[0]!, ci95: null };
  const spread = variance(values)!;
  const degrees = Math.min(count - 1, freedom);
  const quantile =
    level === USUAL.level && degrees === USUAL.degrees
      ? USUAL_QUANTILE
      : studentQuantile((1 + level) / 2, degrees);
  const half = quantile * Math.sqrt(spread / count + spread * share);
  return { mean: centre, ci95: Number.isFinite(half) ? [centre - half, centre + half] : null };
}
