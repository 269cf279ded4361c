import { describe, expect, test } from 'vitest';
import { compare } from '../../src/experiment/compare.ts';
import { Findings } from '../../src/experiment/findings.ts';
import { difference, moreReplications, relative } from '../../src/experiment/paired.ts';
import { studentQuantile } from '../../src/kernel/student.ts';
import { findingsOf, randomFor, replication, strategies, times } from './made.ts';

const METRIC = 'cloud.tokens';

function only(cells: readonly (readonly number[])[], metric = METRIC) {
  const [found, ...others] = compare(strategies('random', 'loadAware'), findingsOf(metric, cells), {
    metrics: [metric],
  });
  expect(others).toEqual([]);
  return found!;
}

describe('a comparison', () => {
  test('is the naive computation over pairs of replications', () => {
    const random = randomFor('pairs');
    const baseline = times(12, () => 1000 + 100 * random.normal());
    const values = baseline.map((value) => 0.6 * value + 20 * random.normal());
    const found = only([baseline, values]);
    const differences = values.map((value, i) => value - baseline[i]!);
    const mean = differences.reduce((a, b) => a + b) / 12;
    const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / 11;
    const half = studentQuantile(0.975, 11) * Math.sqrt(variance / 12);
    expect(found.difference.mean).toBeCloseTo(mean, 9);
    expect(found.difference.ci95![0]).toBeCloseTo(mean - half, 9);
    expect(found.difference.ci95![1]).toBeCloseTo(mean + half, 9);
    const ratio = values.reduce((a, b) => a + b) / baseline.reduce((a, b) => a + b) - 1;
    expect(found.relative.mean).toBeCloseTo(ratio, 12);
  });

  test('is far narrower on the same requests than on different ones', () => {
    const random = randomFor('common');
    const shared = times(20, () => 1000 + 100 * random.normal());
    const paired = only([shared, shared.map((value) => value - 10 + random.normal())]);
    const apart = only([shared, times(20, () => 990 + 100 * random.normal())]);
    const width = ({ difference }: typeof paired) => difference.ci95![1] - difference.ci95![0];
    expect(width(paired) * 10).toBeLessThan(width(apart));
    expect(paired.verdict).toBe('better');
    expect(apart.verdict).toBe('cannot tell yet');
  });

  test('pairs by the number of the replication, and leaves out those that one side lacks', () => {
    const findings = new Findings(2);
    const add = (cell: number, number: number, value: number) =>
      findings.add({ cell, replication: number, draw: null, result: replication({ [METRIC]: value }) });
    [5, 0, 3].forEach((number) => add(1, number, 100 * number + 1));
    [0, 3, 4, 5].forEach((number) => add(0, number, 100 * number));
    const [found] = compare(strategies('a', 'b'), findings, { metrics: [METRIC] });
    expect(found!.difference).toEqual({ mean: 1, ci95: null });
    expect(found!.verdict).toBe('worse');
  });

  test('says who is better by the sense of the figure', () => {
    const [low, high] = [
      [10, 11, 12, 13],
      [20, 21, 23, 22],
    ] as const;
    expect(only([high, low], 'cloud.tokens').verdict).toBe('better');
    expect(only([low, high], 'cloud.tokens').verdict).toBe('worse');
    expect(only([low, high], 'edge.served').verdict).toBe('better');
    expect(only([low, high], 'edge.utilization').verdict).toBe('higher');
    expect(only([high, low], 'edge.utilization').verdict).toBe('lower');
  });

  test('of a single replication tells nothing, nor do figures that never differ', () => {
    expect(only([[10], [20]])).toMatchObject({ verdict: 'cannot tell yet', more: null });
    expect(only([[10], [20]]).text).toMatch(/at least 2 replications are needed$/);
    expect(
      only([
        [10, 12],
        [10, 12],
      ]).verdict,
    ).toBe('same');
  });

  test('is left out where the figure is 0 in every run or missing', () => {
    const scenarioFile = strategies('a', 'b');
    expect(
      compare(
        scenarioFile,
        findingsOf('dropped', [
          [0, 0],
          [0, 0],
        ]),
        { metrics: ['dropped'] },
      ),
    ).toEqual([]);
    expect(compare(scenarioFile, findingsOf('dropped', [[null], [1]]), { metrics: ['dropped'] })).toEqual([]);
  });

  test('reads as a sentence', () => {
    const random = randomFor('sentence');
    const baseline = times(20, () => 10_000 + 300 * random.normal());
    const values = baseline.map((value) => 0.59 * value + 400 * random.normal());
    expect(only([baseline, values]).text).toMatch(
      /^loadAware redirects \d\d(\.\d)? % fewer tokens than random \(95 % interval \d\d(\.\d)? to \d\d(\.\d)?\)$/,
    );
  });

  test('that cannot be told says both ends and what it would take', () => {
    const random = randomFor('noise');
    const baseline = times(10, () => 1000 + 100 * random.normal());
    const values = times(10, () => 1020 + 100 * random.normal());
    const found = only([baseline, values]);
    expect(found.verdict).toBe('cannot tell yet');
    expect(found.text).toMatch(
      /^cannot tell yet whether loadAware redirects (more|fewer) tokens than random: .* % (more|fewer) \(95 % interval .* fewer to .* more\); about \d+ more replications would tell$/,
    );
  });
});

describe('the number of further replications', () => {
  test('is about what it then takes', () => {
    const random = randomFor('advice');
    const trials = 300;
    const draw = (n: number) => times(n, () => 1 + 4 * random.normal());
    const pilot = { replications: 8, estimate: { mean: 1, ci95: null }, deviation: 4, t: 0 };
    const advised = 8 + moreReplications(pilot)!;
    const told = times(trials, () =>
      difference({ values: draw(advised), baseline: times(advised, () => 0) }),
    ).filter(({ estimate }) => estimate.ci95![0] > 0).length;
    expect(told / trials).toBeGreaterThan(0.72);
    expect(told / trials).toBeLessThan(0.88);
  });

  test('is not given where no sensible number would do', () => {
    const none = difference({ values: [1, -1, 1, -1.0000001], baseline: [0, 0, 0, 0] });
    expect(moreReplications(none)).toBeNull();
  });
});

describe('the relative difference', () => {
  test('covers the ratio of the true means in 95 of 100 trials', () => {
    const random = randomFor('ratio');
    const trials = 4000;
    const covered = times(trials, () => {
      const load = times(20, () => 1 + 0.2 * random.normal());
      const baseline = load.map((x) => 1000 * x + 50 * random.normal());
      const values = load.map((x) => 600 * x + 50 * random.normal());
      return relative({ values, baseline }).ci95!;
    }).filter(([low, high]) => low <= -0.4 && high >= -0.4).length;
    expect(covered / trials).toBeGreaterThan(0.93);
    expect(covered / trials).toBeLessThan(0.965);
  });

  test('is never that more than all of it went, unless what there is may be negative', () => {
    const baseline = [100, 101, 99, 100];
    expect(relative({ values: [0, 40, 0, 0], baseline }).ci95![0]).toBe(-1);
    expect(relative({ values: [0, 40, -30, 0], baseline }).ci95![0]).toBeLessThan(-1);
  });

  test('has no interval where the baseline is hardly known', () => {
    expect(relative({ values: [3, 5, 4], baseline: [0, 10, -8] }).ci95).toBeNull();
    expect(relative({ values: [3, 5], baseline: [0, 0] })).toEqual({ mean: null, ci95: null });
  });
});
