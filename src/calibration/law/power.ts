/** Watts while decoding and while a prompt is read, from mean watts of whole loads: shares of their time. */
import { robustFit } from '../leastSquares.ts';
import type { Measurement } from '../measurement.ts';
import { sharesOf } from './shares.ts';
import type { ServerLaw } from './serve.ts';

export interface LawWatts {
  readonly decode: number;
  readonly prefill: number;
  /** Relative standard deviation of what is left over. */
  readonly sd: number;
}

/** Null where no load has mean watts. */
export function fitLawWatts(rows: readonly Measurement[], server: ServerLaw): LawWatts | null {
  const meters = new Map<string, Measurement[]>();
  for (const row of rows)
    if (row.meanWatts !== null && row.load === 'together')
      meters.set(row.meter, [...(meters.get(row.meter) ?? []), row]);
  const metered = [...meters.values()].map((group) => ({ watts: group[0]!.meanWatts!, ...sharesOf(group, server) }));
  if (metered.length === 0) return null;
  // Reading a prompt never draws less: its watts are those of decoding and something more.
  const one = metered.length === 1;
  const { coefficients, scale } = robustFit(
    metered.map(({ reading }) => (one ? [1] : [1, reading])),
    metered.map(({ watts }) => watts),
  );
  const [decode, more = 0] = coefficients as [number, number?];
  return { decode, prefill: decode + more, sd: one ? 0.1 : Math.max(0.01, scale) };
}
