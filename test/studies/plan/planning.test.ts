import { describe, expect, test } from 'vitest';
import type { Executor } from '../../../src/experiment/executor.ts';
import { breakEven } from '../../../src/studies/plan/breakEven.ts';
import { MONTH } from '../../../src/studies/plan/cost.ts';
import { knee } from '../../../src/studies/plan/knee.ts';
import { Stopped } from '../../../src/experiment/bench.ts';
import { requirements } from '../../../src/studies/plan/requirement.ts';
import type { Finished } from '../../../src/experiment/job.ts';
import { createStreams } from '../../../src/kernel/random.ts';
import { EDGE_ONLY, here, levelOf, planned, planOf, WITH_CLOUD } from './office.ts';

/** Runs the jobs in another order. */
const shuffled: Executor = {
  run(jobs, options) {
    const random = createStreams(1, 0)('order');
    const mixed = [...jobs].map((job) => ({ job, key: random.uniform() })).sort((a, b) => a.key - b.key);
    return here.run(
      mixed.map(({ job }) => job),
      options,
    );
  },
  close: () => Promise.resolve(),
};

const SMALL = ['plan.candidates.1.count=0..2'];

describe('a plan', () => {
  test('is the same whatever order its runs finish in, and whatever was there already', async () => {
    const scenarioFile = planOf(WITH_CLOUD, ...SMALL, 'plan.cloudShare=0.2');
    const kept: Finished[] = [];
    const first = await planned(scenarioFile, { onFinished: (finished) => kept.push(finished) });
    const text = JSON.stringify(first);
    expect(JSON.stringify(await planned(scenarioFile, { executor: shuffled }))).toBe(text);
    let again = 0;
    const done = kept.slice(0, kept.length / 2);
    expect(JSON.stringify(await planned(scenarioFile, { done, onFinished: () => again++ }))).toBe(text);
    expect(again).toBe(kept.length - done.length);
  }, 60_000);

  test('says how many runs it takes before it runs them', async () => {
    const scenarioFile = planOf(EDGE_ONLY, ...SMALL);
    const said: number[] = [];
    let done = 0;
    const { levels } = await planned(scenarioFile, {
      onProgress: ({ jobs }) => (done = jobs.done),
      onReplicating: (_, { replications, most }) => said.push(replications, most, done),
    });
    const [least, most, before] = said;
    const { recommended, seen } = levels[0]!;
    for (const fleet of [recommended!, ...seen]) {
      expect(fleet.replications).toBeGreaterThanOrEqual(least!);
      expect(fleet.replications).toBeLessThanOrEqual(most!);
    }
    expect(before).toBeLessThan(30);
  }, 60_000);

  test('says nothing of a fleet before it has had as many runs as the file wants', async () => {
    const told: number[] = [];
    const scenarioFile = planOf(EDGE_ONLY, ...SMALL, 'replications=20');
    const { levels } = await planned(scenarioFile, {
      onReplicating: (_, made) => told.push(made.replications),
    });
    expect(told).toEqual([20]);
    const { recommended, seen, runnersUp } = levels[0]!;
    expect(recommended!.replications).toBeGreaterThanOrEqual(20);
    const chosen = seen.find(({ counts }) => counts.join() === recommended!.counts.join())!;
    for (const fleet of [chosen, ...runnersUp.filter(({ replications }) => replications > 4)])
      expect(fleet.replications).toBeGreaterThanOrEqual(20);
    await expect(planned(planOf(EDGE_ONLY, 'replications=20', 'plan.mostRuns=10'))).rejects.toThrow(
      'plan.mostRuns: cannot be 10: 20 at least',
    );
  }, 60_000);

  test('ends the search when its requests are spent, and says what it has not looked at', async () => {
    const { levels, warnings } = await planned(planOf(EDGE_ONLY, 'plan.mostRequests=1000'));
    const { effort, recommended } = levels[0]!;
    expect(effort.spent).toBe(true);
    expect(recommended === null || effort.skipped > 0).toBe(true);
    expect(warnings.some((text) => text.includes('mostRequests'))).toBe(true);
  }, 60_000);

  test('has figures of the recommended fleet that are sure of what is asked', async () => {
    const { levels } = await planned(planOf(EDGE_ONLY, ...SMALL));
    const { recommended, runnersUp, front, knee: gives } = levels[0]!;
    expect(recommended!.verdict).toBe('passes');
    for (const { sure, bound } of recommended!.assessed) expect(sure).toBeGreaterThanOrEqual(bound);
    for (const { verdict } of runnersUp) expect(verdict).not.toBe('fails');
    // What is said to do has had more than the first few runs.
    for (const { verdict, replications } of runnersUp)
      if (verdict === 'passes') expect(replications).toBeGreaterThanOrEqual(8);
    front.forEach((fleet, i) => {
      if (i > 0) expect(fleet.attainment.mean).toBeGreaterThan(front[i - 1]!.attainment.mean!);
    });
    expect(gives!.estimate).toBeGreaterThan(1);
    expect(gives!.ask).toBe('attainment');
  }, 60_000);

  test('never breaks below the demand it is planned for: the runs that confirmed it count there too', async () => {
    const { levels } = await planned(planOf(EDGE_ONLY, ...SMALL, 'slo.target=0.93'), { growth: [1, 2, 3] });
    for (const { growth, recommended, knee: gives } of levels) {
      if (!recommended) continue;
      expect(gives!.estimate).toBeGreaterThan(growth);
      expect(gives!.failsFrom).toBeGreaterThan(growth);
    }
    expect(levels.some(({ recommended }) => recommended !== null)).toBe(true);
  }, 60_000);

  test('names the nearest and what limits it when nothing does', async () => {
    const slow = await planned(planOf(EDGE_ONLY, ...SMALL, 'slo.ttft=500ms', 'slo.target=0.9'));
    expect(slow.levels[0]!.recommended).toBeNull();
    expect(slow.levels[0]!.nearest!.cause.kind).toBe('prefill');
    const full = await planned(
      planOf(EDGE_ONLY, ...SMALL, 'plan.candidates.0.count=0..1', 'plan.headroom=0'),
      { growth: [8] },
    );
    expect(full.levels[0]!.recommended).toBeNull();
    expect(full.levels[0]!.nearest!.cause).toMatchObject({ kind: 'refused', reason: 'queueFull' });
    // All the fast ones there may be; a slow one with a full queue answers nobody in time, and takes from the others.
    expect(full.levels[0]!.nearest!.fleet.counts).toEqual([0, 2]);
    const dear = await planned(planOf(EDGE_ONLY, ...SMALL, 'plan.budget=5'));
    expect(dear.levels[0]!.recommended).toBeNull();
  }, 60_000);

  test('counts the share of days when it is asked for', async () => {
    const scenarioFile = planOf(EDGE_ONLY, ...SMALL, 'plan.per=day', 'plan.days=0.8', 'duration=15m');
    const { levels } = await planned(scenarioFile);
    const { recommended, replicating } = levels[0]!;
    const days = recommended!.assessed.find(({ ask }) => ask === 'days')!;
    expect(replicating.misses).toBeGreaterThanOrEqual(0);
    expect(recommended!.replications).toBeGreaterThanOrEqual(replicating.about);
    expect(recommended!.replications).toBeLessThanOrEqual(replicating.most);
    expect(days.sure).toBeGreaterThanOrEqual(0.8);
    expect(
      requirements(scenarioFile.planning!, scenarioFile.cells[0]!.scenario).map(({ ask }) => ask),
    ).toContain('attainment');
  }, 60_000);

  test('finds the one small machine for a demand so small that most runs have no request', async () => {
    const { levels } = await planned(
      planOf(EDGE_ONLY, ...SMALL, 'slo.target=80 %', 'workload.arrivals.rate=0.5/h'),
    );
    expect(levels[0]!.recommended!.counts).toEqual([1, 0]);
  }, 60_000);

  test('says how many days it would take, and never fewer than could show the share', async () => {
    const scenarioFile = planOf(
      EDGE_ONLY,
      ...SMALL,
      'plan.per=day',
      'plan.mostRuns=8',
      'duration=15m',
      'slo.ttft=1h',
    );
    const { recommended, undecided } = (await planned(scenarioFile)).levels[0]!;
    expect(recommended).toBeNull();
    // Even without a miss, 95 % of the days are shown by no fewer than 59.
    for (const { more } of undecided) expect(more).toBeGreaterThanOrEqual(59);
    expect(undecided.length).toBeGreaterThan(0);
  }, 60_000);

  test('ends when it is told to, and keeps what it has', async () => {
    const stop = new AbortController();
    const kept: Finished[] = [];
    const scenarioFile = planOf(EDGE_ONLY, ...SMALL);
    const signal = stop.signal;
    const going = planned(scenarioFile, {
      signal,
      onFinished: (finished) => {
        kept.push(finished);
        if (kept.length === 10) stop.abort();
      },
    });
    await expect(going).rejects.toThrow(Stopped);
    expect(kept.length).toBeGreaterThanOrEqual(10);
  });
});

