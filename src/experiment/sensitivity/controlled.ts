/** A ratio of two means, made more precise by columns whose mean is known to be zero. */
import { bootstrapInterval } from '../../kernel/bootstrap.ts';
import type { Random } from '../../kernel/random.ts';
import { meanOf } from '../spread.ts';

export interface ControlledRatio {
  readonly ratio: number;
  readonly ci95: readonly [number, number] | null;
}

/**
 * What the columns' own means miss zero by is taken off, each with the weight at which it follows the ratio from row to row
 * (control variates). A column that does not follow it gets next to no weight. The interval is from resampled rows.
 */
export function controlledRatio(
  above: readonly number[],
  below: readonly number[],
  controls: readonly (readonly number[])[],
  random: Random,
  resamples: number,
): ControlledRatio {
  const scale = meanOf(below);
  const plain = meanOf(above) / scale;
  const errors = above.map((value, i) => (value - plain * below[i]!) / scale);
  const weights = regression(controls, errors);
  // A row is all that is needed of it: above, below, and the correction it asks for.
  const rows = above.map((value, i): readonly [number, number, number] => [
    value,
    below[i]!,
    controls.reduce((sum, column, k) => sum + weights[k]! * column[i]!, 0),
  ]);
  return { ratio: corrected(rows), ci95: bootstrapInterval(rows, corrected, random, { resamples }) };
}

function corrected(rows: readonly (readonly [number, number, number])[]): number {
  let [above, below, off] = [0, 0, 0];
  for (const [x, y, z] of rows) {
    above += x;
    below += y;
    off += z;
  }
  return above / below - off / rows.length;
}

/** Weights of least squares, about the columns' means. Columns that say the same as others before them get none. */
function regression(columns: readonly (readonly number[])[], values: readonly number[]): number[] {
  const centred = (column: readonly number[]): number[] => {
    const mean = meanOf(column);
    return column.map((value) => value - mean);
  };
  const dot = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  // Gram and Schmidt: each column less what the ones before it say.
  const basis: { column: number[]; of: number[] }[] = [];
  const weights = columns.map(() => 0);
  const target = centred(values);
  columns.forEach((column, k) => {
    let left = centred(column);
    const size = dot(left, left);
    let of: number[] = columns.map((_, i) => (i === k ? 1 : 0));
    for (const other of basis) {
      const share = dot(left, other.column) / dot(other.column, other.column);
      left = left.map((value, i) => value - share * other.column[i]!);
      of = of.map((value, i) => value - share * other.of[i]!);
    }
    const rest = dot(left, left);
    if (!(rest > 1e-9 * size)) return;
    basis.push({ column: left, of });
    const share = dot(target, left) / rest;
    of.forEach((value, i) => (weights[i]! += share * value));
  });
  return weights;
}
