/** Predicts what a measured row should have shown. */
import { prefillSeconds, type Pace } from '../kernel/pace.ts';
import type { Errors } from '../catalog/profile.ts';
import { summarise, type Pair } from './errorSummary.ts';
import { shownSpeed, usable, type Measurement, type Quantity } from './measurement.ts';
import { stepOf } from './stepFit.ts';

/** The fitted side of a prediction; watts as the meter would read them. */
export interface Predictor {
  readonly pace: Pace;
  readonly decodeWatts: number | null;
  readonly prefillWatts: { readonly watts: number; readonly lostJoules: number } | null;
}

export interface Prediction extends Pair {
  readonly row: Measurement;
  readonly quantity: Quantity;
}

export const QUANTITIES: readonly Quantity[] = ['ttft', 'speed', 'decodeWatts', 'prefillWatts'];

export function predict(
  predictor: Predictor,
  rows: readonly Measurement[],
  quantity: Quantity,
): Prediction[] {
  return rows.flatMap((row) => {
    const measured = usable(row, quantity);
    const predicted = measured === null ? null : one(predictor, row, quantity);
    return measured === null || predicted === null ? [] : [{ row, quantity, predicted, measured }];
  });
}

function one(
  { pace, decodeWatts, prefillWatts }: Predictor,
  row: Measurement,
  quantity: Quantity,
): number | null {
  switch (quantity) {
    case 'ttft':
      return row.prompt === null ? null : prefillSeconds(pace, row.prompt);
    case 'speed':
      return shownSpeed(row, stepOf(pace.step, row));
    case 'decodeWatts':
      return decodeWatts;
    case 'prefillWatts':
      return prefillWatts && row.ttft ? prefillWatts.watts - prefillWatts.lostJoules / row.ttft : null;
  }
}

export function errorsOf(predictions: readonly Prediction[]): Errors {
  const of = (quantity: Quantity): Errors['ttft'] =>
    summarise(predictions.filter((each) => each.quantity === quantity));
  return {
    ttft: of('ttft'),
    decodeSpeed: of('speed'),
    decodePower: of('decodeWatts'),
    prefillPower: of('prefillWatts'),
  };
}