describe('the break-even', () => {
  test('is where the bill of the cloud is the price of the machines', async () => {
    // Nothing is refused, and electricity is free: the fleet costs its price, the cloud its tokens.
    const scenarioFile = planOf(
      WITH_CLOUD,
      'metrics.electricity=0',
      'workload.prompt=100',
      'workload.output=100',
      'plan.candidates.1.queue=unbounded',
      'duration=8h',
    );
    const level = levelOf(scenarioFile);
    const { price } = scenarioFile.cells[0]!.scenario.cloud!.profile;
    const request = (100 * price.input + 100 * price.output) / 1e6;
    const lifetime = 1095 * 86400;
    const even = (900 * MONTH) / lifetime / (0.25 * MONTH * request);
    const found = await breakEven(level, [0, 1], 12);
    expect(found.low!).toBeLessThan(even);
    expect(found.high!).toBeGreaterThan(even);
    expect(found.estimate! / even).toBeGreaterThan(0.95);
    expect(found.estimate! / even).toBeLessThan(1.05);
    expect(found.requests! / (found.estimate! * 0.25 * MONTH)).toBeCloseTo(1, 1);
  }, 60_000);

  test('is not there when the cloud is all but free', async () => {
    const scenarioFile = planOf(
      WITH_CLOUD,
      'cloud.profile=openai/gpt-4o-mini',
      'plan.candidates.1.price=90000 $',
    );
    const found = await breakEven(levelOf(scenarioFile), [0, 1], 6);
    expect(found).toMatchObject({ high: null, estimate: null, requests: null });
    expect(found.low).toBeGreaterThan(1);
  }, 60_000);
});

