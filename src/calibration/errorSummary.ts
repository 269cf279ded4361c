/** Relative errors in three numbers. */
import { quantile } from 'simple-statistics';
import type { ErrorSummary } from '../catalog/profile.ts';

export interface Pair {
  readonly predicted: number;
  readonly measured: number;
}

export function relativeError({ predicted, measured }: Pair): number {
  return predicted / measured - 1;
}

/** Null without a pair. */
export function summarise(pairs: readonly Pair[]): ErrorSummary | null {
  if (pairs.length === 0) return null;
  const errors = pairs.map((pair) => Math.abs(relativeError(pair)));
  return {
    count: errors.length,
    median: inHundredths(quantile(errors, 0.5)),
    p95: inHundredths(quantile(errors, 0.95)),
    worst: inHundredths(Math.max(...errors)),
  };
}

/** Four decimals: a hundredth of a per cent. */
function inHundredths(share: number): number {
  return Math.round(share * 1e4) / 1e4;
}
