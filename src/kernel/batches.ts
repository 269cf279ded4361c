/** A confidence interval from one long run by batch means, in bounded memory. */
import { meanInterval } from './statistics.ts';

/** Most full batches stored; then neighbours are merged and the batch size doubles. */
const CAPACITY = 800;
/** Batches that the interval is computed from. */
const BATCHES = 20;
/** Least von Neumann ratio: 20 independent normal values fall below it with 5 % probability (his tables: 1.30). */
const LEAST_RATIO = 1.3;
/** Largest lag-1 correlation of the small batches (at least 20 in each of the 20); above it the batches are too short. */
const MOST_CORRELATION = 0.4;

/**
 * Add the observations one after another, without the warm-up. Where runs are barely long enough for an interval, only
 * the calm ones get one, and these intervals cover the true mean less often than their level says.
 */
export class Batches {
  private readonly means: Float64Array = new Float64Array(CAPACITY);
  /** Full batches, observations per batch, observations in the open batch, their sum. */
  private readonly state: Float64Array = Float64Array.of(0, 1, 0, 0);

  addAll(values: Float64Array, count: number): void {
    const state = this.state;
    let each = state[1]!;
    let open = state[2]!;
    let sum = state[3]!;
    for (let i = 0; i < count; i++) {
      sum += values[i]!;
      if (++open < each) continue;
      this.means[state[0]!++] = sum / each;
      open = 0;
      sum = 0;
      if (state[0] !== CAPACITY) continue;
      this.halve();
      each = state[1]!;
    }
    state[2] = open;
    state[3] = sum;
  }

  private halve(): void {
    const means = this.means;
    for (let i = 0; i < CAPACITY / 2; i++) means[i] = (means[2 * i]! + means[2 * i + 1]!) / 2;
    this.state[0] = CAPACITY / 2;
    this.state[1]! *= 2;
  }

  /**
   * At level 95 %. Null with fewer than 400 observations, when all batches are equal, and when the batches are
   * correlated: the run is then too short to estimate the error of its mean.
   */
  interval(): readonly [number, number] | null {
    const full = this.state[0]!;
    if (full < CAPACITY / 2) return null;
    const each = Math.floor(full / BATCHES);
    // The remainder is dropped at the front, where the run is still affected by its start.
    const small = this.means.subarray(full - each * BATCHES, full);
    const large = new Array<number>(BATCHES);
    for (let i = 0; i < BATCHES; i++) large[i] = average(small, i * each, (i + 1) * each);
    if (neighbourCorrelation(small) > MOST_CORRELATION || vonNeumannRatio(large) < LEAST_RATIO) return null;
    return meanInterval(large).ci95;
  }
}

// Plain loops: every short run calls them several times.
function average(values: ArrayLike<number>, from = 0, to: number = values.length): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum / (to - from);
}

/** Lag-1 correlation; 0 when all values are the same. */
function neighbourCorrelation(values: Float64Array): number {
  const centre = average(values);
  let square = 0;
  let product = 0;
  let before = 0;
  for (let i = 0; i < values.length; i++) {
    const off = values[i]! - centre;
    square += off * off;
    product += off * before;
    before = off;
  }
  return square === 0 ? 0 : product / square;
}

/** Mean square of successive differences over the variance: 2 for independent values, less when neighbours are alike. */
function vonNeumannRatio(values: readonly number[]): number {
  const centre = average(values);
  let square = 0;
  let steps = 0;
  values.forEach((value, i) => {
    const off = value - centre;
    const step = i === 0 ? 0 : value - values[i - 1]!;
    square += off * off;
    steps += step * step;
  });
  return square === 0 ? 2 : (steps / (values.length - 1)) * (values.length / square);
}
