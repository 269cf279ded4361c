import { expect, it } from 'vitest';
import { figure4, figure4Panels } from '../../../src/studies/figure4/report/figure.ts';
import { DARK } from '../../../src/report/palette.ts';
import type { Figure4Options } from '../../../src/studies/figure4/report/figure.ts';
import { figure4Sample, plainSample, sample, type Sample } from '../../report/sample.ts';

type Node = { readonly [key: string]: unknown };

/** Everything in a specification that is an object. */
function nodes(value: unknown): Node[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(nodes);
  return Array.isArray(value) ? inner : [value as Node, ...inner];
}

const bursts = { every: 300, for: 60 };

function drawn({ summary, series }: Sample, options: Figure4Options = { bursts, per: 'hour' }): Node[] {
  return nodes(figure4(summary, series, options).spec);
}

const titles = (all: readonly Node[]): unknown[] =>
  all.flatMap((node) =>
    typeof node['title'] === 'object' && node['title'] !== null ? [(node['title'] as Node)['text']] : [],
  );

it('has three panels: outcomes, tokens and their cost, utilisation over time', () => {
  const { spec } = figure4(figure4Sample().summary, figure4Sample().series, { bursts });
  const panels = spec['hconcat'] as { title: { text: string } }[];
  expect(panels.map(({ title }) => title.text)).toEqual([
    'a\u2003Requests processed and rejected',
    'b\u2003Tokens redirected to the cloud',
    'c\u2003Device utilisation, bursty load',
  ]);
});

it('says on its face that the set-up is assumed', () => {
  const { spec, title } = figure4(figure4Sample().summary, figure4Sample().series);
  expect(JSON.stringify(spec['title'])).toContain('The set-up is assumed: the shape, not the numbers');
  expect(title).toContain('The set-up is assumed');
});

it('draws every strategy under every load, processed and rejected, with its interval', () => {
  const { summary } = figure4Sample();
  const bars = drawn(figure4Sample()).filter(
    (node) => node['part'] === 'processed' || node['part'] === 'rejected',
  );
  expect(bars).toHaveLength(2 * 6);
  const [served, ci95] = [
    summary.cells[0]!.metrics['edge.served']!,
    summary.cells[0]!.metrics['edge.served']!.ci95!,
  ];
  expect(bars[0]).toMatchObject({
    strategy: 'Random',
    part: 'processed',
    mean: served.mean,
    low: ci95[0],
    high: ci95[1],
  });
});

it('prints the cost beside the tokens', () => {
  const labels = drawn(figure4Sample())
    .filter((node) => node['part'] === 'tokens')
    .map((node) => node['label']);
  expect(labels).toHaveLength(6);
  for (const label of labels) expect(label).toMatch(/^\$\d+\.\d\d ± \d\.\d\d$/);
});

it('compares the devices of every strategy under bursts, with the spread in figures', () => {
  const said = titles(drawn(figure4Sample())).filter((title) => String(title).includes('s.d. over devices'));
  expect(said).toEqual([
    expect.stringMatching(/^Random: {2}s\.d\. over devices 1\d\.?\d? ± [\d.]+ points$/),
    expect.stringMatching(/^Weighted: {2}/),
    expect.stringMatching(/^Load-Aware: {2}/),
  ]);
});

it('lays all bursts over each other, so that a device is the mean of many', () => {
  const minutes = drawn(figure4Sample()).filter((node) => 'percent' in node && 'device' in node);
  expect(new Set(minutes.map((node) => node['device'])).size).toBe(6);
  expect(Math.min(...minutes.map((node) => node['time'] as number))).toBeGreaterThanOrEqual(-2);
  expect(Math.max(...minutes.map((node) => node['time'] as number))).toBeLessThanOrEqual(3);
  const burst = minutes.filter((node) => (node['time'] as number) > 0.5 && (node['time'] as number) < 1);
  const calm = minutes.filter((node) => (node['time'] as number) < 0);
  const mean = (all: readonly Node[]): number =>
    all.reduce((sum, node) => sum + (node['percent'] as number), 0) / all.length;
  expect(mean(burst)).toBeGreaterThan(mean(calm) + 10);
});

it('takes its names from the run, whatever they are', () => {
  const cells = ['calm', 'stormy', 'noon'].flatMap((load) =>
    ['nearest', 'cheapest'].map((strategy, i) => ({
      vary: { 'workload.rate': load, strategy },
      rejected: 100 + 50 * i,
    })),
  );
  const said = titles(drawn(sample(cells)));
  expect(said).toContain('Choosing a device under calm, stormy and noon load');
  expect(said).toContain('c\u2003Device utilisation, noon load');
  expect(said).toEqual(
    expect.arrayContaining([expect.stringMatching(/^Nearest: /), expect.stringMatching(/^Cheapest: /)]),
  );
});

it('of one replication it draws no interval and says so', () => {
  const all = drawn(plainSample());
  expect(JSON.stringify(all[0])).toContain('One replication, and so no intervals.');
  expect(
    all.filter((node) => node['mark'] !== undefined).map((node) => (node['mark'] as Node)['type']),
  ).not.toContain('tick');
});

it('shows the uncertainty of the profiles apart from that of the replications', () => {
  const { summary, series } = figure4Sample();
  const cells = summary.cells.map((cell) => ({
    ...cell,
    metrics: Object.fromEntries(
      Object.entries(cell.metrics).map(([name, one]) => [
        name,
        { ...one, model95: [one.mean! * 0.8, one.mean! * 1.2] as const },
      ]),
    ),
  }));
  const all = drawn({ summary: { ...summary, cells, modelError: { draws: 30, replications: 5 } }, series });
  expect(JSON.stringify(all[0])).toContain(
    'the grey bands behind them the uncertainty of the device profiles',
  );
  expect(all.some((node) => JSON.stringify(node['encoding'] ?? '').includes('modelLow'))).toBe(true);
});

it('has its panels as figures of their own too, as wide as is asked, with the same rows', () => {
  const { summary, series } = figure4Sample();
  const whole = drawn(figure4Sample());
  const rows = (all: readonly Node[]): Node[] => all.filter(({ says }) => typeof says === 'string');
  const panels = figure4Panels(summary, series, { bursts, per: 'hour', width: 340 });
  expect(panels.map(({ name }) => name)).toEqual(['figure4-a', 'figure4-b', 'figure4-c']);
  const apart = panels.flatMap(({ spec }) => nodes(spec));
  expect(rows(apart)).toEqual(rows(whole));
  const widths = (all: readonly Node[]): Set<unknown> =>
    new Set(all.filter(({ layer, width }) => layer && width !== undefined).map(({ width }) => width));
  expect(widths(apart)).toEqual(new Set([210]));
  const wide = figure4Panels(summary, series, { width: 640 }).flatMap(({ spec }) => nodes(spec));
  expect(widths(wide)).toEqual(new Set([510]));
});

it('has for a dark screen no colour that is for paper', () => {
  const { summary, series } = figure4Sample();
  const text = (theme: 'light' | 'dark'): string =>
    JSON.stringify(figure4Panels(summary, series, { bursts, theme }).map(({ spec }) => spec));
  const paper = Object.keys(DARK).filter((colour) => text('light').includes(`"${colour}"`));
  expect(paper.length).toBeGreaterThan(5);
  for (const colour of paper) {
    expect(text('dark')).not.toContain(`"${colour}"`);
    expect(text('dark')).toContain(`"${DARK[colour]}"`);
  }
});
