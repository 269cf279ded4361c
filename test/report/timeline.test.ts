import { expect, it } from 'vitest';
import type { Series } from '../../src/results.ts';
import { burstsOf, points, view } from '../../src/report/timeline.ts';

const series = (width: number, values: number[]): Series => ({
  device: 'fleet',
  width,
  quantities: { utilization: values },
});

it('bursts are read from the workload that has them', () => {
  expect(
    burstsOf({ kind: 'generated', arrivals: { kind: 'bursty', rate: 1, peak: 4, every: 300, for: 60 } }),
  ).toEqual({ every: 300, for: 60 });
  expect(burstsOf({ kind: 'generated', arrivals: { kind: 'poisson', rate: 1 } })).toBeUndefined();
  expect(burstsOf({ kind: 'trace', file: 'requests.csv' })).toBeUndefined();
});

it('periods laid over each other give back the period they repeat', () => {
  const period = [1, 2, 3, 4, 50, 60];
  const whole = view(60, 0, { every: 12, for: 4 }, 100);
  const folded = whole.points(
    series(2, [...period, ...period, ...period, ...period, ...period]),
    'utilization',
  );
  expect(whole.folds).toBe(5);
  expect(folded.filter(({ at }) => at >= 0 && at < 4).map(({ value }) => value)).toEqual([50, 60]);
  expect(folded.map(({ value }) => value)).toEqual([3, 4, 50, 60, 1, 2]);
});

it('what the warm-up covers is left out of it', () => {
  const whole = view(48, 5, { every: 12, for: 4 }, 100);
  const folded = whole.points(series(12, [1000, 1, 1, 1]), 'utilization');
  expect(whole.folds).toBe(3);
  expect(folded.map(({ value }) => value)).toEqual([1]);
});

it('with too few bursts the run is shown as it went', () => {
  const whole = view(24, 0, { every: 12, for: 4 }, 100);
  expect(whole).toMatchObject({
    folds: null,
    from: 0,
    to: 24,
    bursts: [
      { from: 8, to: 12 },
      { from: 20, to: 24 },
    ],
  });
});

it('many buckets become few points without changing their mean', () => {
  const values = Array.from({ length: 1000 }, (_, i) => i % 7);
  const few = points(series(1, values), 'utilization', { from: 0, to: 1000 }, 100);
  expect(few).toHaveLength(100);
  expect(few.reduce((sum, { value }) => sum + value, 0) / 100).toBeCloseTo(
    values.reduce((sum, value) => sum + value, 0) / 1000,
    10,
  );
});
