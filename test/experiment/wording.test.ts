import { describe, expect, test } from 'vitest';
import { compare } from '../../src/experiment/compare.ts';
import { DEFINITIONS, metricOf } from '../../src/metrics/definitions.ts';
import type { Labels } from '../../src/results.ts';
import { amount, comparisonWords } from '../../src/sentences/comparison.ts';
import { findingsOf, strategies, times } from './made.ts';

const said = (metric: string, cells: readonly (readonly number[])[]): string =>
  compare(strategies('random', 'loadAware'), findingsOf(metric, cells), { metrics: [metric] })[0]!.text;

describe('varied values in a sentence', () => {
  const none = { mean: null, ci95: null };
  const words = (cell: Labels, baseline: Labels, axis: string): string =>
    comparisonWords({
      metric: 'edge.rejected',
      axis,
      cell,
      baseline,
      difference: none,
      relative: none,
      verdict: 'same',
      more: null,
    });

  test('are called as tables call them: by the shortest end of their path that tells it from the others', () => {
    const at = (window: string): Labels => ({ 'limits.0.window': window, 'workload.arrivals': 'bursty' });
    expect(words(at('5m'), at('60s'), 'limits.0.window')).toBe(
      'with arrivals bursty, window 5m and window 60s do not differ in the number of requests rejected by the edge',
    );
    const both = (window: string): Labels => ({ 'limits.0.window': window, 'limits.1.window': '1h' });
    expect(words(both('5m'), both('60s'), 'limits.0.window')).toMatch(
      /^with limits\.1\.window 1h, limits\.0\.window 5m and limits\.0\.window 60s do not differ/,
    );
  });
});

describe('a figure in a sentence', () => {
  test.each(DEFINITIONS.map(({ name }) => name))('%s has words of its own', (name) => {
    expect(metricOf(name).subject).toMatch(/^the [a-zA-Z0-9 ]+$/);
    expect(metricOf(name).noun).not.toContain('.');
  });

  test('that nobody has words for goes by its name', () => {
    expect(metricOf('something.new').subject).toBe('something.new');
  });

  test('is called by its words where two do not differ in it', () => {
    const same = times(5, (i) => 100 + i);
    expect(said('edge.rejected', [same, same])).toBe(
      'loadAware and random do not differ in the number of requests rejected by the edge',
    );
  });

  test('that is had, and not done, is said with its article and then by how much', () => {
    const base = times(8, (i) => 0.8 + i / 1000);
    const less = base.map((value, i) => 0.9 * value + (i % 2) / 1000);
    expect(said('pcr', [base, less])).toMatch(
      /^loadAware has a lower PCR than random, by [\d.]+ % \(95 % interval [\d.]+ to [\d.]+\)$/,
    );
  });

  test('that is a share changes in points, an amount in per cent', () => {
    const base = times(8, (i) => 0.8 + (i % 2) / 100);
    const less = base.map((value, i) => value - 0.1 - (i % 3) / 1000);
    expect(said('slo.attainment', [base, less])).toBe(
      'loadAware has a lower share of requests that meet the slo than random, by 10.09 points (95 % interval 10.02 to 10.16)',
    );
    expect(said('edge.rejected', [base, less])).toMatch(
      /^loadAware rejects 12\.\d+ % fewer requests than random/,
    );
  });

  test('that differs for certain has no end of its interval shown as nothing', () => {
    const text = (low: number, high: number): string => {
      const estimate = { mean: (low + high) / 2, ci95: [low, high] as const };
      const none = { mean: null, ci95: null };
      return amount({ difference: estimate, relative: none }, metricOf('edge.rejected')).range;
    };
    expect(text(-350, -4)).toBe('4 to 350');
    expect(text(0.3, 350)).toBe('0.3 to 350');
    expect(text(9.6, 900)).toBe('10 to 900');
    expect(text(0.000001, 350)).toBe('1e-6 to 350');
    // It reaches nothing, or leaves open which way.
    expect(text(0, 350)).toBe('0 to 350');
    expect(text(-4, 350)).toBe('0 fewer to 350 more');
  });

  test('that one log leaves open says that a longer log would tell', () => {
    const open = compare(
      strategies('random', 'loadAware'),
      findingsOf('edge.rejected', [
        [10, 12, 9, 11],
        [11, 10, 12, 10],
      ]),
      { metrics: ['edge.rejected'] },
    )[0]!;
    const asked = { ...open, verdict: 'cannot tell yet' as const, more: null };
    expect(comparisonWords(asked, true)).toMatch(
      /; more replications from this log would not tell, a longer log would$/,
    );
    expect(comparisonWords(asked)).toMatch(/; no sensible number of replications would tell$/);
  });

  test('of money is in dollars or cents, as people write them', () => {
    const none = times(6, () => 0);
    expect(said('cloud.cost', [none, times(6, (i) => 0.031 + i / 10_000)])).toMatch(
      /^loadAware pays 3\.125 cents more for the cloud than random \(95 % interval 3\.105 to 3\.145\)/,
    );
    expect(said('cloud.cost', [none, times(6, (i) => 1250 + i)])).toMatch(/^loadAware pays \$1,252\.50 more/);
  });

  test('has its thousands apart', () => {
    // From nothing: there is no share of it, so that joules themselves are told.
    const joules = times(6, (i) => 50_000 + 100 * i);
    expect(said('edge.joules', [times(6, () => 0), joules])).toMatch(/^loadAware uses 50.25 kJ more energy/);
  });
});
