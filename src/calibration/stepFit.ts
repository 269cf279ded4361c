/** Decode step time from measured speeds: fixed + per sequence + per cached token. */
import { baseSeconds, type Pace } from '../kernel/pace.ts';
import { meanContext, stepSeconds, usable, type Measurement } from './measurement.ts';
import { robustFit, type Fitted } from './leastSquares.ts';

export type StepLaw = Pace['step'];

interface StepFit {
  readonly step: StepLaw;
  readonly fitted: Fitted;
}

export function fitStep(rows: readonly Measurement[]): StepFit {
  const known = rows.filter((row) => usable(row, 'speed') !== null);
  const batched = new Set(known.map((row) => row.batch)).size > 1;
  const fitted = robustFit(
    known.map((row) => {
      const cached = row.batch * meanContext(row);
      return batched ? [1, row.batch, cached] : [1, cached];
    }),
    known.map((row) => stepSeconds(row, row.speed!)),
  );
  const c = fitted.coefficients;
  const step = batched
    ? { fixed: c[0]!, perSequence: c[1]!, perCachedToken: c[2]! }
    : { fixed: c[0]!, perSequence: 0, perCachedToken: c[1]! };
  return { step, fitted };
}

/** Mean seconds of one step of a batch of rows like this one. */
export function stepOf(step: StepLaw, row: Measurement): number {
  if (step.alone === undefined && step.experts === undefined && step.table === undefined)
    return step.fixed + row.batch * (step.perSequence + step.perCachedToken * meanContext(row));
  return baseSeconds(step, row.batch) + row.batch * step.perCachedToken * meanContext(row);
}
