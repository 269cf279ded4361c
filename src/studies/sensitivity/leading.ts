/** The inputs that an output depends on most, and whether the first of them is known to be. */
import type { Indices, Input } from './result.ts';

/** No share is above 1; an estimate from few rows may be a little, and where it is far above it says nothing. */
const SETTLED = 1.25;

export interface LeadingInput extends Indices {
  /** Its place among the inputs. */
  readonly i: number;
  readonly name: string;
}

export interface Leading {
  /** By their total share of the variance, the largest first. */
  readonly order: readonly [LeadingInput, ...LeadingInput[]];
  /** Whether the first is known to be first. */
  readonly apart: boolean;
  /** Whether the shares say anything at all. */
  readonly settled: boolean;
}

/** Null where no input has a share. */
export function leading(inputs: readonly Input[], indices: readonly (Indices | null)[]): Leading | null {
  const order = indices
    .flatMap((one, i) => (one ? [{ ...one, i, name: inputs[i]!.name }] : []))
    .toSorted((a, b) => b.total - a.total);
  const [most, next] = order;
  if (most === undefined) return null;
  const apart =
    next === undefined ||
    (most.total95 !== null && next.total95 !== null && most.total95[0] > next.total95[1]);
  return { order: [most, ...order.slice(1)], apart, settled: most.total <= SETTLED };
}
