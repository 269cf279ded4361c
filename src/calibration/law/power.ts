/** Fits decode and prefill power to mean watts of whole loads, by shares of their time. */
import { group } from 'd3-array';
import { robustFit } from '../leastSquares.ts';
import type { Measurement } from '../measurement.ts';
import type { Prediction } from '../predict.ts';
import { serve, type ServerLaw } from './serve.ts';

export interface LawWatts {
  readonly decode: number;
  readonly prefill: number;
  /** Relative standard deviation of the residuals. */
  readonly sd: number;
  /** Predicted mean watts of each load. */
  readonly inSample: readonly Prediction[];
  /** The same by fits without that load; empty if there are too few. */
  readonly crossed: readonly Prediction[];
}

interface Load {
  readonly row: Measurement;
  readonly watts: number;
  /** Share of its time in which a prompt is read. */
  readonly reading: number;
}

/** Loads needed for cross-validation. */
const FEWEST = 4;

/** Null where no load has mean watts. */
export function fitLawWatts(rows: readonly Measurement[], server: ServerLaw): LawWatts | null {
  const known = rows.filter(({ meanWatts, load }) => meanWatts !== null && load === 'together');
  const meters = group(known, ({ meter }) => meter);
  const metered = [...meters.values()].map((group) => ({
    row: group[0]!,
    watts: group[0]!.meanWatts!,
    reading: readingShare(group, server),
  }));
  if (metered.length === 0) return null;
  const { decode, more, scale } = fit(metered);
  const crossed =
    metered.length < FEWEST
      ? []
      : metered.map((load) => predictionOf(load, fit(metered.filter((other) => other !== load))));
  return {
    decode,
    prefill: decode + more,
    sd: metered.length === 1 ? 0.1 : Math.max(0.01, scale),
    inSample: metered.map((load) => predictionOf(load, { decode, more })),
    crossed,
  };
}

/** Share of the time of all rows together in which a prompt is read, beside decoding or not. */
export function readingShare(rows: readonly Measurement[], server: ServerLaw): number {
  let reading = 0;
  let all = 0;
  for (const { batch, prompt, output } of rows) {
    const sent = Array.from({ length: batch }, () => ({ at: 0, prompt: prompt!, output: output ?? 1 }));
    const { end, first } = serve(server, sent);
    // All prompts came at once: the last first token ends the reading.
    reading += Math.max(...first);
    all += Math.max(...end);
  }
  return reading / all;
}

/** Reading a prompt never draws less: its watts are those of decoding and something more. */
function fit(loads: readonly Load[]): { decode: number; more: number; scale: number } {
  const { coefficients, scale } = robustFit(
    loads.map(({ reading }) => (loads.length === 1 ? [1] : [1, reading])),
    loads.map(({ watts }) => watts),
  );
  const [decode, more = 0] = coefficients as [number, number?];
  return { decode, more, scale };
}

function predictionOf(
  { row, watts, reading }: Load,
  { decode, more }: { decode: number; more: number },
): Prediction {
  return { row, quantity: 'decodeWatts', predicted: decode + more * reading, measured: watts };
}
