/**
 * The main effect of an input in the units of the file: the mean of an output over all other inputs, as a function of this
 * one. Estimated from the rows of the indices: pairs of rows that differ in this input only, to whose differences a
 * polynomial in the input is fitted.
 */
import type { Random } from '../../kernel/random.ts';
import type { Estimate } from '../../results.ts';
import type { Input, OutputShift } from './result.ts';
import { meanOf } from '../../kernel/spread.ts';
import { shareOf, valueAt } from './input.ts';
import { leastSquares, legendre } from './surrogate.ts';

/** An input in all rows, and the rows with that input moved. */
export interface Moved {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** The output where all inputs are moved: the mean is taken over these and `before`. */
  readonly other: readonly number[];
}

const MOST_DEGREE = 5;
/** Rows per term. */
const PER_TERM = 10;
const RESAMPLES = 400;
/** Intervals between the values at which the mean is reported. */
const STEPS = 4;

/** From the low to the high end of the range; null when too few rows have values. */
export function shift(input: Input, moved: Moved, random: Random): OutputShift | null {
  const rows = moved.before.flatMap((_, i) => {
    const all = [moved.before[i]!, moved.after[i]!, moved.other[i]!];
    return all.every(Number.isFinite) ? [i] : [];
  });
  const distinct = new Set([...moved.from, ...moved.to]).size;
  const degree = Math.min(MOST_DEGREE, distinct - 1, Math.floor(rows.length / PER_TERM));
  if (degree < 1) return null;
  const at = (value: number): number[] => legendre(shareOf(input, value), degree).slice(1);
  const pairs = rows.map((i) => ({
    basis: [at(moved.from[i]!), at(moved.to[i]!)] as const,
    difference: moved.after[i]! - moved.before[i]!,
    level: (moved.before[i]! + moved.other[i]!) / 2,
  }));
  const values = valuesOf(input);
  const bases = values.map(at);
  const levels = (sample: typeof pairs): number[] | null => {
    const weights = leastSquares(
      sample.map(({ basis: [from, to] }) => to.map((one, t) => one - from[t]!)),
      sample.map(({ difference }) => difference),
    );
    if (!weights) return null;
    const doing = (basis: readonly number[]): number =>
      basis.reduce((sum, one, t) => sum + one * weights[t]!, 0);
    // The mean of the fit over the rows is not exactly zero, nor is it in resamples.
    const mean = meanOf(sample.map(({ level, basis: [from, to] }) => level - (doing(from) + doing(to)) / 2));
    return bases.map((basis) => mean + doing(basis));
  };
  const own = levels(pairs);
  if (!own) return null;
  const drawn = Array.from({ length: RESAMPLES }, () => {
    const sample = pairs.map(() => pairs[Math.floor(random.uniform() * pairs.length)]!);
    return levels(sample);
  }).filter((one) => one !== null);
  const estimate = (of: (levels: readonly number[]) => number): Estimate => {
    const mean = of(own);
    return { mean: Number.isFinite(mean) ? mean : null, ci95: middle(drawn.map(of)) };
  };
  const last = values.length - 1;
  return {
    from: values[0]!,
    to: values[last]!,
    difference: estimate((all) => all[last]! - all[0]!),
    relative: relativeOf(estimate, last),
    at: values.map((value, k) => ({ value, ...estimate((all) => all[k]!) })),
    turn: turnOf(values, own, estimate),
  };
}

/** Evenly over the range on its scale; whole numbers without duplicates. */
function valuesOf(input: Input): number[] {
  return [...new Set(Array.from({ length: STEPS + 1 }, (_, k) => valueAt(input, k / STEPS)))];
}

type Estimating = (of: (levels: readonly number[]) => number) => Estimate;

/** Relative to the mean at the low end; undefined when its sign is uncertain. */
function relativeOf(estimate: Estimating, last: number): Estimate {
  const { mean, ci95 } = estimate((all) => all[0]!);
  const known =
    mean !== null && ci95 !== null && (ci95[0] > Math.abs(mean) / 2 || ci95[1] < -Math.abs(mean) / 2);
  return known ? estimate((all) => all[last]! / all[0]! - 1) : { mean: null, ci95: null };
}

/** A maximum or minimum inside the range, significant compared to both ends. */
function turnOf(
  values: readonly number[],
  own: readonly number[],
  estimate: Estimating,
): OutputShift['turn'] {
  const last = values.length - 1;
  let found: OutputShift['turn'] = null;
  let most = 0;
  for (let k = 1; k < last; k++) {
    const [left, right] = [own[k]! - own[0]!, own[k]! - own[last]!];
    const size = Math.min(Math.abs(left), Math.abs(right));
    if (left * right <= 0 || size <= most) continue;
    const sure = [0, last].every((end) => {
      const { ci95 } = estimate((all) => all[k]! - all[end]!);
      return ci95 !== null && ci95[0] * ci95[1] > 0;
    });
    if (!sure) continue;
    most = size;
    found = { value: values[k]!, highest: left > 0 };
  }
  return found;
}

function middle(values: readonly number[]): readonly [number, number] | null {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length < 40) return null;
  const outside = Math.floor(0.025 * (sorted.length + 1));
  return [sorted[outside - 1]!, sorted[sorted.length - outside]!];
}
