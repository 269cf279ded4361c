/** How far the largest load may be off because the profiles are: it is looked for again with drawn ones. */
import type { Carried, CarriedModelError } from './result.ts';
import { exp, log } from '../../kernel/math.ts';
import type { Replication } from '../../results.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { drawn } from '../../experiment/modelError.ts';
import { deviationOf, meanOf } from '../../kernel/spread.ts';
import type { Levels } from './levels.ts';
import { root } from './root.ts';

export interface UncertainOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly draws: number;
  /** Loads with this scenario in place of the file's; `draw` tells their runs apart. */
  readonly levelsOf: (scenario: Scenario, draw: number) => Levels;
  /** Those with the profiles as they are. */
  readonly levels: Levels;
  /** Runs of each load that there are already. */
  readonly runs: number;
  readonly target: number;
  readonly attained: (results: readonly Replication[]) => number;
  /** What the fleet takes with the profiles as they are, and what it has today. */
  readonly load: number;
  readonly today: number;
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

/** Draws when nothing is said: enough for a standard deviation within 15 %. */
export const CAPACITY_DRAWS = 24;
/** Runs of a load with each draw: as many as have so many requests, from so few on. */
const REQUESTS = 2000;
const FEWEST = 4;
const NORMAL95 = 1.96;

export const isUncertain = ({ count, profile }: Scenario['fleet'][number]): boolean =>
  count > 0 && profile.uncertainty.length > 0;

/**
 * The draws see the same random numbers as the profiles as they are, in as many runs: what those few runs are off by is
 * in both and drops out of the ratio.
 */
export async function asUncertain(options: UncertainOptions): Promise<CarriedModelError | null> {
  const { scenario, seed, draws, levelsOf, levels, load, today } = options;
  const runs = await enough(options);
  const plain = await largest(options, levels, runs);
  if (plain === null || plain === 0 || plain === Infinity) return null;
  const ratios: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const at = await largest(options, levelsOf(drawn(scenario, seed, draw), draw), runs);
    ratios.push((at ?? 0) / plain);
  }
  const known = ratios.filter((ratio) => ratio > 0 && ratio < Infinity).map(log);
  const met = ratios.filter((ratio) => ratio * load >= today).length / draws;
  if (known.length < ratios.length || known.length < 2) {
    const ordered = ratios.toSorted((a, b) => a - b);
    const high = ordered.at(-1)!;
    return {
      draws,
      replications: runs,
      load95: [ordered[0]! * load, high < Infinity ? high * load : null],
      met,
    };
  }
  const [middle, half] = [meanOf(known), NORMAL95 * deviationOf(known)];
  const load95 = [load * exp(middle - half), load * exp(middle + half)] as const;
  return { draws, replications: runs, load95, met };
}

async function enough({ levels, load, runs }: UncertainOptions): Promise<number> {
  const [first] = await levels.at(load, 1);
  const requests = Math.max(1, first!.metrics['arrived'] ?? 0);
  return Math.min(runs, Math.max(FEWEST, Math.ceil(REQUESTS / requests)));
}

/** 0 where even next to nothing is too much, infinite where nothing is. */
async function largest(options: UncertainOptions, levels: Levels, runs: number): Promise<number> {
  const { target, attained, load, least, most, whole } = options;
  const look = async (at: number): Promise<number> => attained(await levels.at(at, runs)) - target;
  const found = await root({ look, from: load, step: 1.1, close: 1.03, least, most, whole });
  return found === 'below' ? 0 : found === 'above' ? Infinity : found.at;
}

/** Share of the draws of the profiles in which the answer has to be the same. */
const SURVIVING = 0.95;

/** What is enough with the profiles as they are is so only as far as they are right. */
export function hardened(outcome: Outcome, modelError: CarriedModelError | null): Outcome {
  return outcome === 'enough' && modelError && modelError.met < SURVIVING ? 'unclear' : outcome;
}

type Outcome = Carried['today']['outcome'];
