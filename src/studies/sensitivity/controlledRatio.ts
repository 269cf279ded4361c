/** A ratio of two means with control variates: columns whose mean is known to be zero. */
import { bootstrapInterval } from '../../kernel/bootstrap.ts';
import type { Random } from '../../kernel/random.ts';
import { meanOf } from '../../kernel/spread.ts';

export interface ControlledRatio {
  readonly ratio: number;
  readonly ci95: readonly [number, number] | null;
}

/**
 * The deviations of the columns' sample means from zero are subtracted, weighted by regression of numerator and
 * denominator on them. A column that is uncorrelated gets almost no weight. The interval is from resampled rows.
 */
export function controlledRatio(
  above: readonly number[],
  below: readonly number[],
  controls: readonly (readonly number[])[],
  random: Random,
  resamples: number,
): ControlledRatio {
  const corrected = (values: readonly number[]): number[] => {
    const weights = regression(controls, values);
    return values.map((value, i) =>
      controls.reduce((sum, column, k) => sum - weights[k]! * column[i]!, value),
    );
  };
  const [top, bottom] = [corrected(above), corrected(below)];
  const rows = top.map((value, i): readonly [number, number] => [value, bottom[i]!]);
  return { ratio: ratioOf(rows), ci95: bootstrapInterval(rows, ratioOf, random, { resamples }) };
}

function ratioOf(rows: readonly (readonly [number, number])[]): number {
  let [above, below] = [0, 0];
  for (const [x, y] of rows) {
    above += x;
    below += y;
  }
  return above / below;
}

/** Least-squares weights, about the columns' means. Columns that depend linearly on earlier ones get none. */
function regression(columns: readonly (readonly number[])[], values: readonly number[]): number[] {
  const centred = (column: readonly number[]): number[] => {
    const mean = meanOf(column);
    return column.map((value) => value - mean);
  };
  const dot = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  // Gram-Schmidt: the part of each column orthogonal to the earlier ones.
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
