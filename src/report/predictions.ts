/** What profiles predict, by name, and how far off their fits are. */
import type { Quantity } from '../calibration/measurement.ts';
import type { Errors, ErrorSummary, Profile } from '../catalog/profile.ts';
import type { PageColumn } from './dataTable.ts';
import { numberColumn, textColumn } from './columns.ts';
import { plain } from './format.ts';

interface Predicted {
  readonly name: string;
  readonly unit: string;
  readonly errors: keyof Errors;
}

export const PREDICTED: Readonly<Record<Quantity, Predicted>> = {
  ttft: { name: 'first token', unit: 's', errors: 'ttft' },
  speed: { name: 'decode speed', unit: 'tokens/s', errors: 'decodeSpeed' },
  decodeWatts: { name: 'decode power', unit: 'W', errors: 'decodePower' },
  prefillWatts: { name: 'prefill power', unit: 'W', errors: 'prefillPower' },
};

/** A row for each prediction and kind of rows; null where no errors are known. */
export function errorColumns({
  errors: { inSample, crossValidated, heldOut },
}: Profile): PageColumn[] | null {
  const kinds = { 'in sample': inSample, 'cross-validated': crossValidated, 'held out': heldOut };
  const rows = Object.values(PREDICTED).flatMap(({ name, errors }) =>
    Object.entries(kinds).flatMap(([how, all]) => {
      const one = all?.[errors];
      return one ? [{ ...one, name, how }] : [];
    }),
  );
  if (rows.length === 0) return null;
  const share = (heading: string, of: (one: ErrorSummary) => number): PageColumn =>
    numberColumn(heading, '%', rows, of, (value) => plain(value * 100));
  return [
    textColumn('prediction of', rows, ({ name }) => name),
    textColumn('rows', rows, ({ how }) => how),
    numberColumn('number', '', rows, ({ count }) => count),
    share('median', ({ median }) => median),
    share('p95', ({ p95 }) => p95),
    share('worst', ({ worst }) => worst),
  ];
}
