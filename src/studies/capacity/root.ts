/** Where a falling function passes zero, when each look at it costs runs. */
import { pow } from '../../kernel/math.ts';

export interface RootOptions {
  /** Above zero where all is well. Must be the same each time it is asked. */
  readonly look: (load: number) => Promise<number>;
  /** Where to begin, and the first step from there, as a factor; each further step is its square. */
  readonly from: number;
  readonly step: number;
  /** Nothing is looked at outside of these. */
  readonly least: number;
  readonly most: number;
  /** Loads are people: whole numbers. */
  readonly whole: boolean;
  /** The two ends are this close in the end, as a factor. */
  readonly close: number;
}

/** `below`: not even the least is well. `above`: the most still is. */
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
    // Whole numbers in between, and nothing so near to an end that it tells nothing.
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

/** On a straight line over the logarithm, kept off the ends, so that the bracket at least shrinks by a quarter. */
function guess(low: End, high: End): number {
  const straight = low.value / (low.value - high.value);
  const share = Math.min(0.75, Math.max(0.25, straight));
  return low.at * pow(high.at / low.at, share);
}
