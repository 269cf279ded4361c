/**
 * Sobol's indices: which share of an output's variance over the whole cube is an input's doing. `first` by itself, `total`
 * with all it does jointly with others; what is between the two is interaction.
 */
import { bootstrapInterval } from '../../kernel/bootstrap.ts';
import type { Random } from '../../kernel/random.ts';
import { MOST_DIMENSIONS, sobolPoints } from './sequence.ts';

/** Inputs at most: two points of the sequence are drawn as one of twice the dimensions. */
export const MOST_INPUTS: number = Math.floor(MOST_DIMENSIONS / 2);

/** Saltelli's design: two independent samples, and the first with one column at a time from the second. */
export interface Design {
  readonly a: readonly (readonly number[])[];
  readonly b: readonly (readonly number[])[];
  /** By input, then by row. */
  readonly mixed: readonly (readonly (readonly number[])[])[];
}

/** The rows of a smaller design are the first of a larger one. */
export function saltelli(rows: number, inputs: number, random: Random): Design {
  const points = sobolPoints(rows, 2 * inputs, random);
  const a = points.map((point) => point.slice(0, inputs));
  const b = points.map((point) => point.slice(inputs));
  const mixed = Array.from({ length: inputs }, (_, input) =>
    a.map((row, i) => row.map((share, k) => (k === input ? b[i]![k]! : share))),
  );
  return { a, b, mixed };
}

export interface Outputs {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly mixed: readonly (readonly number[])[];
}

type Interval = readonly [number, number];

export interface Indices {
  readonly first: number;
  readonly first95: Interval | null;
  readonly total: number;
  readonly total95: Interval | null;
}

export interface Variance {
  /** Of the output over the cube. */
  readonly variance: number;
  readonly mean: number;
  /** Rows that had a value everywhere. */
  readonly rows: number;
  /** By input; null when the output does not vary. */
  readonly indices: readonly Indices[] | null;
}

/** A row: the output at its two independent points, and at the point mixed of them. */
type Row = readonly [a: number, b: number, mixed: number];

/** First-order indices as Saltelli (2010) estimates them, total ones as Jansen; intervals by resampling the rows. */
export function indices({ a, b, mixed }: Outputs, random: Random, resamples = 1000): Variance {
  const good = a.flatMap((value, i) =>
    [value, b[i]!, ...mixed.map((column) => column[i]!)].every(Number.isFinite) ? [i] : [],
  );
  const both = good.flatMap((i) => [a[i]!, b[i]!]);
  const mean = both.reduce((sum, value) => sum + value, 0) / both.length;
  const variance = varianceOf(both);
  const rows = good.length;
  const most = both.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  if (rows < 2 || !(variance > 1e-18 * most * most)) return { variance, mean, rows, indices: null };
  return {
    variance,
    mean,
    rows,
    indices: mixed.map((column) => {
      const items = good.map((i): Row => [a[i]! - mean, b[i]! - mean, column[i]! - mean]);
      return {
        first: first(items),
        first95: bootstrapInterval(items, first, random, { resamples }),
        total: total(items),
        total95: bootstrapInterval(items, total, random, { resamples }),
      };
    }),
  };
}

function first(rows: readonly Row[]): number {
  let joint = 0;
  for (const [a, b, mixed] of rows) joint += b * (mixed - a);
  return joint / rows.length / spread(rows);
}

function total(rows: readonly Row[]): number {
  let apart = 0;
  for (const [a, , mixed] of rows) apart += (a - mixed) * (a - mixed);
  return apart / (2 * rows.length) / spread(rows);
}

function spread(rows: readonly Row[]): number {
  let sum = 0;
  let squares = 0;
  for (const [a, b] of rows) {
    sum += a + b;
    squares += a * a + b * b;
  }
  const n = 2 * rows.length;
  return squares / n - (sum / n) * (sum / n);
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length;
}
