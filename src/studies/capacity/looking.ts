/**
 * The largest load at which a fleet meets its slo. The share of requests in time falls with the load and is estimated by
 * replications. All loads use common random numbers, so that each replication is a smooth function of the load, and the
 * mean has a root that bisection can find. The ends of the interval are the roots of the mean's bounds, 97.5 % on either
 * side: the loads that these runs cannot distinguish from the one sought.
 */
import { alike, meanOf } from '../../kernel/spread.ts';
import type { Resampled } from '../../results.ts';
import { attained, leastOf, mostOf, type Levels } from './levels.ts';
import { pow } from '../../kernel/math.ts';

/** Most runs of a load; and most requests in all runs when more are added. */
const MOST = 256;
const ENOUGH = 3e7;

export interface Looking extends Omit<RootOptions, 'look' | 'close'> {
  readonly levels: Levels;
  readonly target: number;
  readonly runs: number;
  readonly drawn: Resampled | undefined;
}

/** Adds runs until half the interval of the load is at most that share of it, or until the budget is used up. */
export async function within(
  wanted: number,
  looking: Looking,
): Promise<{ readonly found: Found; readonly runs: number }> {
  let { runs } = looking;
  let found = await lookFor(looking);
  for (;;) {
    const { at, ci95 } = found;
    if (typeof at !== 'object' || ci95 === null) break;
    const half = (ci95[1] - ci95[0]) / 2 / at.at;
    const more = Math.min(MOST, Math.ceil(Math.min(4, (1.1 * half) / wanted) ** 2 * runs));
    if (half <= wanted || more <= runs || looking.levels.requests > ENOUGH) break;
    runs = more;
    found = await lookFor({ ...looking, runs, from: at.at, step: 1.05 });
  }
  return { found, runs };
}

interface Found {
  readonly at: Root;
  readonly ci95: readonly [number, number] | null;
}

/** Finds the load, and where the bounds of the mean cross the target. */
async function lookFor(options: Looking): Promise<Found> {
  const { levels, target, runs, whole, drawn } = options;
  const by =
    (of: (values: readonly number[], requests: number) => number) =>
    async (load: number): Promise<number> => {
      const results = await levels.at(load, runs);
      const requests = results.reduce((sum, { metrics }) => sum + (metrics['arrived'] ?? 0), 0);
      return of(attained(results), requests) - target;
    };
  const at = await root({ ...options, look: by(meanOf), close: 1.01 });
  if (typeof at !== 'object') return { at, ci95: null };
  const ends = { ...options, from: at.at, step: 1.04, close: 1.004 };
  const low = await root({ ...ends, look: by((values, requests) => leastOf(values, requests, drawn)) });
  const high = await root({ ...ends, look: by((values) => mostOf(values, drawn)) });
  const differ = levels.of(at.low).length > 1 && !alike(attained(levels.of(whole ? at.at : at.low)));
  if (!differ || high === 'above' || high === 'below' || low === 'above') return { at, ci95: null };
  return { at, ci95: [low === 'below' ? 0 : Math.min(low.at, at.at), Math.max(high.at, at.at)] };
}

interface RootOptions {
  /** Positive while the slo is met. Must be deterministic. */
  readonly look: (load: number) => Promise<number>;
  /** The first load, and the first step from there, as a factor; each further step is its square. */
  readonly from: number;
  readonly step: number;
  /** The range of loads. */
  readonly least: number;
  readonly most: number;
  /** Whether loads are whole numbers (users). */
  readonly whole: boolean;
  /** Final ratio of the two ends of the bracket. */
  readonly close: number;
}

/** `below`: even the least is negative. `above`: even the most is positive. */
type Root = { readonly at: number; readonly low: number; readonly high: number } | 'below' | 'above';

export async function root(options: RootOptions): Promise<Root> {
  const { look, least, most, whole, close } = options;
  const fit = (load: number): number => Math.min(most, Math.max(least, whole ? Math.round(load) : load));
  let step = options.step;
  let at = fit(options.from);
  let value = await look(at);
  let low = value >= 0 ? { at, value } : null;
  let high = value >= 0 ? null : { at, value };
  while (!low || !high) {
    const next = low
      ? fit(whole ? Math.max(low.at + 1, low.at * step) : low.at * step)
      : fit(whole ? Math.min(high!.at - 1, high!.at / step) : high!.at / step);
    if (next === at) return low ? 'above' : 'below';
    at = next;
    value = await look(at);
    if (value >= 0) low = { at, value };
    else high = { at, value };
    step = Math.min(2, step * step);
  }
  while (whole ? high.at - low.at > 1 : high.at / low.at > close) {
    at = fit(guess(low, high));
    // Whole numbers inside the bracket, away from its ends, where a value would say little.
    if (whole) at = Math.min(high.at - 1, Math.max(low.at + 1, at));
    value = await look(at);
    if (value >= 0) low = { at, value };
    else high = { at, value };
  }
  if (whole) return { at: low.at, low: low.at, high: high.at };
  const share = low.value / (low.value - high.value);
  return { at: low.at + share * (high.at - low.at), low: low.at, high: high.at };
}

interface End {
  readonly at: number;
  readonly value: number;
}

/** Interpolates over the logarithm, away from the ends, so that the bracket shrinks by at least a quarter. */
function guess(low: End, high: End): number {
  const straight = low.value / (low.value - high.value);
  const share = Math.min(0.75, Math.max(0.25, straight));
  return low.at * pow(high.at / low.at, share);
}
