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

it('warm-up is drawn over time: what was left out, and where the start no longer shows', () => {
  const { summary, series } = figure4Sample();
  const cells = summary.cells.map((cell, i) => ({ ...cell, warmup: [240, 0, null][i % 3]! }));
  const over = (warmup?: number) => {
    const found = charts({ ...summary, cells }, series, warmup === undefined ? {} : { warmup });
    const { spec } = found.find(({ name }) => name === 'utilization')!;
    return { rows: (spec['data'] as { values: Record<string, unknown>[] }).values, title: spec['title'] };
  };
  const { rows, title } = over(300);
  expect(rows.filter(({ settled }) => settled !== undefined)).toEqual([
    expect.objectContaining({ cell: 0, settled: 4, says: expect.stringContaining('(MSER-5)') }),
    expect.objectContaining({ cell: 3, settled: 4 }),
  ]);
  expect(rows.filter(({ to }) => to !== undefined).map(({ picture, to }) => [picture, to])).toEqual([
    ['Steady', 5],
    ['Bursty', 5],
  ]);
  expect(JSON.stringify(title)).toMatch(/Grey: warm-up.*Dashed: from there on/);
  expect(over().rows.some(({ to }) => to !== undefined)).toBe(false);
});

it('what did not happen has no figure', () => {
  const { summary, series } = sample([{ vary: {}, rejected: 0 }]);
  expect(charts(summary, series).map(({ name }) => name)).not.toContain('cloud');
});

it('without an edge there is no figure of what it served and refused', () => {
  const { summary, series } = figure4Sample();
  const cells = summary.cells.map((cell) => ({
    ...cell,
    devices: [],
    metrics: {
      ...cell.metrics,
      'edge.served': { mean: 0, ci95: null },
      'edge.rejected': { mean: 0, ci95: [0, 0.3] as const },
    },
  }));
  expect(charts({ ...summary, cells }, series).map(({ name }) => name)).not.toContain('outcomes');
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
