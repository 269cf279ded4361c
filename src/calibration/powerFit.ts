/** Watts while decoding and while prefilling, as the meter reads them, before any rule brings them to the whole board. */
import { median } from 'simple-statistics';
import { stepOf, type StepLaw } from './stepFit.ts';
import { usable, type Measurement } from './measurement.ts';
import { robustFit } from './leastSquares.ts';

interface PowerFit {
  readonly watts: number;
  /** Standard deviation of `watts`. */
  readonly sd: number;
  readonly count: number;
}

/** Decode power does not follow prompt or output in any grid measured so far: one robust mean. */
export function fitDecodeWatts(rows: readonly Measurement[]): PowerFit | null {
  const known = rows.filter((row) => usable(row, 'decodeWatts') !== null);
  if (known.length === 0) return null;
  const { coefficients, covariance } = robustFit(
    known.map(() => [1]),
    known.map((row) => row.decodeWatts!),
  );
  return { watts: coefficients[0]!, sd: Math.sqrt(covariance[0]![0]!), count: known.length };
}

/** Prefills shorter than this say little to a meter that is read about once a second. */
const METER_WINDOW = 1;

/**
 * Sustained prefill power. A slow meter still shows some idle at the start of a prefill, so a reading over t seconds
 * is sustained - lost / t; both are fitted. Null without enough prefills that last longer than the meter's window.
 */
export function fitPrefillWatts(
  rows: readonly Measurement[],
): (PowerFit & { readonly lostJoules: number }) | null {
  const known = rows.filter((row) => usable(row, 'prefillWatts') !== null && row.ttft !== null);
  const long = known.filter((row) => row.ttft! >= METER_WINDOW);
  if (long.length < 5) {
    const steady = known.filter((row) => row.ttft! >= 5 * METER_WINDOW);
    if (steady.length === 0) return null;
    const watts = median(steady.map((row) => row.prefillWatts!));
    return { watts, sd: 0, count: steady.length, lostJoules: 0 };
  }
  // 1 - t0 / t rises with t, so both coefficients come out positive: W = a + b (1 - t0 / t), sustained = a + b.
  const { coefficients, covariance } = robustFit(
    long.map((row) => [1, 1 - METER_WINDOW / row.ttft!]),
    long.map((row) => row.prefillWatts!),
  );
  const [start, rise] = coefficients as [number, number];
  const variance = covariance[0]![0]! + covariance[1]![1]! + 2 * covariance[0]![1]!;
  return {
    watts: start + rise,
    sd: Math.sqrt(Math.max(0, variance)),
    count: long.length,
    lostJoules: rise * METER_WINDOW,
  };
}

/** Seconds a row's decode lasted, by the fitted step time; what a power reading was averaged over. */
export function decodeSeconds(step: StepLaw, row: Measurement): number {
  return stepOf(step, row) * Math.max(0, (row.output ?? 1) - 1);
}
