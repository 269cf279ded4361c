/**
 * A polynomial approximation of an output over the unit cube. Its variance shares are known exactly, so that only its
 * error remains to be estimated. It is useful even with a poor fit, and is never reported itself.
 */

export interface Surrogate {
  at(shares: readonly number[]): number;
  readonly mean: number;
  readonly variance: number;
  /** Parts of the variance by input: of an input alone, and including its interactions. */
  readonly first: readonly number[];
  readonly total: readonly number[];
}

/** Points per term of the polynomial, and most terms. */
const PER_TERM = 6;
const MOST_TERMS = 70;
const MOST_DEGREE = 9;

/** By least squares; null for too few points. */
export function surrogate(
  points: readonly (readonly number[])[],
  values: readonly number[],
): Surrogate | null {
  const inputs = points[0]?.length ?? 0;
  const all = terms(inputs, Math.min(MOST_TERMS, Math.floor(points.length / PER_TERM)));
  if (all.length < 2) return null;
  const weights = leastSquares(
    points.map((shares) => row(all, shares)),
    values,
  );
  if (weights === null) return null;
  const part = (takes: (degrees: readonly number[]) => boolean): number =>
    all.reduce((sum, degrees, t) => (takes(degrees) ? sum + weights[t]! * weights[t]! : sum), 0);
  const alone = (degrees: readonly number[], input: number): boolean =>
    degrees[input]! > 0 && degrees.every((degree, k) => k === input || degree === 0);
  const each = Array.from({ length: inputs }, (_, input) => input);
  return {
    at: (shares) => row(all, shares).reduce((sum, value, t) => sum + value * weights[t]!, 0),
    mean: weights[0]!,
    variance: part((degrees) => degrees.some((degree) => degree > 0)),
    first: each.map((input) => part((degrees) => alone(degrees, input))),
    total: each.map((input) => part((degrees) => degrees[input]! > 0)),
  };
}

/** Degrees by input, the constant first: high degrees of single inputs, low ones of interactions. */
function terms(inputs: number, most: number): number[][] {
  let found: number[][] = [];
  for (let size = 1; size <= MOST_DEGREE + 1; size++) {
    const next = crossed(inputs, size);
    if (next.length > most) break;
    found = next;
  }
  return found;
}

/** All combinations of degrees for which the product of each plus 1 is at most `size`. */
function crossed(inputs: number, size: number): number[][] {
  if (inputs === 0) return [[]];
  const found: number[][] = [];
  for (const rest of crossed(inputs - 1, size)) {
    const left = rest.reduce((product, degree) => product * (degree + 1), 1);
    for (let degree = 0; left * (degree + 1) <= size; degree++) found.push([...rest, degree]);
  }
  return found;
}

/** The terms at a point: products of Legendre polynomials, each with mean square 1 over the range. */
function row(all: readonly (readonly number[])[], shares: readonly number[]): number[] {
  const tables = shares.map((share) => legendre(share, MOST_DEGREE));
  return all.map((degrees) => degrees.reduce((product, degree, k) => product * tables[k]![degree]!, 1));
}

/** Legendre polynomials up to a degree, each with mean square 1 over the range. */
export function legendre(share: number, degree: number): number[] {
  const x = 2 * share - 1;
  const values = [1, x];
  for (let n = 1; n < degree; n++) values.push(((2 * n + 1) * x * values[n]! - n * values[n - 1]!) / (n + 1));
  return values.map((value, n) => value * Math.sqrt(2 * n + 1));
}

/** By normal equations and Cholesky; null when the terms are collinear. */
export function leastSquares(
  rows: readonly (readonly number[])[],
  values: readonly number[],
): number[] | null {
  const n = rows[0]!.length;
  const matrix = Array.from({ length: n }, () => new Float64Array(n));
  const right = new Float64Array(n);
  rows.forEach((terms, r) => {
    for (let i = 0; i < n; i++) {
      right[i]! += terms[i]! * values[r]!;
      for (let j = 0; j <= i; j++) matrix[i]![j]! += terms[i]! * terms[j]!;
    }
  });
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i]![k]! * matrix[j]![k]!;
      if (i !== j) matrix[i]![j] = sum / matrix[j]![j]!;
      else if (sum > 1e-9 * rows.length) matrix[i]![i] = Math.sqrt(sum);
      else return null;
    }
  const half = right.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) half[i]! -= matrix[i]![k]! * half[k]!;
    half[i]! /= matrix[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) half[i]! -= matrix[k]![i]! * half[k]!;
    half[i]! /= matrix[i]![i]!;
  }
  return [...half];
}
