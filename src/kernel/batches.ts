/** An interval from one long run by batch means, in bounded memory. */
import { meanInterval } from './statistics.ts';

/** Full batches are kept up to this many; then neighbours are merged and every batch holds twice as much. */
const CAPACITY = 800;
/** What the interval is made of. */
const BATCHES = 20;
/** Von Neumann's ratio below this is what 20 independent normal values show once in 20 times (his tables: 1.30). */
const LEAST_RATIO = 1.3;
/** Correlation of neighbouring small batches, of which each of the 20 holds at least 20, above which these are too short. */
const MOST_CORRELATION = 0.4;

/**
 * Feed it one observation after another, those of the warm-up left out. Where runs are just long enough for an interval,
 * those that get one are the calm ones: among them it holds the truth less often than it says.
 */
export class Batches {
  readonly #means: Float64Array = new Float64Array(CAPACITY);
  /** Full batches, observations per batch, observations in the open batch, their sum. */
  readonly #state: Float64Array = Float64Array.of(0, 1, 0, 0);

  /** The first so many of them. */
  addAll(values: Float64Array, count: number): void {
    const state = this.#state;
    let each = state[1]!;
    let open = state[2]!;
    let sum = state[3]!;
    for (let i = 0; i < count; i++) {
      sum += values[i]!;
      if (++open < each) continue;
      this.#means[state[0]!++] = sum / each;
      open = 0;
      sum = 0;
      if (state[0] !== CAPACITY) continue;
      this.#halve();
      each = state[1]!;
    }
    state[2] = open;
    state[3] = sum;
  }

  #halve(): void {
    const means = this.#means;
    for (let i = 0; i < CAPACITY / 2; i++) means[i] = (means[2 * i]! + means[2 * i + 1]!) / 2;
    this.#state[0] = CAPACITY / 2;
    this.#state[1]! *= 2;
  }

  /**
   * 95 % unless another level is asked for. Null when there are fewer than 400 observations, when all batches are the
   * same, and when the batches are correlated: then the run is too short to say how far off its mean is.
   */
  interval(level = 0.95): readonly [number, number] | null {
    const full = this.#state[0]!;
    if (full < CAPACITY / 2) return null;
    const each = Math.floor(full / BATCHES);
    // What does not fill 20 equal batches is left out at the front, where the run still remembers its start.
    const small = this.#means.subarray(full - each * BATCHES, full);
    const large = new Array<number>(BATCHES);
    for (let i = 0; i < BATCHES; i++) large[i] = average(small, i * each, (i + 1) * each);
    if (neighbourCorrelation(small) > MOST_CORRELATION || vonNeumannRatio(large) < LEAST_RATIO) return null;
    return meanInterval(large, level).ci95;
  }
}

// Plain loops: every short run comes through here several times.
function average(values: ArrayLike<number>, from = 0, to: number = values.length): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum / (to - from);
}

/** Correlation of each value with the next; 0 when all are the same. */
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

/** Mean square of the steps over the variance: 2 for independent values, less when neighbours are alike. */
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
