import { expect, it } from 'vitest';
import { togglesOf } from '../../src/report/toggles.ts';
import { figure4Sample, plainSample, sample, wideSample } from './sample.ts';

it('has a row of buttons for each axis of few values, coloured where the figures are', () => {
  const { axes, cells } = togglesOf(figure4Sample().summary)!;
  expect(axes).toEqual([
    { name: 'arrivals', path: 'workload.arrivals', values: ['Steady', 'Bursty'] },
    {
      name: 'strategy',
      path: 'strategy',
      values: ['Random', 'Weighted', 'Load-Aware'],
      colours: ['#DDAA33', '#BB5566', '#004488'],
    },
  ]);
  expect(cells).toEqual([
    [0, 0],
    [0, 1],
    [0, 2],
    [1, 0],
    [1, 1],
    [1, 2],
  ]);
});

it('leaves out an axis of too many values, and has nothing for a run in which nothing varies', () => {
  expect(togglesOf(wideSample().summary)!.axes.map(({ name }) => name)).toEqual(['strategy']);
  expect(togglesOf(plainSample().summary)).toBeNull();
});

it('a cell without a value of an axis is switched off with none of them', () => {
  const { summary } = sample([
    { vary: { strategy: 'random', pace: 'fast' }, rejected: 10 },
    { vary: { strategy: 'loadAware', pace: 'slow' }, rejected: 20 },
    { vary: { strategy: 'loadAware' }, rejected: 30 },
  ]);
  expect(togglesOf(summary)!.cells).toEqual([
    [0, 0],
    [1, 1],
    [1, -1],
  ]);
});
