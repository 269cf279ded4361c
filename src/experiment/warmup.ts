/** Where the start of a run no longer shows: MSER-5. */
import type { Series } from '../results.ts';
import { deviationOf, meanOf } from '../kernel/spread.ts';

const BATCH = 5;
/** A start that moves the mean by less than this share does not matter. */
const MATTERS = 0.01;
/** A start within so many standard errors of the rest is chance; more than two, since neighbours are alike. */
const CHANCE = 3;

export interface Warmup {
  /** Seconds to leave out; Infinity when no steady state is seen. */
  readonly seconds: number;
  /** By what share leaving them out changes the mean. */
  readonly bias: number;
}

/**
 * Batches of five values, or of a whole period where the arrivals have one; as many are left out at the front as make
 * the standard error of the mean of the rest the least. Infinity when that is more than half of them: then no steady
 * state has been seen. Null when there are too few batches to say. The number of values, not of batches, is returned.
 */
export function mser5(values: readonly number[], size: number = BATCH): number | null {
  const batches = batchMeans(values, size);
  const n = batches.length;
  if (n < 10) return null;
  // The last few batches are alike by chance.
  const fewest = Math.max(5, n / 10);
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
    if (count >= fewest && score <= best) {
      best = score;
      cut = d;
    }
  }
  return cut > n / 2 ? Infinity : cut * size;
}

function batchMeans(values: readonly number[], size: number): number[] {
  return Array.from({ length: Math.floor(values.length / size) }, (_, i) =>
    meanOf(values.slice(i * size, (i + 1) * size)),
  );
}

/**
 * The warm-up that the load of the fleet shows, taken over the mean of all replications; null when the series does not show one.
 * `period` is the length of the arrivals' pattern, 0 when they have none.
 */
export function findWarmup(series: readonly Series[], period: number): Warmup | null {
  const fleet = series.find(({ device }) => device === 'fleet');
  const load = fleet?.quantities['load'];
  if (!fleet || !load) return null;
  const size = Math.max(BATCH, Math.round(period / fleet.width));
  const cut = mser5(load, size);
  if (cut === null) return null;
  if (cut === Infinity) return { seconds: Infinity, bias: 0 };
  const all = meanOf(load);
  const rest = meanOf(load.slice(cut));
  const told = cut > 0 && stands(load.slice(0, cut), load.slice(cut), size);
  return {
    seconds: told ? cut * fleet.width : 0,
    bias: told && rest !== 0 ? Math.abs(all - rest) / rest : 0,
  };
}

/** Whether the start differs from the rest by more than the batches of the rest do among themselves. */
function stands(start: readonly number[], rest: readonly number[], size: number): boolean {
  const batches = batchMeans(rest, size);
  const error = deviationOf(batches) / Math.sqrt(Math.min(batches.length, start.length / size));
  return Math.abs(meanOf(start) - meanOf(rest)) > CHANCE * error;
}

/** What to say of it, when the scenario leaves nothing out itself. */
export function warmupWarning(found: Warmup | null, duration: number): string | null {
  if (found === null) return null;
  if (found.seconds === Infinity)
    return 'no steady state is seen: the load still changes in the second half of the run';
  if (found.bias < MATTERS || found.seconds === 0) return null;
  const seconds = Number(found.seconds.toPrecision(3));
  return (
    `the start of the run shows: without its first ${seconds} s the mean load is ` +
    `${(found.bias * 100).toFixed(found.bias < 0.1 ? 1 : 0)} % different (MSER-5); warmup: ${seconds}s leaves them out` +
    (found.seconds > duration / 4 ? ', and a longer run is better' : '')
  );
}
