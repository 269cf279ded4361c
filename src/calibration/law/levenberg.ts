/** Least squares on residuals that are not linear in what is fitted, robust to outliers (Levenberg and Marquardt). */
import { solve } from '../leastSquares.ts';

interface LeastSquaresProblem {
  /** Residuals at these values, always equally many. Values are logarithms, so that coefficients stay positive. */
  readonly residuals: (values: readonly number[]) => readonly number[];
  /** Residuals from prior expectations of the values; not made robust. */
  readonly prior: (values: readonly number[]) => readonly number[];
  readonly start: readonly number[];
  /** Huber's threshold. */
  readonly huber: number;
}

export interface Solution {
  readonly values: readonly number[];
  readonly residuals: readonly number[];
  readonly cost: number;
  /** Of the values, from the residuals' own spread. */
  readonly covariance: readonly (readonly number[])[];
}

const ROUNDS = 60;
const TRIES = 8;
const NUDGE = 1e-3;
/** Longest step of a value in one round. */
const LEAP = 1.5;
/** Least value: e^-40 counts as zero. */
const LEAST = -40;
const ENOUGH = 1e-5;
const RIDGE = 1e-7;

export function minimise(problem: LeastSquaresProblem): Solution {
  const { huber } = problem;
  let values = [...problem.start];
  let state = at(problem, values);
  let damping = 1e-2;
  for (let round = 0; round < ROUNDS; round++) {
    const { matrix, slope } = normal(problem, values, state);
    let gain = 0;
    for (let tries = 0; tries < TRIES; tries++) {
      const step = solve(
        matrix.map((row, i) => row.map((value, j) => (i === j ? value * (1 + damping) + RIDGE : value))),
        slope,
      );
      const next =
        step && values.map((value, i) => Math.max(LEAST, value + Math.max(-LEAP, Math.min(LEAP, step[i]!))));
      const there = next && at(problem, next);
      if (there && there.cost < state.cost) {
        gain = (state.cost - there.cost) / state.cost;
        values = next;
        state = there;
        damping /= 4;
        break;
      }
      damping *= 4;
    }
    if (gain < ENOUGH) break;
  }
  return {
    values,
    residuals: state.residuals,
    cost: state.cost,
    covariance: covariance(problem, values, state, huber),
  };
}

interface State {
  readonly residuals: readonly number[];
  readonly prior: readonly number[];
  readonly cost: number;
}

function at({ residuals, prior, huber }: LeastSquaresProblem, values: readonly number[]): State {
  const here = residuals(values);
  const expected = prior(values);
  let cost = 0;
  for (const value of here) {
    const size = Math.abs(value);
    cost += size <= huber ? (size * size) / 2 : huber * (size - huber / 2);
  }
  for (const value of expected) cost += (value * value) / 2;
  return { residuals: here, prior: expected, cost: Number.isFinite(cost) ? cost : Infinity };
}

/** The matrix J'WJ and the vector -J'Wr, by finite differences. */
function normal(
  problem: LeastSquaresProblem,
  values: readonly number[],
  { residuals, prior }: State,
): { matrix: number[][]; slope: number[] } {
  const all = [...residuals, ...prior];
  const weights = all.map((value, i) =>
    i < residuals.length && Math.abs(value) > problem.huber ? problem.huber / Math.abs(value) : 1,
  );
  const columns = values.map((_, j) => {
    const moved = values.map((value, i) => (i === j ? value + NUDGE : value));
    return [...problem.residuals(moved), ...problem.prior(moved)].map(
      (value, i) => (value - all[i]!) / NUDGE,
    );
  });
  const product = (a: readonly number[], b: readonly number[]): number => {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += weights[i]! * a[i]! * b[i]!;
    return sum;
  };
  return {
    matrix: columns.map((a) => columns.map((b) => product(a, b))),
    slope: columns.map((a) => -product(a, all)),
  };
}

/** The inverse of J'WJ times the weighted variance of the residuals. */
function covariance(
  problem: LeastSquaresProblem,
  values: readonly number[],
  state: State,
  huber: number,
): number[][] {
  const { matrix } = normal(problem, values, state);
  const count = state.residuals.length;
  const free = Math.max(1, count - values.length);
  let sum = 0;
  for (const value of state.residuals) sum += Math.min(value * value, huber * Math.abs(value));
  const variance = sum / free;
  const ridged = matrix.map((row, i) => row.map((value, j) => (i === j ? value + 1e-3 : value)));
  const columns = values.map((_, j) =>
    solve(
      ridged,
      values.map((__, i) => (i === j ? 1 : 0)),
    ),
  );
  return values.map((_, i) => values.map((__, j) => (columns[j]?.[i] ?? 0) * variance));
}