describe('the knee', () => {
  test('is where the loss of a machine without a queue passes what may be lost', async () => {
    // One server, nobody waits: of a load a, 1 / (1 + a) is served, whatever the service times.
    const scenarioFile = planOf(
      EDGE_ONLY,
      'plan.candidates.1.queue=0',
      'workload.arrivals.rate=0.05/s',
      'workload.prompt=100',
      'workload.output=101',
      'slo.target=0.8',
      'duration=4h',
    );
    const service = 0.5 + 0.1 + 100 * 0.02;
    const at = 0.25 / (0.05 * service);
    const found = (await knee(levelOf(scenarioFile), [0, 1], 16))!;
    expect(found.ask).toBe('attainment');
    expect(found.estimate / at).toBeGreaterThan(0.93);
    expect(found.estimate / at).toBeLessThan(1.07);
    expect(found.passesTo!).toBeLessThan(at);
    expect(found.failsFrom).toBeGreaterThan(at);
    expect(found.cause).toMatchObject({ kind: 'refused', reason: 'queueFull', machine: 'fast/tiny' });
  }, 60_000);
});

describe('what makes a plan doubtful', () => {
  test('is said: profiles of one or two figures, and lengths that nobody measured', async () => {
    const candidates =
      'plan.candidates=[{ profile: rtx-3060/llama3.2-3b-q4, count: 1..2, price: 900 $, quality: 0.8 }]';
    const found = await planned(
      planOf(EDGE_ONLY, candidates, 'workload.output=1500', 'workload.arrivals.rate=0.01/s'),
    );
    expect(found.levels[0]!.recommended).not.toBeNull();
    const said = found.warnings.join('\n');
    expect(said).toContain('rtx-3060/llama3.2-3b-q4 is a rough profile: one or two figures');
    expect(said).toContain('all of its requests lie outside what was measured');
  }, 60_000);

  test.each([
    [['slo.target=1'], 'slo.target: cannot be 100 % here: no number of runs confirms'],
    [['plan.per=day', 'plan.days=1'], 'plan.days: cannot be 100 % here: no number of runs confirms'],
  ])('%j is never confirmed', async (set, said) => {
    await expect(planned(planOf(EDGE_ONLY, ...SMALL, ...set))).rejects.toThrow(said);
  });
});
