import { expect, it } from 'vitest';
import { arrange } from '../../src/report/arrangement.ts';
import { charts } from '../../src/report/charts.ts';
import { figure4Sample, plainSample, sample, wideSample } from './sample.ts';

const names = ({ summary, series }: ReturnType<typeof figure4Sample>): string[] =>
  charts(summary, series).map(({ name }) => name);

it('a few named cells are shown as bars, dots and lines over time', () => {
  expect(names(figure4Sample())).toEqual(['outcomes', 'cloud', 'latency', 'utilization', 'devices']);
  expect(names(plainSample())).toEqual(['outcomes', 'cloud', 'latency', 'utilization', 'devices']);
});

it('a sweep over numbers is shown along them', () => {
  const { summary, series } = wideSample();
  const { scale, kinds, pictures } = arrange(summary, series);
  expect(scale).toMatchObject({ title: 'window', logarithmic: true });
  expect(scale!.marks.map(({ at }) => at)).toEqual([10, 20, 30, 45, 60, 90, 120, 180, 300, 600]);
  expect(kinds).toEqual(['Random', 'Weighted', 'Load-Aware', 'Round-Robin', 'Least-Queue']);
  expect(pictures).toEqual(['']);
  expect(names(wideSample())).toEqual(['outcomes', 'cloud', 'latency', 'utilization', 'slo']);
});

it('strategies have the colours, other axes small pictures', () => {
  const { summary, series } = figure4Sample();
  expect(arrange(summary, series)).toMatchObject({
    kindTitle: 'strategy',
    pictures: ['Steady', 'Bursty'],
    scale: null,
  });
});

it('what did not happen has no figure', () => {
  const { summary, series } = sample([{ vary: {}, rejected: 0 }]);
  expect(charts(summary, series).map(({ name }) => name)).not.toContain('cloud');
});

it('no figure holds a number that is none', () => {
  for (const { summary, series } of [figure4Sample(), plainSample(), wideSample()])
    for (const { spec } of charts(summary, series)) {
      const walk = (value: unknown): void => {
        if (typeof value === 'number') expect(value).toBeTypeOf('number');
        if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
        if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
      };
      walk(spec);
    }
});
