/**
 * Sobol's indices: the share of an output's variance over the cube due to an input. `first` is by itself, `total` includes
 * its interactions; the difference is interaction.
 */
import type { Random } from '../../kernel/random.ts';
import type { Indices } from './result.ts';
import { meanOf } from '../../kernel/spread.ts';
import { MOST_DIMENSIONS, sobolPoints } from './sequence.ts';
import { surrogate, type Surrogate } from './surrogate.ts';
import { bootstrapInterval } from '../../kernel/bootstrap.ts';

export const MOST_INPUTS: number = MOST_DIMENSIONS;
/**
 * Up to this many inputs, the two samples are one of twice the dimensions. With more, so few points fill some pairs of
 * dimensions unevenly and intervals would miss: the second sample is then a separate one with its rows shuffled.
 */
const TOGETHER = 5;
/** Rows shuffled among themselves, then as many again, then twice as many: early rows stay early. */
const SHUFFLED = 64;

/** Saltelli's design: two independent samples, and the first with one column at a time from the second. */
export interface Design {
  readonly a: readonly (readonly number[])[];
  readonly b: readonly (readonly number[])[];
  /** By input, then by row. */
  readonly mixed: readonly (readonly (readonly number[])[])[];
}

/** The rows of a smaller design are the first ones of a larger. */
export function saltelli(rows: number, inputs: number, random: Random): Design {
  const [a, b] = inputs <= TOGETHER ? together(rows, inputs, random) : apart(rows, inputs, random);
  const mixed = Array.from({ length: inputs }, (_, input) =>
    a.map((row, i) => row.map((share, k) => (k === input ? b[i]![k]! : share))),
  );
  return { a, b, mixed };
}

type Samples = readonly [a: readonly (readonly number[])[], b: readonly (readonly number[])[]];

function together(rows: number, inputs: number, random: Random): Samples {
  const points = sobolPoints(rows, 2 * inputs, random);
  return [points.map((point) => point.slice(0, inputs)), points.map((point) => point.slice(inputs))];
}

function apart(rows: number, inputs: number, random: Random): Samples {
  const [a, b] = [sobolPoints(rows, inputs, random), sobolPoints(rows, inputs, random)];
  for (let from = 0, to = SHUFFLED; from < rows; from = to, to *= 2)
    for (let last = Math.min(to, rows) - 1; last > from; last--) {
      const other = from + Math.floor(random.uniform() * (last - from + 1));
      [b[last], b[other]] = [b[other]!, b[last]!];
    }
  return [a, b];
}

interface Outputs {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly mixed: readonly (readonly number[])[];
}

export interface Variance {
  /** Variance of the output over the cube. */
  readonly variance: number;
  readonly mean: number;
  /** Rows with values at all points. */
  readonly rows: number;
  /** By input; null when the output does not vary. */
  readonly indices: readonly Indices[] | null;
}

/** Fewest rows with which the control weights are more than noise. */
const ENOUGH = 48;
/** Cross-fitting: each row uses a surrogate that was fitted without it. */
const FOLDS = 4;

/**
 * Total indices by Jansen's estimator, first-order ones by Saltelli (2010), intervals by resampling rows; both use the
 * exact indices of a surrogate as control variates, weighted by how well it follows the output. With a good surrogate the
 * intervals are several times narrower; with a bad one they are as wide as without.
 */
export function indices(design: Design, outputs: Outputs, random: Random, resamples = 1000): Variance {
  const good = outputs.a.flatMap((value, i) =>
    [value, outputs.b[i]!, ...outputs.mixed.map((column) => column[i]!)].every(Number.isFinite) ? [i] : [],
  );
  const pick = <Value>(column: readonly Value[]): Value[] => good.map((i) => column[i]!);
  const [a, b, mixed] = [pick(outputs.a), pick(outputs.b), outputs.mixed.map(pick)];
  const shares = { a: pick(design.a), b: pick(design.b), mixed: design.mixed.map(pick) };
  const both = [...a, ...b];
  const mean = meanOf(both);
  const variance = meanOf(both.map((value) => (value - mean) * (value - mean)));
  const rows = good.length;
  const most = both.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  if (rows < 2 || !(variance > 1e-18 * most * most)) return { variance, mean, rows, indices: null };
  const stand = standIns(shares, { a, b, mixed });
  const spread = a.map((value, i) => ((value - mean) ** 2 + (b[i]! - mean) ** 2) / 2);
  const seen = stand.map((one, i) => {
    if (!one) return null;
    const [x, y] = [one.at(shares.a[i]!) - one.mean, one.at(shares.b[i]!) - one.mean];
    return { one, x, y, spread: (x * x + y * y) / 2 - one.variance, level: (x + y) / 2, joint: x * y };
  });
  return {
    variance,
    mean,
    rows,
    indices: mixed.map((column, input) => {
      const first = column.map((value, i) => (b[i]! - mean) * (value - a[i]!));
      const total = column.map((value, i) => ((a[i]! - value) * (a[i]! - value)) / 2);
      const joint = a.map((value, i) => (value - mean) * (b[i]! - mean));
      const forFirst = rows < ENOUGH ? [] : [joint];
      const forTotal: number[][] = [];
      if (rows >= ENOUGH && seen.every((known) => known !== null)) {
        const apart = seen.map(({ one }, i) => one.at(shares.mixed[input]![i]!) - one.mean);
        forFirst.push(seen.map(({ one, x, y }, i) => y * (apart[i]! - x) - one.first[input]!));
        forTotal.push(seen.map(({ one, x }, i) => (x - apart[i]!) ** 2 / 2 - one.total[input]!));
        for (const controls of [forFirst, forTotal]) controls.push(seen.map((known) => known.spread));
      }
      const one = controlledRatio(first, spread, forFirst, random, resamples);
      const all = controlledRatio(total, spread, forTotal, random, resamples);
      return { first: one.ratio, first95: one.ci95, total: all.ratio, total95: all.ci95 };
    }),
  };
}

/** For every row a surrogate fitted to the others. */
function standIns(shares: Design, { a, b, mixed }: Outputs): (Surrogate | null)[] {
  const folds = Array.from({ length: FOLDS }, (_, fold) => {
    const rows = a.flatMap((_, i) => (foldOf(i, a.length) === fold ? [] : [i]));
    const points = rows.flatMap((i) => [
      shares.a[i]!,
      shares.b[i]!,
      ...shares.mixed.map((column) => column[i]!),
    ]);
    const values = rows.flatMap((i) => [a[i]!, b[i]!, ...mixed.map((column) => column[i]!)]);
    return surrogate(points, values);
  });
  return a.map((_, i) => folds[foldOf(i, a.length)]!);
}

/** Consecutive rows of the sequence cover the whole cube; every fourth one does not. */
function foldOf(row: number, rows: number): number {
  return Math.floor((row * FOLDS) / rows);
}

interface ControlledRatio {
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
