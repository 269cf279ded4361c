/** Sums that differ by less than this, relatively, are taken as equal: the order of summation changes them. */
const ROUNDING = 1e-12;

/** Whether all values are the same, to rounding. */
export function alike(values: readonly number[]): boolean {
  const first = values[0] ?? 0;
  return values.every((value) => same(value, first));
}

export function same(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b));
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sample standard deviation; needs at least two values. */
export function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return Math.sqrt(squares / (values.length - 1));
}
