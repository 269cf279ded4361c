import { expect, it } from 'vitest';
import type { CellSummary, Comparison, Estimate, Labels, Summary } from '../../src/results.ts';
import { inShort } from '../../src/report/inShort.ts';
import { priceOf, trade } from '../../src/report/trade.ts';
import { figure4Sample } from './sample.ts';

interface Cell {
  readonly slo: number;
  readonly cloud: number;
  readonly bill: number;
}

const known = (mean: number): Estimate => ({ mean, ci95: null });

/** Two strategies under one load, of a thousand requests each; a cloud whose first tokens take half a second. */
function summaryOf(
  random: Cell,
  loadAware: Cell,
  more: { edge?: number; verdict?: 'cannot tell yet' } = {},
): Summary {
  const { edge = 12, verdict } = more;
  const { cells, comparisons, ...rest } = figure4Sample().summary;
  const cellOf = (strategy: string, { slo, cloud, bill }: Cell): CellSummary => ({
    ...cells[0]!,
    vary: { strategy },
    metrics: {
      arrived: known(1000),
      'cloud.requests': known(cloud),
      'slo.attainment': known(slo),
      'total.cost': known(bill),
      'cloud.ttft.p95': known(0.5),
      'edge.ttft.p95': known(edge),
      'cloud.e2e.p95': known(30),
      'edge.e2e.p95': known(20),
    },
  });
  const compared = (metric: string, one: number, other: number): Comparison => ({
    ...comparisons[0]!,
    metric,
    axis: 'strategy',
    cell: { strategy: 'loadAware' },
    baseline: { strategy: 'random' },
    verdict: verdict ?? (one > other ? 'better' : 'worse'),
  });
  return {
    ...rest,
    cells: [cellOf('random', random), cellOf('loadAware', loadAware)],
    comparisons: [
      compared('slo.attainment', loadAware.slo, random.slo),
      compared('cloud.tokens', random.cloud, loadAware.cloud),
      compared('total.cost', random.bill, loadAware.bill),
    ],
  };
}

const random = { slo: 0.744, cloud: 220, bill: 7.5 };
const loadAware = { slo: 0.619, cloud: 50, bill: 2.5 };

it('says who meets the slo more often because it leans on a quicker cloud, with the numbers, and what that costs', () => {
  expect(trade(summaryOf(random, loadAware))).toEqual([
    {
      text: 'random meets the slo more often than loadAware (74 against 62 % of the requests), because it sends more of them to the cloud (22 against 5 %), where 95 % of the first tokens come within 0.5 s, against 12 s at the edge under loadAware. Sending less to the cloud saves money here and makes more people wait.',
      tone: 'unsure',
    },
  ]);
});

it('calls values that say nothing by themselves by their axis', () => {
  const pair = summaryOf(random, loadAware);
  const queue = { random: '1', loadAware: 8 } as const;
  const at = ({ strategy }: Labels): Labels => ({
    'fleet.0.queue': queue[strategy as keyof typeof queue],
  });
  const [sentence] = trade({
    ...pair,
    cells: pair.cells.map((cell) => ({ ...cell, vary: at(cell.vary) })),
    comparisons: pair.comparisons.map((one) => ({
      ...one,
      axis: 'fleet.0.queue',
      cell: at(one.cell),
      baseline: at(one.baseline),
    })),
  });
  expect(sentence!.text).toMatch(/^queue 1 meets the slo more often than queue 8 \(/);
  expect(sentence!.text).toContain('at the edge under queue 8.');
});

it('does not say that it saves money where it does not', () => {
  const [sentence] = trade(summaryOf({ ...random, bill: 2 }, loadAware));
  expect(sentence!.text).toMatch(/Sending less to the cloud makes more people wait\.$/);
});

it.each([
  ['one is better in both', summaryOf({ ...random, cloud: 20 }, loadAware)],
  ['the cloud is no quicker', summaryOf(random, loadAware, { edge: 0.4 })],
  ['nothing can be told yet', summaryOf(random, loadAware, { verdict: 'cannot tell yet' })],
])('says nothing where %s', (_, summary) => {
  expect(trade(summary)).toEqual([]);
});

it('says over many settings in how many, and the numbers of the one where it is largest; each axis has its own', () => {
  const pair = summaryOf(random, loadAware);
  const windows = ['30s', '60s', '2m', '5m', '10m'];
  const at = <Kind extends { readonly [path: string]: unknown }>(labels: Kind, window: string): Kind => ({
    ...labels,
    'limits.0.window': window,
  });
  const summary: Summary = {
    ...pair,
    cells: windows.flatMap((window, k) =>
      pair.cells.map((cell) => ({
        ...cell,
        vary: at(cell.vary, window),
        // The larger the window, the less is refused, and the fewer meet the slo.
        metrics: { ...cell.metrics, 'slo.attainment': known(cell.metrics['slo.attainment']!.mean! - k / 20) },
      })),
    ),
    comparisons: windows.flatMap((window) =>
      pair.comparisons.map((one) => ({
        ...one,
        cell: at(one.cell, window),
        baseline: at(one.baseline, window),
      })),
    ),
  };
  const texts = trade(summary).map(({ text }) => text);
  expect(texts).toHaveLength(1);
  expect(texts[0]).toMatch(
    /^random meets the slo more often than loadAware in 5 settings \(the most at window \w+: \d+ against \d+ % of the requests\), because it sends more of them to the cloud \(there 22 against 5 %\)/,
  );
  expect(texts[0]!.length).toBeLessThan(400);
});

it('of a world comes right after what was expected, with the kinds of regions that pay; its answer has the price too', () => {
  const summary = summaryOf(random, loadAware);
  expect(priceOf(summary, 'strategy', 'loadAware')).toBe('');
  expect(inShort(summary)[1]!.text).not.toContain('more often');
  const kinds = (slo: number): NonNullable<CellSummary['regions']> =>
    ({
      kinds: [
        { name: 'farm', metrics: { 'slo.attainment': known(slo) } },
        { name: 'hills', metrics: { 'slo.attainment': known(0.9) } },
      ],
    }) as unknown as NonNullable<CellSummary['regions']>;
  const [sends, keeps] = summary.cells as [CellSummary, CellSummary];
  const world = {
    ...summary,
    cells: [
      { ...sends, regions: kinds(0.7) },
      { ...keeps, regions: kinds(0.4) },
    ],
  };
  const told = inShort(world).map(({ text }) => text);
  expect(told[1]).toContain('random meets the slo more often than loadAware');
  expect(told[1]).toContain('It is paid in farm (40 against 70 % of its requests in time).');
  expect(told.filter((text) => text.includes('more often'))).toHaveLength(1);
  expect(priceOf(world, 'strategy', 'loadAware')).toBe(
    '; fewer of the requests meet the slo, 62 against 74 %',
  );
  expect(priceOf(world, 'strategy', 'random')).toBe('');
});
