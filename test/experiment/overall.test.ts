import { describe, expect, test } from 'vitest';
import { compare, pairwise } from '../../src/experiment/compare.ts';
import { overall } from '../../src/sentences/overall.ts';
import { studentQuantile } from '../../src/kernel/student.ts';
import type { Comparison } from '../../src/results.ts';
import { findingsOf, randomFor, strategies, times } from './made.ts';

const METRIC = 'cloud.tokens';

const made = (
  setting: Record<string, string>,
  relative: number,
  verdict: Comparison['verdict'],
): Comparison => ({
  metric: METRIC,
  axis: 'strategy',
  cell: { ...setting, strategy: 'loadAware' },
  baseline: { ...setting, strategy: 'random' },
  difference: { mean: 1000 * relative, ci95: [1000 * relative - 10, 1000 * relative + 10] },
  relative: { mean: relative, ci95: [relative - 0.01, relative + 0.01] },
  verdict,
  more: verdict === 'cannot tell yet' ? 12 : null,
  text: 'as it is',
});
const windows = ['30s', '60s', '2m', '5m', '10m'];

describe('over the settings of the other axes', () => {
  test('a few are told one by one, each with its interval', () => {
    const found = overall([
      made({ 'workload.arrivals': 'steady' }, -0.68, 'better'),
      made({ 'workload.arrivals': 'bursty' }, -0.3, 'better'),
    ]);
    expect(found).toEqual([
      {
        metric: METRIC,
        axis: 'strategy',
        label: 'loadAware',
        baseline: 'random',
        verdicts: { better: 2 },
        text: 'loadAware redirects fewer tokens than random: 68.0 % (95 % interval 67.0 to 69.0) with arrivals steady; 30.0 % (29.0 to 31.0) with arrivals bursty',
      },
    ]);
  });

  test('many are counted, from the least change to the largest', () => {
    const all = windows.map((window, i) => made({ 'limits.0.window': window }, -0.1 * (i + 1), 'better'));
    expect(overall(all)[0]!.text).toBe(
      'loadAware redirects fewer tokens than random in all 5 settings, by 10.0 % (window 30s) to 50.0 % (window 10m)',
    );
  });

  test('what goes the other way and what cannot be told is said', () => {
    const [a, b, c, d, e] = windows.map((window) => ({ 'limits.0.window': window }));
    const [found] = overall([
      made(a!, -0.2, 'better'),
      made(b!, -0.3, 'better'),
      made(c!, -0.4, 'better'),
      made(d!, 0.1, 'worse'),
      made(e!, -0.001, 'cannot tell yet'),
    ]);
    expect(found!.verdicts).toEqual({ better: 3, worse: 1, 'cannot tell yet': 1 });
    expect(found!.text).toBe(
      'loadAware redirects fewer tokens than random in 3 of 5 settings, by 20.0 % (window 30s) to 40.0 % (window 2m); more in 1, cannot tell yet in 1',
    );
  });

  test('one setting is its own comparison, and nothing told is nothing claimed', () => {
    expect(overall([made({}, -0.3, 'better')])[0]!.text).toBe('as it is');
    const open = windows.map((window) => made({ 'limits.0.window': window }, -0.001, 'cannot tell yet'));
    expect(overall(open)[0]!.text).toBe(
      'cannot tell yet whether loadAware or random redirects fewer tokens, in any of 5 settings; about 12 more replications would tell',
    );
  });
});

describe('every value against every other', () => {
  const random = randomFor('pairwise');
  const load = times(12, () => 1000 + 100 * random.normal());
  const cells = [1, 0.9, 0.5].map((factor) => load.map((value) => factor * value + 5 * random.normal()));
  const scenarioFile = strategies('random', 'weighted', 'loadAware');
  const findings = findingsOf(METRIC, cells);

  test('is each pair once, with the interval that three of them at once need', () => {
    const all = pairwise(scenarioFile, findings, { metrics: [METRIC] });
    expect(all.map(({ cell, baseline }) => [cell['strategy'], baseline['strategy']])).toEqual([
      ['weighted', 'random'],
      ['loadAware', 'random'],
      ['loadAware', 'weighted'],
    ]);
    const [alone] = compare(scenarioFile, findings, { metrics: [METRIC] });
    const half = ({ difference }: Comparison): number => difference.ci95![1] - difference.ci95![0];
    expect(half(all[0]!) / half(alone!)).toBeCloseTo(
      studentQuantile(1 - 0.025 / 3, 11) / studentQuantile(0.975, 11),
      9,
    );
    expect(all[0]!.among).toBe(3);
    expect(all[2]!.text).toMatch(/ than weighted \(95 % interval for all 3 pairs \d/);
  });

  test('is left out where there is one pair only', () => {
    const two = findingsOf(METRIC, cells.slice(0, 2));
    expect(pairwise(strategies('random', 'weighted'), two, { metrics: [METRIC] })).toEqual([]);
  });

  test('misses some difference of a family in at most 5 of 100 trials', () => {
    const equal = strategies('a', 'b', 'c', 'd');
    const trials = 600;
    const wrong = times(trials, () => {
      const values = times(4, () => times(8, () => 100 + random.normal()));
      return pairwise(equal, findingsOf(METRIC, values), { metrics: [METRIC] });
    }).filter((all) => all.some(({ verdict }) => verdict !== 'cannot tell yet')).length;
    expect(wrong / trials).toBeLessThan(0.06);
    expect(wrong).toBeGreaterThan(0);
  });
});
