/** The trend of the load: a straight line through batches of the second half of a run. */
import { meanOf } from '../kernel/spread.ts';
import { studentQuantile } from '../kernel/student.ts';

interface Trend {
  /** Per second. */
  readonly slope: number;
  /** Half the width of its 95 % interval. */
  readonly halfWidth: number;
  /** Mean over the second half. */
  readonly mean: number;
}

const BATCHES = 10;
/** Of so many: most runs are long enough for all of them. */
const QUANTILE: number = studentQuantile(0.975, BATCHES - 2);

/** `load` is the mean load per bucket. Batches are whole periods where the arrivals have one. Null when there are too few. */
export function trend(load: readonly number[], width: number, period: number): Trend | null {
  const half = load.slice(Math.floor(load.length / 2));
  const perPeriod = period > 0 ? Math.round(period / width) : 1;
  if (period > 0 && (perPeriod < 1 || Math.abs(perPeriod * width - period) > 1e-9 * period)) return null;
  const periods = Math.floor(half.length / perPeriod);
  const batches = Math.min(BATCHES, periods);
  if (batches < 4) return null;
  const size = Math.floor(periods / batches) * perPeriod;
  const values = Array.from({ length: batches }, (_, k) => meanOf(half.slice(k * size, (k + 1) * size)));
  const middle = (batches - 1) / 2;
  const average = meanOf(values);
  let xx = 0;
  let xy = 0;
  values.forEach((value, k) => {
    xx += (k - middle) * (k - middle);
    xy += (k - middle) * (value - average);
  });
  const slope = xy / xx;
  let rest = 0;
  values.forEach((value, k) => {
    const off = value - average - slope * (k - middle);
    rest += off * off;
  });
  const error = Math.sqrt(rest / (batches - 2) / xx);
  const seconds = size * width;
  return {
    slope: slope / seconds,
    halfWidth: ((batches === BATCHES ? QUANTILE : studentQuantile(0.975, batches - 2)) * error) / seconds,
    mean: average,
  };
}
