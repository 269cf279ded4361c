/** How a cell copes, and the initial transient of its runs (MSER-5). */
import { meanInterval } from '../kernel/statistics.ts';
import type { Replication, Series } from '../results.ts';
import type { Verdict } from '../verdicts.ts';
import { alike, meanOf, deviationOf } from '../kernel/spread.ts';

/** Share of the arrivals that may be refused, or lost to impatience, before a cell counts as limited. */
const LIMITED = 0.01;
/** Least growth that counts, over the second half: one request more in the system, and this share of those in it. */
const GROWTH = 0.1;

/**
 * How a cell copes. Failed: no run was completed. Backlogged: the number in the system grows significantly over the second
 * half, by an amount that matters; or more arrives than can be served, little is refused, and the trend is unknown or
 * upward in every run, significant or not. `seconds` is the length of the trend's interval; null when unknown.
 */
export function verdict(replications: readonly Replication[], seconds: number | null): Verdict {
  if (replications.length === 0) return 'failed';
  const total = (name: string): number =>
    replications.reduce((sum, { metrics }) => sum + (metrics[name] ?? 0), 0);
  const limited = total('edge.rejected') + total('abandoned') > LIMITED * total('arrived');
  const overloaded = !limited && (offeredLoad(replications) ?? 0) > 1;
  const trends = replications.map(({ trend }) => trend).filter((trend) => trend !== null);
  if (trends.length > 0) {
    const mean = trends.reduce((sum, trend) => sum + trend.mean, 0) / trends.length;
    const samples = replications.every(({ recorded }) => !recorded || recorded.resampled !== null);
    const counts = (growth: number): boolean =>
      growth > 0 && (seconds === null || growth * seconds >= Math.max(1, GROWTH * mean));
    if (counts(leastSlope(trends, samples))) return 'backlogged';
    if (overloaded && trends.every(({ slope }) => counts(slope))) return 'backlogged';
  } else if (overloaded) return 'backlogged';
  return limited ? 'limited' : 'stable';
}

/**
 * The lower end of the slope's 95 % interval: over replications if they are samples of demand, else within them, since
 * replications of the same requests do not tell about others.
 */
function leastSlope(trends: readonly NonNullable<Replication['trend']>[], samples: boolean): number {
  const slopes = trends.map(({ slope }) => slope);
  const { ci95 } = samples && !alike(slopes) ? meanInterval(slopes) : { ci95: null };
  return ci95?.[0] ?? meanOf(trends.map(({ slope, halfWidth }) => slope - halfWidth));
}

/** Arriving work relative to capacity, averaged over replications. */
export function offeredLoad(replications: readonly Replication[]): number | null {
  const loads = replications.map((replication) => replication.offeredLoad).filter((load) => load !== null);
  return loads.length === 0 ? null : meanOf(loads);
}

const BATCH = 5;
/** A transient that changes the mean by less than this share does not matter. */
const MATTERS = 0.01;
/** Standard errors by which a transient must differ from the rest; more than two, since neighbours are correlated. */
const CHANCE = 3;

interface Warmup {
  /** Seconds to leave out; Infinity when there is no steady state. */
  readonly seconds: number;
  /** Relative change of the mean when they are left out. */
  readonly bias: number;
}

/**
 * Batches of five values, or of a whole period of the arrivals; drops as many at the front as minimize the standard error
 * of the mean of the rest. Infinity when that is more than half: there is no steady state. Null when there are too few
 * batches. Returns the number of values, not of batches.
 */
export function mser5(values: readonly number[], size: number = BATCH): number | null {
  const batches = batchMeans(values, size);
  const n = batches.length;
  if (n < 10) return null;
  // The last few batches may be alike by chance.
  const fewest = Math.max(5, n / 10);
  let best = Infinity;
  let cut = 0;
  let mean = 0;
  let squares = 0;
  // From the back, so that each cut takes one step: Welford's update of mean and sum of squares.
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
 * The warm-up according to the load of the fleet, averaged over all replications; null when there is no transient.
 * `period` is that of the arrivals' pattern, 0 without one.
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

/** Whether the start differs from the rest by more than chance. */
function stands(start: readonly number[], rest: readonly number[], size: number): boolean {
  const batches = batchMeans(rest, size);
  const error = deviationOf(batches) / Math.sqrt(Math.min(batches.length, start.length / size));
  return Math.abs(meanOf(start) - meanOf(rest)) > CHANCE * error;
}

/** The warning, if the scenario has no warm-up itself. */
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
