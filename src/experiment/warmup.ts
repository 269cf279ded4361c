/** Where the start of a run no longer shows: MSER-5. */
import type { Series } from '../results.ts';
import { meanOf } from './spread.ts';

const BATCH = 5;
/** A start that moves the mean by less than this share does not matter. */
const MATTERS = 0.01;

export interface Warmup {
  /** Seconds to leave out. */
  readonly seconds: number;
  /** By what share leaving them out changes the mean. */
  readonly bias: number;
}

/**
 * Batches of five values; as many are left out at the front as make the standard error of the mean of the rest the
 * least. Null when that is more than half of them: then no steady state has been seen. The number of values, not of
 * batches, is returned.
 */
export function mser5(values: readonly number[]): number | null {
  const batches = Array.from({ length: Math.floor(values.length / BATCH) }, (_, i) =>
    values.slice(i * BATCH, (i + 1) * BATCH).reduce((sum, value) => sum + value / BATCH, 0),
  );
  const n = batches.length;
  if (n < 4) return null;
  let best = Infinity;
  let cut = 0;
  let mean = 0;
  let squares = 0;
  // From the back, so that each cut costs one step: Welford's update of mean and sum of squares.
  for (let d = n - 1; d >= 0; d--) {
    const count = n - d;
    const off = batches[d]! - mean;
    mean += off / count;
    squares += off * (batches[d]! - mean);
    const score = squares / (count * count);
    // The last few batches are alike by chance.
    if (count >= 3 && score <= best) {
      best = score;
      cut = d;
    }
  }
  return cut > n / 2 ? null : cut * BATCH;
}

/** The warm-up that the load of the fleet shows, taken over the mean of all replications; null when it cannot be said. */
export function findWarmup(series: readonly Series[]): Warmup | null {
  const fleet = series.find(({ device }) => device === 'fleet');
  const load = fleet?.quantities['load'];
  if (!fleet || !load) return null;
  const cut = mser5(load);
  if (cut === null) return null;
  const all = meanOf(load);
  const rest = meanOf(load.slice(cut));
  return { seconds: cut * fleet.width, bias: rest === 0 ? 0 : Math.abs(all - rest) / rest };
}

/** What to say of it, when the scenario leaves nothing out itself. */
export function warmupWarning(found: Warmup | null, duration: number): string | null {
  if (found === null) return 'no steady state is seen: the load still changes in the second half of the run';
  if (found.bias < MATTERS || found.seconds === 0) return null;
  const seconds = Number(found.seconds.toPrecision(3));
  return (
    `the start of the run shows: without its first ${seconds} s the mean load is ` +
    `${(found.bias * 100).toFixed(found.bias < 0.1 ? 1 : 0)} % different (MSER-5); warmup: ${seconds}s leaves them out` +
    (found.seconds > duration / 4 ? ', and a longer run is better' : '')
  );
}
