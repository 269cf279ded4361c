/** How far the largest load may be off because the profiles are: it is looked for again with drawn ones, and figures are measured with service times a little longer. */
import type { Carried, CarriedModelError } from './result.ts';
import { exp, log } from '../../kernel/math.ts';
import type { Elasticity, Replication } from '../../results.ts';
import type { Scenario, ScenarioFile } from '../../scenario/scenario.ts';
import { elasticityOf, PAIRS, slower, SLOWER } from '../../experiment/elasticity.ts';
import { drawn } from '../../experiment/modelError.ts';
import { deviationOf, meanOf } from '../../kernel/spread.ts';
import { attained } from './attained.ts';
import { READ, type Levels } from './levels.ts';
import type { Looking } from './looking.ts';
import { root } from './root.ts';

/** What was found with the profiles as they are. */
export interface FoundLoad {
  readonly looking: Looking;
  /** Runs of each load; and those at today's, and at the largest. */
  readonly runs: number;
  readonly here: readonly Replication[];
  readonly full: readonly Replication[];
  readonly today: number;
  /** The largest. */
  readonly load: number;
  /** Loads with this scenario in place of the file's; `draw` tells their runs apart. */
  readonly levelsOf: (scenario: Scenario, draw: number) => Levels;
}

/** Draws when nothing is said: enough for a standard deviation within 15 %. */
const CAPACITY_DRAWS = 24;
/** Runs of a load with each draw: as many as have so many requests, from so few on. */
const REQUESTS = 2000;
const FEWEST = 4;
const NORMAL95 = 1.96;

/** The same with profiles drawn from their uncertainty, and with service times a little longer; nothing where no profile says how uncertain it is. */
export async function withUncertainProfiles(
  { cells, seed }: ScenarioFile,
  draws: number = CAPACITY_DRAWS,
  found: FoundLoad,
): Promise<Pick<Carried, 'modelError' | 'elasticity'>> {
  const { scenario } = cells[0]!;
  if (!scenario.fleet.some(({ count, profile }) => count > 0 && profile.uncertainty.length > 0)) return {};
  const modelError = await modelErrorOf(scenario, seed, draws, found);
  const elasticity = await moves(found.levelsOf(slower(scenario), SLOWER), found);
  return { ...(modelError && { modelError }), elasticity };
}

/**
 * The draws see the same random numbers as the profiles as they are, in as many runs: what those few runs are off by is
 * in both and drops out of the ratio.
 */
async function modelErrorOf(
  scenario: Scenario,
  seed: number,
  draws: number,
  found: FoundLoad,
): Promise<CarriedModelError | null> {
  const { looking, levelsOf, load, today } = found;
  const runs = await enough(found);
  const plain = await largest(found, looking.levels, runs);
  if (plain === 0 || plain === Infinity) return null;
  const ratios: number[] = [];
  for (let draw = 0; draw < draws; draw++)
    ratios.push((await largest(found, levelsOf(drawn(scenario, seed, draw), draw), runs)) / plain);
  const known = ratios.filter((ratio) => ratio > 0 && ratio < Infinity).map(log);
  const met = ratios.filter((ratio) => ratio * load >= today).length / draws;
  const range = (): CarriedModelError['load95'] => {
    if (known.length < ratios.length || known.length < 2) {
      const ordered = ratios.toSorted((a, b) => a - b);
      const high = ordered.at(-1)!;
      return [ordered[0]! * load, high < Infinity ? high * load : null];
    }
    const [middle, half] = [meanOf(known), NORMAL95 * deviationOf(known)];
    return [load * exp(middle - half), load * exp(middle + half)];
  };
  return { draws, replications: runs, load95: range(), met };
}

async function enough({ looking, load, runs }: FoundLoad): Promise<number> {
  const [first] = await looking.levels.at(load, 1);
  const requests = Math.max(1, first!.metrics['arrived'] ?? 0);
  return Math.min(runs, Math.max(FEWEST, Math.ceil(REQUESTS / requests)));
}

/** 0 where even next to nothing is too much, infinite where nothing is. */
async function largest({ looking, load }: FoundLoad, levels: Levels, runs: number): Promise<number> {
  const look = async (at: number): Promise<number> =>
    meanOf(attained(await levels.at(at, runs))) - looking.target;
  const found = await root({ ...looking, look, from: load, step: 1.1, close: 1.03 });
  return found === 'below' ? 0 : found === 'above' ? Infinity : found.at;
}

/** At today's load and at the largest. Above that queues grow for as long as the runs are: what moves there says nothing. */
async function moves(
  levels: Levels,
  { here, full, today, load }: FoundLoad,
): Promise<NonNullable<Carried['elasticity']>> {
  const figures = (results: readonly Replication[]): Replication['metrics'][] =>
    results.map(({ metrics }) => metrics);
  const at = async (where: number, plain: readonly Replication[]): Promise<Elasticity | null> => {
    const pairs = plain.slice(0, PAIRS);
    return elasticityOf(figures(pairs), figures(await levels.at(where, pairs.length)), READ.figures);
  };
  return { today: today <= load ? await at(today, here) : null, limit: await at(load, full) };
}

/** Share of the draws of the profiles in which the answer has to be the same. */
const SURVIVING = 0.95;

/** What is enough with the profiles as they are is so only as far as they are right. */
export function hardened(outcome: Outcome, modelError: CarriedModelError | undefined): Outcome {
  return outcome === 'enough' && modelError && modelError.met < SURVIVING ? 'unclear' : outcome;
}

type Outcome = Carried['today']['outcome'];
