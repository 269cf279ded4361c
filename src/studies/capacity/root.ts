/** The root of a decreasing function whose evaluations are expensive simulations. */
import { pow } from '../../kernel/math.ts';

interface RootOptions {
  /** Positive while the slo is met. Must be deterministic. */
  readonly look: (load: number) => Promise<number>;
  /** The first load, and the first step from there, as a factor; each further step is its square. */
  readonly from: number;
  readonly step: number;
  /** The range of loads. */
  readonly least: number;
  readonly most: number;
  /** Whether loads are whole numbers (users). */
  readonly whole: boolean;
  /** Final ratio of the two ends of the bracket. */
  readonly close: number;
}

/** `below`: even the least is negative. `above`: even the most is positive. */
export type Root = { readonly at: number; readonly low: number; readonly high: number } | 'below' | 'above';

export async function root(options: RootOptions): Promise<Root> {
  const { look, least, most, whole, close } = options;
  const fit = (load: number): number => Math.min(most, Math.max(least, whole ? Math.round(load) : load));
  let step = options.step;
  let at = fit(options.from);
  let value = await look(at);
  let low = value >= 0 ? { at, value } : null;
  let high = value >= 0 ? null : { at, value };
  while (!low || !high) {
    const next = low
      ? fit(whole ? Math.max(low.at + 1, low.at * step) : low.at * step)
      : fit(whole ? Math.min(high!.at - 1, high!.at / step) : high!.at / step);
    if (next === at) return low ? 'above' : 'below';
    at = next;
    value = await look(at);
    if (value >= 0) low = { at, value };
    else high = { at, value };
    step = Math.min(2, step * step);
  }
  while (whole ? high.at - low.at > 1 : high.at / low.at > close) {
    at = fit(guess(low, high));
    // Whole numbers inside the bracket, away from its ends, where a value would say little.
    if (whole) at = Math.min(high.at - 1, Math.max(low.at + 1, at));
    value = await look(at);
    if (value >= 0) low = { at, value };
    else high = { at, value };
  }
  if (whole) return { at: low.at, low: low.at, high: high.at };
  const share = low.value / (low.value - high.value);
  return { at: low.at + share * (high.at - low.at), low: low.at, high: high.at };
}

interface End {
  readonly at: number;
  readonly value: number;
}

/** Interpolates over the logarithm, away from the ends, so that the bracket shrinks by at least a quarter. */
function guess(low: End, high: End): number {
  const straight = low.value / (low.value - high.value);
  const share = Math.min(0.75, Math.max(0.25, straight));
  return low.at * pow(high.at / low.at, share);
}
