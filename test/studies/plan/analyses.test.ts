import { describe, expect, test } from 'vitest';
import { analysesOf, confirmationError, ERROR } from '../../../src/studies/plan/analyses.ts';
import { requirements } from '../../../src/studies/plan/requirement.ts';
import { search } from '../../../src/studies/plan/search.ts';
import { Trial } from '../../../src/studies/plan/trial.ts';
import type { Ledger } from '../../../src/studies/plan/ledger.ts';
import { createStreams } from '../../../src/kernel/random.ts';
import type { Random } from '../../../src/kernel/random.ts';
import type { Replicating } from '../../../src/studies/plan/result.ts';
import type { Assessed } from '../../../src/studies/plan/fleetResult.ts';
import type { Replication } from '../../../src/results.ts';
import { Bounds } from '../../../src/studies/plan/bounds.ts';
import { replication } from '../../experiment/made.ts';
import { EDGE_ONLY, levelOf, planOf } from './office.ts';

const TARGET = 0.9;
const WORLDS = 1000;

/** The share of one run that is in time; its mean is given. */
type World = (mean: number, random: Random) => number;

/** As much to either side. */
const even: World = (mean, random) => mean + 0.02 * random.normal();
/** Now and then a bad day, as when a burst fills the queues: most runs are better than their mean. */
const lopsided: World = (mean, random) => mean + 0.02 * (1 - random.exponential());
/** Half as skewed: a gamma distribution of shape 4, with the same standard deviation. */
const skewed: World = (mean, random) => {
  const gamma = random.exponential() + random.exponential() + random.exponential() + random.exponential();
  return mean + 0.02 * (2 - gamma / 2);
};

/** What is planned, read once for all worlds. */
const { planning, scenario } = levelOf(planOf(EDGE_ONLY));
const asked = requirements(planning, scenario);

/** Fleets whose runs are made up: nothing is simulated, so that there can be thousands of searches. */
function madeUp(world: World, mean: number, seed: number): Trial {
  const streams = createStreams(seed, 0);
  const kept = new Map<string, Replication>();
  const runOf = (counts: readonly number[], number: number): Replication => {
    const name = `${counts.join()}/${number}`;
    let run = kept.get(name);
    if (!run) {
      run = replication({ arrived: 500, 'slo.attainment': world(mean, streams(name)) });
      kept.set(name, run);
    }
    return run;
  };
  let runs = 0;
  const had = new Map<string, number>();
  const ledger = {
    get runs() {
      return runs;
    },
    simulated: 0,
    need(wanted: readonly { counts: readonly number[]; from?: number; to: number }[]) {
      for (const { counts, from = 0, to } of wanted) {
        had.set(`${counts.join()} ${from}`, Math.max(to, had.get(`${counts.join()} ${from}`) ?? 0));
        runs += to - from;
      }
      return Promise.resolve();
    },
    of: (_: number, counts: readonly number[], from: number, to: number) => {
      const end = Math.min(to, had.get(`${counts.join()} ${from}`) ?? 0);
      return Array.from({ length: Math.max(0, end - from) }, (_each, i) => runOf(counts, from + i));
    },
  } as unknown as Ledger;
  return new Trial({ planning, scenario, growth: 1, seconds: 1800, asked, ledger });
}

const MADE: Replicating = {
  replications: 4,
  most: 128,
  requests: Infinity,
  about: 8,
  ask: 'attainment',
  margin: 0.02,
  misses: null,
  capped: false,
};

async function verdicts(world: World, mean: number): Promise<Record<Assessed['verdict'], number>> {
  const said = { passes: 0, fails: 0, undecided: 0 };
  for (let seed = 0; seed < WORLDS; seed++) {
    const trial = madeUp(world, mean, seed);
    const { verdict } = await trial.decided([0, 1], analysesOf(MADE.replications, MADE.most));
    said[verdict]++;
  }
  return said;
}

describe('testing again and again', () => {
  test('shares one chance of an error among the analyses', () => {
    for (const [first, most] of [
      [4, 128],
      [4, 100],
      [20, 20],
      [3, 1000],
    ] as const) {
      const analyses = analysesOf(first, most);
      expect(analyses.reduce((sum, { error }) => sum + error, 0)).toBeCloseTo(ERROR, 12);
      expect(analyses.at(-1)!.runs).toBe(most);
      analyses.forEach(({ runs }, i) => i > 0 && expect(runs).toBeGreaterThan(analyses[i - 1]!.runs));
    }
  });

  test('of fleets confirmed one after the other, all together err no more often', () => {
    const all = Array.from({ length: 30 }, (_, attempt) => confirmationError(attempt));
    expect(all.reduce((sum, error) => sum + error, 0)).toBeLessThanOrEqual(ERROR + 1e-12);
  });

  test('says of a fleet exactly at its bound that it passes, or fails, in at most 5 % of the worlds each', async () => {
    const { passes, fails } = await verdicts(even, TARGET);
    // Two standard errors of a thousand worlds.
    expect(passes / WORLDS).toBeLessThan(ERROR + 0.014);
    expect(fails / WORLDS).toBeLessThan(ERROR + 0.014);
    // And is not so cautious that it never says anything.
    expect(passes / WORLDS).toBeGreaterThan(0.01);
  });

  test('and hardly more often where runs are skewed, as an exponential or half as much', async () => {
    const half = await verdicts(skewed, TARGET);
    expect(half.passes / WORLDS).toBeLessThan(ERROR + 0.014);
    const { passes } = await verdicts(lopsided, TARGET);
    expect(passes / WORLDS).toBeLessThan(ERROR + 0.03);
  });

  test('tells a fleet that is better by half a spread nearly always', async () => {
    const { passes, fails } = await verdicts(even, TARGET + 0.01);
    expect(passes / WORLDS).toBeGreaterThan(0.97);
    expect(fails).toBe(0);
  });
});

describe('a recommendation', () => {
  test.each([
    ['even', even],
    ['lopsided', lopsided],
  ])(
    'of a fleet exactly at its bound comes in at most 5 % of the worlds, when all fleets are there and runs are %s',
    async (_, world) => {
      let wrong = 0;
      const scenarioFile = planOf(EDGE_ONLY, 'plan.candidates.0.count=0..2', 'plan.candidates.1.count=0..2');
      const level = levelOf(scenarioFile);
      const bounds = new Bounds(level.planning, level.scenario, level.demand);
      // Any of eight fleets may be taken wrongly.
      const fleets = [0, 1, 2].flatMap((a) => [0, 1, 2].map((b) => [a, b])).slice(1);
      for (let seed = 0; seed < 400; seed++) {
        const trial = madeUp(world, TARGET - 1e-12, seed);
        const { best } = await search({ trial, bounds, fleets, made: MADE, grid: true });
        if (best) wrong++;
      }
      expect(wrong / 400).toBeLessThanOrEqual(0.05);
    },
    60_000,
  );
});
