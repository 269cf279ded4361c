/** Effects of the profiles' errors on the largest load: the search is repeated with drawn profiles, and with slightly longer service times. */
import type { Carried, CarriedModelError } from './result.ts';
import { exp, log } from '../../kernel/math.ts';
import type { Elasticity, Replication } from '../../results.ts';
import type { Scenario, ScenarioFile } from '../../scenario/scenario.ts';
import { elasticityOf, PAIRS, slower, SLOWER, drawn } from '../../experiment/modelError.ts';
import { deviationOf, meanOf } from '../../kernel/spread.ts';
import { attained, READ, type Levels } from './levels.ts';
import { type Looking, root } from './looking.ts';

/** The result with the nominal profiles. */
interface FoundLoad {
  readonly looking: Looking;
  /** Runs of each load; and those at today's, and at the largest. */
  readonly runs: number;
  readonly here: readonly Replication[];
  readonly full: readonly Replication[];
  readonly today: number;
  /** The largest load. */
  readonly load: number;
  /** Runs another scenario in place of the file's; `draw` distinguishes their runs. */
  readonly levelsOf: (scenario: Scenario, draw: number) => Levels;
}

/** Default number of draws: estimates a standard deviation within 15 %. */
const CAPACITY_DRAWS = 24;
/** Requests per load with each draw, and the fewest runs for them. */
const REQUESTS = 2000;
const FEWEST = 4;
const NORMAL95 = 1.96;

/** Repeats the search with drawn profiles and longer service times; nothing where no profile has a known uncertainty. */
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
 * Draws and nominal profiles use common random numbers and the same number of runs, so that the sampling error of these
 * few runs cancels in the ratio.
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

/** 0 when even the smallest load is too much, infinite when none is. */
async function largest({ looking, load }: FoundLoad, levels: Levels, runs: number): Promise<number> {
  const look = async (at: number): Promise<number> =>
    meanOf(attained(await levels.at(at, runs))) - looking.target;
  const found = await root({ ...looking, look, from: load, step: 1.1, close: 1.03 });
  return found === 'below' ? 0 : found === 'above' ? Infinity : found.at;
}

/** At today's load and at the largest. Above that queues grow with the length of the run, and changes mean nothing. */
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

/** Share of the draws in which the answer has to be the same. */
const SURVIVING = 0.95;

/** A fleet that is enough with nominal profiles is unclear when too few of the draws agree. */
export function hardened(outcome: Outcome, modelError: CarriedModelError | undefined): Outcome {
  return outcome === 'enough' && modelError && modelError.met < SURVIVING ? 'unclear' : outcome;
}

type Outcome = Carried['today']['outcome'];
