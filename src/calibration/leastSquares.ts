/** Least squares with coefficients that may not be negative, on relative errors, robust to outliers. */
import { median } from 'simple-statistics';

export interface Fitted {
  readonly coefficients: readonly number[];
  /** Covariance of the coefficients; rows and columns of those held at zero are zero. */
  readonly covariance: readonly (readonly number[])[];
  /** Robust standard deviation of the relative residuals. */
  readonly scale: number;
}

/** Huber's threshold, in standard deviations. */
const HUBER = 1.345;
const MAD_TO_SD = 1.4826;
const ROUNDS = 30;

/**
 * Fits y = X c, c >= 0, minimising relative errors with Huber's weights. At most five columns: every subset of them
 * is tried, which is exact and, for so few, fast.
 */
export function robustFit(x: readonly (readonly number[])[], y: readonly number[]): Fitted {
  const width = x[0]?.length ?? 0;
  if (width === 0 || width > 5) throw new RangeError(`1 to 5 columns can be fitted, not ${width}`);
  const base = y.map((value) => 1 / (value * value));
  let weights = base;
  let coefficients = nonNegative(x, y, weights);
  let scale = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const errors = y.map((value, i) => dot(x[i]!, coefficients) / value - 1);
    scale = Math.max(median(errors.map(Math.abs)) * MAD_TO_SD, 1e-9);
    weights = base.map((weight, i) => weight * Math.min(1, (HUBER * scale) / Math.abs(errors[i]!)));
    const next = nonNegative(x, y, weights);
    const moved = next.some((value, i) => Math.abs(value - coefficients[i]!) > 1e-7 * Math.abs(value));
    coefficients = next;
    if (!moved) break;
  }
  return { coefficients, covariance: covariance(x, weights, coefficients, scale, y.length), scale };
}

export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** The best weighted fit without a negative coefficient. */
export function nonNegative(
  x: readonly (readonly number[])[],
  y: readonly number[],
  weights: readonly number[],
): number[] {
  const width = x[0]!.length;
  const all = columnsOf((1 << width) - 1, width);
  const matrix = normal(x, weights, all);
  const rhs = all.map((a) => x.reduce((sum, row, i) => sum + weights[i]! * row[a]! * y[i]!, 0));
  let best: number[] = new Array<number>(width).fill(0);
  let least = Infinity;
  for (let mask = 1; mask < 1 << width; mask++) {
    const columns = columnsOf(mask, width);
    const solved = solve(
      columns.map((a) => columns.map((b) => matrix[a]![b]!)),
      columns.map((a) => rhs[a]!),
    );
    if (!solved || solved.some((value) => value < 0)) continue;
    const candidate = new Array<number>(width).fill(0);
    columns.forEach((column, i) => (candidate[column] = solved[i]!));
    let loss = 0;
    for (let i = 0; i < y.length; i++) loss += weights[i]! * (y[i]! - dot(x[i]!, candidate)) ** 2;
    if (loss < least * (1 - 1e-12)) {
      least = loss;
      best = candidate;
    }
  }
  return best;
}

function columnsOf(mask: number, width: number): number[] {
  return Array.from({ length: width }, (_, i) => i).filter((i) => (mask >> i) & 1);
}

function normal(
  x: readonly (readonly number[])[],
  weights: readonly number[],
  columns: readonly number[],
): number[][] {
  return columns.map((a) =>
    columns.map((b) => x.reduce((sum, row, i) => sum + weights[i]! * row[a]! * row[b]!, 0)),
  );
}

/** Gauss elimination on the matrix scaled to a unit diagonal; undefined when it is singular for all practical purposes. */
export function solve(matrix: readonly (readonly number[])[], rhs: readonly number[]): number[] | undefined {
  const size = rhs.length;
  const norm = matrix.map((row, i) => Math.sqrt(row[i]!));
  if (norm.some((value) => !(value > 0))) return undefined;
  const m = matrix.map((row, i) => [
    ...row.map((value, j) => value / (norm[i]! * norm[j]!)),
    rhs[i]! / norm[i]!,
  ]);
  for (let i = 0; i < size; i++) {
    let pivot = i;
    for (let j = i + 1; j < size; j++) if (Math.abs(m[j]![i]!) > Math.abs(m[pivot]![i]!)) pivot = j;
    [m[i], m[pivot]] = [m[pivot]!, m[i]!];
    if (Math.abs(m[i]![i]!) < 1e-11) return undefined;
    for (let j = 0; j < size; j++) {
      if (j === i) continue;
      const factor = m[j]![i]! / m[i]![i]!;
      for (let k = i; k <= size; k++) m[j]![k]! -= factor * m[i]![k]!;
    }
  }
  return m.map((row, i) => row[size]! / row[i]! / norm[i]!);
}

function covariance(
  x: readonly (readonly number[])[],
  weights: readonly number[],
  coefficients: readonly number[],
  scale: number,
  count: number,
): number[][] {
  const width = coefficients.length;
  const full = Array.from({ length: width }, () => new Array<number>(width).fill(0));
  const columns = columnsOf((1 << width) - 1, width).filter((i) => coefficients[i]! > 0);
  if (columns.length === 0 || count <= columns.length) return full;
  const matrix = normal(x, weights, columns);
  const spread = (scale * scale * count) / (count - columns.length);
  columns.forEach((column, i) => {
    const unit = columns.map((_, j) => (j === i ? 1 : 0));
    const inverse = solve(matrix, unit);
    if (inverse) columns.forEach((row, j) => (full[row]![column] = inverse[j]! * spread));
  });
  return full;
}
