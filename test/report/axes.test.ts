import { expect, it } from 'vitest';
import { allAxes, axes, cellName, spoken, valueName } from '../../src/report/axes.ts';

const cells = [
  { vary: { 'workload.arrivals': 'steady', 'limits.0.window': '30s', strategy: 'random' } },
  { vary: { 'workload.arrivals': 'steady', 'limits.0.window': '60s', strategy: 'random' } },
];

it('an axis is what at least two cells differ in', () => {
  expect(axes(cells).map(({ path, values }) => [path, values])).toEqual([
    ['limits.0.window', ['30s', '60s']],
  ]);
});

it('an axis is called by the shortest end of its path that no other has', () => {
  const both = [{ vary: { 'fleet.0.count': 1, 'fleet.1.count': 2, 'limits.0.window': 3 } }];
  expect(allAxes(both).map(({ name }) => name)).toEqual(['fleet.0.count', 'fleet.1.count', 'window']);
});

it('a cell is called by its values, a number with its axis', () => {
  expect(cellName(cells[1]!, allAxes(cells))).toBe('steady, window 60s, random');
  expect(cellName({ vary: {} }, [])).toBe('all');
  expect([8, '60s', 'random'].map((label) => valueName({ name: 'queue' }, label))).toEqual([
    'queue 8',
    'queue 60s',
    'random',
  ]);
});

it('figures write names as people do, and leave everything else alone', () => {
  expect(['loadAware', 'steady', 'powerOf d=2', 3, '60s'].map(spoken)).toEqual([
    'Load-Aware',
    'Steady',
    'powerOf d=2',
    '3',
    '60s',
  ]);
});
