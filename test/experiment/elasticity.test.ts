import { describe, expect, test } from 'vitest';
import { elasticityOf, PAIRS, plainPairs, slower } from '../../src/experiment/modelError.ts';
import { experiment, type ExperimentOutcome } from '../../src/experiment/experiment.ts';
import { inProcess } from '../../src/executors/inProcess.ts';
import { elasticityLines } from '../../src/report/elasticity.ts';
import { read } from '../../src/scenario/read.ts';
import { runner } from '../../src/store/runner.ts';

/** One machine, a mean service of a second, exponential: the mean stay is 1 / (1 - load). */
const mm1 = (load: number): string => `
name: mm1
duration: 10h
warmup: 20m
replications: 20
workload:
  arrivals: { kind: poisson, rate: ${load}/s }
  prompt: { kind: constant, value: 1 }
  output: { kind: exponential, mean: 1000 }
fleet:
  - { profile: { pace: { prefill: { perToken: 0 }, step: { fixed: 0.001 } }, power: { idle: 1, prefill: 1, decode: 1 }, context: 1000000 } }
`;

async function outcome(text: string, modelError: boolean, pairs = 0): Promise<ExperimentOutcome> {
  const scenarioFile = read(text, { file: 'box.yaml' });
  const options = { version: '0', executor: inProcess(runner({ base: '/' })) };
  for await (const step of experiment(scenarioFile, {
    ...options,
    ...(modelError && { modelError: { draws: 0 } }),
    pairs,
  }))
    if (step.kind === 'outcome') return step.outcome;
  throw new Error('there was no outcome');
}

describe('how much figures move for 1 % of service time', () => {
  test.each([
    [0.3, 1 / 0.7],
    [0.6, 1 / 0.4],
    [0.8, 1 / 0.2],
  ])('is what queueing theory says at a load of %d', async (load, stays) => {
    const { summary } = await outcome(mm1(load), true);
    const { elasticity } = summary.cells[0]!;
    expect(elasticity).toMatchObject({ step: 0.01, replications: PAIRS });
    const { mean, ci95 } = elasticity!.metrics['e2e.mean']!;
    // A stay of 1 / (1 / S - rate) has the elasticity 1 / (1 - load), and a step of 1 % a little more.
    const truth = (1 / (1 / 1.01 - load) / (1 / (1 - load)) - 1) / 0.01;
    expect(Math.abs(truth / stays - 1)).toBeLessThan(0.06);
    expect(Math.abs(mean! / truth - 1)).toBeLessThan(0.1);
    expect(ci95![0]).toBeLessThan(mean!);
    expect(ci95![1]).toBeGreaterThan(mean!);
    expect(elasticity!.metrics['edge.utilization']!.mean).toBeCloseTo(1, 1);
  });

  test('is not asked of a queue that grows, and costs nothing where it was not asked for', async () => {
    const grows = await outcome(mm1(1.3).replace('10h', '1h'), true);
    expect(grows.summary.cells[0]!.verdict).toBe('backlogged');
    expect(grows.summary.cells[0]!.elasticity).toBeUndefined();
    const off = await outcome(mm1(0.3).replace('10h', '1h'), false);
    expect(off.summary.cells[0]!.elasticity).toBeUndefined();
  });

  test('is measured beside a plain run from as many pairs as are asked for, and from the same runs', async () => {
    const text = mm1(0.6).replace('10h', '1h').replace('replications: 20', 'replications: 4');
    const [plain, asked] = [await outcome(text, false), await outcome(text, false, 3)];
    const { elasticity, ...rest } = asked.summary.cells[0]!;
    expect(elasticity!.replications).toBe(3);
    expect(elasticity!.metrics['e2e.mean']!.mean).toBeGreaterThan(1);
    expect(rest).toEqual(plain.summary.cells[0]);
  });

  test('takes no more than a tenth of a plain run, or a moment', () => {
    expect(plainPairs(1, 20, 1e6)).toBe(2);
    expect(plainPairs(1, 5, 1e6)).toBe(0);
    expect(plainPairs(1, 5, 1000)).toBe(5);
    expect(plainPairs(2, 40, 1000)).toBe(PAIRS);
    expect(plainPairs(1, 1, 40_000)).toBe(1);
    expect(plainPairs(9, 20, 10)).toBe(0);
  });

  test('is said in words', async () => {
    const { summary } = await outcome(mm1(0.6), true);
    expect(elasticityLines(summary)).toEqual([
      expect.stringMatching(
        /^At this load 1 % more service time moves mean answers by 2\.\d %( and the 95th percentile of first tokens by \d(\.\d)? %)?\.$/,
      ),
    ]);
  });

  test('everything that is seconds on a machine is slower, and nothing else', () => {
    const { scenario } = read(
      mm1(0.3).replace(
        'step: { fixed: 0.001 }',
        'step: { fixed: 0.001, experts: { seconds: 0.02, sequences: 7 } }, overlap: 0.5',
      ),
      { file: 'box.yaml' },
    ).cells[0]!;
    const [before, after] = [scenario, slower(scenario)].map(({ fleet }) => fleet[0]!.profile);
    expect(after!.pace.step.fixed).toBeCloseTo(0.00101, 12);
    expect(after!.pace.step.experts).toEqual({ seconds: 0.02 * 1.01, sequences: 7 });
    expect(after!.pace.overlap).toBe(0.5);
    expect(after!.pace.prefill.padTo).toBe(before!.pace.prefill.padTo);
    expect(after!.power).toEqual(before!.power);
  });

  test('figures that some run lacks have none', () => {
    const runs = [
      { 'e2e.mean': 2, 'ttft.mean': null },
      { 'e2e.mean': 4, 'ttft.mean': 1 },
    ];
    const moved = [
      { 'e2e.mean': 2.1, 'ttft.mean': 1 },
      { 'e2e.mean': 4.2, 'ttft.mean': 1 },
    ];
    const found = elasticityOf(runs, moved)!;
    expect(Object.keys(found.metrics)).toEqual(['e2e.mean']);
    expect(found.metrics['e2e.mean']!.mean).toBeCloseTo(5, 9);
    expect(found.metrics['e2e.mean']!.ci95![0]).toBeCloseTo(5, 9);
    expect(elasticityOf(runs, [])).toBeNull();
  });
});
