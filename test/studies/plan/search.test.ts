import { beforeAll, describe, expect, test } from 'vitest';
import { Bounds } from '../../../src/studies/plan/bounds.ts';
import { billOf } from '../../../src/studies/plan/cost.ts';
import { search, type SearchResult } from '../../../src/studies/plan/search.ts';
import { fleets, neighbours, within } from '../../../src/studies/plan/space.ts';
import type { Replicating } from '../../../src/studies/plan/result.ts';
import { EDGE_ONLY, levelOf, planOf, WITH_CLOUD } from './office.ts';

const MADE: Replicating = {
  replications: 4,
  most: 32,
  requests: 1e9,
  about: 12,
  ask: 'attainment',
  margin: 0.02,
  misses: null,
  capped: false,
};

async function found(
  text: string,
  set: readonly string[],
  growth: number,
  grid: boolean,
): Promise<SearchResult> {
  const scenarioFile = planOf(text, 'plan.headroom=0', ...set);
  const level = levelOf(scenarioFile, growth);
  const { trial } = level;
  const bounds = new Bounds(level.planning, level.scenario, level.demand);
  const all = fleets(level.planning, level.scenario);
  const strict = trial.strict ? { strict: level.boundsAt(trial.strict) } : {};
  return search({ trial, bounds, ...strict, fleets: all, made: MADE, grid });
}

/** With something lost, with a cloud that may take little, a lot or all, with strategies that choose well and badly. */
const CASES: readonly (readonly [string, string, readonly string[], number])[] = [
  ['what is refused is lost', EDGE_ONLY, [], 1],
  ['what is refused is lost, at twice the demand', EDGE_ONLY, [], 2],
  ['nobody waits', EDGE_ONLY, ['plan.candidates.0.queue=0', 'plan.candidates.1.queue=0'], 1],
  ['devices are chosen blindly', EDGE_ONLY, ['strategy=random', 'slo.ttft=3s', 'slo.target=0.7'], 1],
  ['slow boards are a burden', EDGE_ONLY, ['strategy=random', 'slo.e2e=6s', 'slo.target=0.75'], 1],
  ['the cloud takes what it may', WITH_CLOUD, ['plan.cloudShare=0.1'], 1],
  ['the cloud takes half of the tokens', WITH_CLOUD, ['plan.cloudShare={tokens: 0.5}'], 1],
  ['the cloud takes anything', WITH_CLOUD, [], 1],
  ['the cloud takes anything, at four times the demand', WITH_CLOUD, [], 4],
  ['a percentile is bounded', EDGE_ONLY, ['plan.p95.e2e=20s', 'slo.target=0.8'], 1],
  ['there is to be headroom', EDGE_ONLY, ['plan.headroom=0.3'], 1],
  ['a machine may be missing', EDGE_ONLY, ['plan.spare=1'], 1],
  ['nothing is good enough', EDGE_ONLY, ['slo.ttft=100ms'], 1],
];

interface Both {
  readonly quick: SearchResult;
  readonly grid: SearchResult;
}

describe('the search', () => {
  const both = new Map<string, Both>();
  beforeAll(async () => {
    for (const [name, text, set, growth] of CASES) {
      const quick = await found(text, set, growth, false);
      both.set(name, { quick, grid: await found(text, set, growth, true) });
    }
  }, 180_000);

  test.each(CASES.map(([name]) => name))(
    'finds the fleet that running every fleet finds, with far fewer runs, when %s',
    (name) => {
      const { quick, grid } = both.get(name)!;
      expect(quick.best?.counts).toEqual(grid.best?.counts);
      expect(quick.best?.cost).toBe(grid.best?.cost);
      // Each has its runs of confirmation.
      expect(quick.simulations).toBeLessThan(0.5 * grid.simulations);
    },
  );

  test('needs less than a third of the runs, all cases together', () => {
    const runs = (of: keyof Both): number =>
      [...both.values()].reduce((sum, one) => sum + one[of].simulations, 0);
    expect(runs('quick') / runs('grid')).toBeLessThan(1 / 3);
  });

  test('meets cases with an answer and cases without, and answers of one kind and of two', () => {
    const answers = [...both.values()].map(({ grid }) => grid.best?.counts ?? null);
    expect(answers).toContain(null);
    expect(new Set(answers.map(String)).size).toBeGreaterThan(4);
  });

  test('sees that fewer machines can do better, where a strategy burdens slow ones', async () => {
    const { entries } = await found(EDGE_ONLY, ['strategy=random', 'slo.e2e=6s', 'slo.target=0.75'], 1, true);
    const does = entries.filter(({ state }) => state === 'passes');
    const fails = entries.filter(({ state }) => state === 'fails');
    expect(does.some((small) => fails.some((large) => within(small.counts, large.counts)))).toBe(true);
  });
});

describe('a bound', () => {
  test.each([
    ['lost', EDGE_ONLY, []],
    ['lost, with a bound on the whole answer', EDGE_ONLY, ['slo.e2e=6s']],
    ['sent to the cloud', WITH_CLOUD, []],
    [
      'sent to the cloud, with batching',
      WITH_CLOUD,
      ['plan.candidates.0.device=batching', 'plan.candidates.0.slots=4'],
    ],
    ['lost, at machines with lanes', EDGE_ONLY, ['plan.candidates.0.slots=3']],
  ] as const)(
    'is never passed by a fleet that is run, whatever is refused being %s',
    async (_, text, set) => {
      const level = levelOf(planOf(text, ...set), 1.5);
      const { trial, planning, scenario, demand } = level;
      const bounds = new Bounds(planning, scenario, demand);
      const all = fleets(planning, scenario);
      const runs = demand.samples.length;
      await trial.run(all, runs);
      for (const counts of all) {
        const bound = bounds.of(counts);
        const results = trial.runsOf(counts, runs);
        const mean = (of: (run: (typeof results)[number]) => number): number =>
          results.reduce((sum, run) => sum + of(run), 0) / runs;
        expect(bound.cost).toBeLessThanOrEqual(mean((run) => billOf(run, counts, trial.prices).total));
        expect(bound.attainment).toBeGreaterThanOrEqual(mean(({ metrics }) => metrics['slo.attainment']!));
        const cloud = mean(({ metrics }) => metrics['cloud.requests']! / metrics['arrived']!);
        expect(bound.cloudShare).toBeLessThanOrEqual(cloud + 1e-12);
      }
    },
    60_000,
  );

  test('rules something out', () => {
    const level = levelOf(planOf(EDGE_ONLY), 4);
    const bounds = new Bounds(level.planning, level.scenario, level.demand);
    const all = fleets(level.planning, level.scenario).map((counts) => bounds.of(counts).attainment);
    expect(all.filter((attainment) => attainment < 0.9).length).toBeGreaterThan(all.length / 6);
  });
});

describe('the space', () => {
  test('has every combination once, and nothing without a cloud is no fleet', () => {
    const { planning, cells } = planOf(EDGE_ONLY);
    const all = fleets(planning!, cells[0]!.scenario);
    expect(all).toHaveLength(6 * 5 - 1);
    expect(new Set(all.map(String)).size).toBe(all.length);
    const cloud = planOf(WITH_CLOUD);
    expect(fleets(cloud.planning!, cloud.cells[0]!.scenario)).toHaveLength(30);
  });

  test('has neighbours one machine away, within the bounds', () => {
    const { planning } = planOf(EDGE_ONLY);
    expect(neighbours(planning!, [0, 4]).map(String).sort()).toEqual(['0,3', '1,3', '1,4']);
  });
});
