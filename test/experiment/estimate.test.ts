import { describe, expect, test } from 'vitest';
import { differ, estimate, estimates } from '../../src/experiment/estimate.ts';
import { metricOf } from '../../src/metrics/definitions.ts';
import { randomFor, replication, times } from './made.ts';

describe('an estimate over replications', () => {
  test('is the mean with the interval of Student for a textbook sample', () => {
    // Five values, mean 6, standard deviation sqrt(2.5); t(0.975, 4) = 2.776445.
    const { mean, ci95 } = estimate([4, 5, 6, 7, 8]);
    expect(mean).toBe(6);
    expect(ci95![0]).toBeCloseTo(6 - (2.7764451 * Math.sqrt(2.5)) / Math.sqrt(5), 6);
    expect(ci95![1]).toBeCloseTo(6 + (2.7764451 * Math.sqrt(2.5)) / Math.sqrt(5), 6);
  });

  test('has no interval with one replication, with none, and when all replications are equal', () => {
    expect(estimate([3])).toEqual({ mean: 3, ci95: null });
    expect(estimate([])).toEqual({ mean: null, ci95: null });
    expect(estimate([3, 3, 3])).toEqual({ mean: 3, ci95: null });
  });

  test('takes values that differ by rounding alone as equal', () => {
    expect(estimate([0.05, 0.05 + 1e-17, 0.049999999999999996]).ci95).toBeNull();
    expect(estimate([0.05, 0.05 + 1e-9]).ci95).not.toBeNull();
  });

  test('has an interval of what can be: no amount below nothing, no share above all', () => {
    expect(estimate([0, 0, 0, 9]).ci95![0]).toBe(0);
    expect(estimate([0, 0, 0, 9]).ci95![1]).toBeGreaterThan(9);
    // What may be negative, as a difference, keeps both ends.
    expect(estimate([-1, 0, 0, 9]).ci95![0]).toBeLessThan(-1);
    const rows = [1, 1, 1, 0.9].map((share) => ({ 'slo.attainment': share, goodput: share }));
    const { 'slo.attainment': share, goodput } = estimates(rows, { random: true });
    expect(share!.ci95![1]).toBe(1);
    expect(goodput!.ci95![1]).toBeGreaterThan(1);
  });

  test('of answers whose quality nobody knows is none, though they are few', () => {
    const rows = [
      { arrived: 9, 'cloud.requests': 0, quality: 0.7, utility: 0.8, pcr: 3, 'cloud.quality': null },
      { arrived: 9, 'cloud.requests': 2, quality: null, utility: null, pcr: null, 'cloud.quality': null },
    ];
    const of = estimates(rows, { random: true });
    for (const name of ['quality', 'utility', 'pcr', 'cloud.quality']) expect(of[name]!.mean).toBeNull();
    // Of a run in which nothing arrived it says nothing, and the others do.
    const none = {
      arrived: 0,
      'cloud.requests': 0,
      quality: null,
      utility: null,
      pcr: null,
      'cloud.quality': null,
    };
    expect(estimates([rows[0]!, none], { random: true })['quality']!.mean).toBe(0.7);
  });

  test('leaves out replications without a value', () => {
    expect(estimate([null, 2, undefined, 4]).mean).toBe(3);
    expect(estimate([null, null])).toEqual({ mean: null, ci95: null });
  });

  test('bounds a count that was never seen by 3 / n, and nothing else', () => {
    expect(estimate([0, 0, 0, 0], { count: true }).ci95).toEqual([0, 0.75]);
    expect(estimate([0, 0, 0, 0]).ci95).toBeNull();
    expect(estimate([0], { count: true }).ci95).toBeNull();
    expect(estimate([0, 0, 0, 0], { count: true, random: false }).ci95).toBeNull();
    expect(estimate([0, null, 0], { count: true }).ci95).toBeNull();
  });

  test('knows counts of requests from other figures', () => {
    expect(['edge.rejected', 'arrived', 'served', 'dropped'].every((name) => metricOf(name).count)).toBe(
      true,
    );
    expect(
      ['cloud.tokens', 'queue.mean', 'edge.utilization', 'total.cost'].some((name) => metricOf(name).count),
    ).toBe(false);
  });

  test('covers the truth in 95 of 100 trials', () => {
    const random = randomFor('coverage');
    const trials = 4000;
    const covered = times(trials, () => estimate(times(6, () => 10 + 2 * random.normal())).ci95!).filter(
      ([low, high]) => low <= 10 && high >= 10,
    ).length;
    expect(covered / trials).toBeGreaterThan(0.94);
    expect(covered / trials).toBeLessThan(0.96);
  });

  test('keeps the order in which figures first appear', () => {
    const rows = [
      { b: 1, a: 2 },
      { b: 2, a: 3, c: 1 },
    ];
    expect(Object.keys(estimates(rows, { random: true }))).toEqual(['b', 'a', 'c']);
  });
});

test('replications differ when any figure does', () => {
  expect(differ([])).toBe(false);
  expect(differ([replication({ a: 1 })])).toBe(false);
  expect(differ([replication({ a: 1, b: null }), replication({ a: 1, b: null })])).toBe(false);
  expect(differ([replication({ a: 1 }), replication({ a: 1 }), replication({ a: 2 })])).toBe(true);
});
