import { expect, test } from 'vitest';
import { offeredLoad, verdict } from '../../src/experiment/verdict.ts';
import { replication, times } from './made.ts';

const quiet = { arrived: 1000, 'edge.rejected': 5 };
const flat = { slope: 0.001, halfWidth: 0.002, mean: 3 };
const rising = { slope: 0.02, halfWidth: 0.005, mean: 30 };

test('a cell is stable when little is refused and the load does not rise', () => {
  expect(verdict([replication(quiet, { trend: flat })], 1800)).toBe('stable');
});

test('a cell is limited when more than one arrival in a hundred is refused', () => {
  expect(verdict([replication({ arrived: 1000, 'edge.rejected': 11 }, { trend: flat })], 1800)).toBe(
    'limited',
  );
  const runs = [
    replication({ arrived: 1000, 'edge.rejected': 20 }),
    replication({ arrived: 9000, 'edge.rejected': 0 }),
  ];
  expect(verdict(runs, 1800)).toBe('stable');
});

test('a cell is backlogged when the load rises beyond its interval, within the run or over replications', () => {
  expect(verdict([replication(quiet, { trend: rising })], 1800)).toBe('backlogged');
  expect(verdict([replication(quiet, { trend: { ...rising, halfWidth: 0.03 } })], 1800)).toBe('stable');
  const runs = times(6, (i) =>
    replication(quiet, { trend: { ...rising, slope: 0.02 + 0.001 * i, halfWidth: 1 } }),
  );
  expect(verdict(runs, 1800)).toBe('backlogged');
});

test('a rise of less than a request or a tenth of the load over the half is none', () => {
  expect(verdict([replication(quiet, { trend: { slope: 5e-4, halfWidth: 1e-5, mean: 0.3 } })], 1800)).toBe(
    'stable',
  );
  expect(verdict([replication(quiet, { trend: { slope: 5e-4, halfWidth: 1e-5, mean: 0.3 } })], 7200)).toBe(
    'backlogged',
  );
  expect(verdict([replication(quiet, { trend: { slope: 0.02, halfWidth: 0.001, mean: 500 } })], 1800)).toBe(
    'stable',
  );
});

test('more arriving than can be done, with nothing refused and no trend, is backlogged', () => {
  expect(verdict([replication(quiet, { offeredLoad: 1.2 })], null)).toBe('backlogged');
  expect(verdict([replication({ arrived: 100, 'edge.rejected': 50 }, { offeredLoad: 1.2 })], null)).toBe(
    'limited',
  );
});

test('more arriving than can be done, with nothing refused and a rise in every run, is backlogged however wide the interval', () => {
  const runs = (...slopes: readonly number[]) =>
    slopes.map((slope) => replication(quiet, { trend: { slope, halfWidth: 1, mean: 60 }, offeredLoad: 1.3 }));
  expect(verdict(runs(0.01, 0.09, 0.3), 1800)).toBe('backlogged');
  expect(verdict(runs(0.01, 0.09, -0.01), 1800)).toBe('stable');
});

test('the offered load is the mean of those known', () => {
  expect(
    offeredLoad([replication({}, { offeredLoad: 0.5 }), replication({}, { offeredLoad: 0.7 })]),
  ).toBeCloseTo(0.6);
  expect(offeredLoad([replication({})])).toBeNull();
});

test('a cell is not stable when none of its runs came to an end', () => {
  expect(verdict([], 1800)).toBe('failed');
});
