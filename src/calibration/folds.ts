/** Which rows a fit may see: fixed rules, so that nobody chooses. */
import type { Measurement } from './measurement.ts';

export const FOLDS = 5;

/** Rows in the order of batch, prompt, output; equal rows keep their order in the file. */
export function ordered(rows: readonly Measurement[]): Measurement[] {
  return [...rows].sort(
    (a, b) => a.batch - b.batch || (a.prompt ?? 0) - (b.prompt ?? 0) || (a.output ?? 0) - (b.output ?? 0),
  );
}

/** Fewer rows than this are all needed for the fit. */
const FEWEST = 4;

/** A fifth of the rows, rounded up, evenly spread over their order, is held out; of fewer than four rows none is. */
export function split(rows: readonly Measurement[]): { seen: Measurement[]; heldOut: Measurement[] } {
  const all = ordered(rows);
  const count = all.length < FEWEST ? 0 : Math.ceil(all.length / FOLDS);
  const out = new Set(
    Array.from({ length: count }, (_, k) => Math.floor(((2 * k + 1) * all.length) / (2 * count))),
  );
  return { seen: all.filter((_, i) => !out.has(i)), heldOut: all.filter((_, i) => out.has(i)) };
}

/**
 * Pairs of rows to fit and rows to predict: five folds of every fifth row; with fewer than ten rows each row is
 * predicted from all others.
 */
export function folds<Row>(rows: readonly Row[]): { seen: Row[]; left: Row[] }[] {
  const count = rows.length < 2 * FOLDS ? rows.length : FOLDS;
  return Array.from({ length: count }, (_, fold) => ({
    seen: rows.filter((_, i) => i % count !== fold),
    left: rows.filter((_, i) => i % count === fold),
  }));
}
