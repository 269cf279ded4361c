/** Converts between values of an input and shares of its range. */
import { exp, log } from '../../kernel/math.ts';
import type { Input } from './result.ts';

/** The value at a share of the range, from 0 to 1. Whole numbers have equal parts of it. */
export function valueAt({ low, high, logarithmic, whole }: Input, share: number): number {
  if (logarithmic) {
    const value = share <= 0 ? low : share >= 1 ? high : exp(log(low) + share * (log(high) - log(low)));
    return whole ? Math.round(value) : tidy(value);
  }
  if (whole) return Math.min(high, Math.floor(low + share * (high - low + 1)));
  return share >= 1 ? high : tidy(low + share * (high - low));
}

/** The share of the range at which a value is: the middle of its part for whole numbers; below 0 or above 1 outside. */
export function shareOf({ low, high, logarithmic, whole }: Input, value: number): number {
  if (logarithmic) return (log(value) - log(low)) / (log(high) - log(low));
  if (whole) return (value - low + 0.5) / (high - low + 1);
  return (value - low) / (high - low);
}

/** Nine digits are more than enough, and read back the same. */
function tidy(value: number): number {
  return Number(value.toPrecision(9));
}
