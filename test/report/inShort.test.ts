import { expect, it } from 'vitest';
import { overall } from '../../src/sentences/overall.ts';
import { inShort } from '../../src/report/inShort.ts';
import { answerOf } from '../../src/report/opening.ts';
import { figure4Sample, plainSample } from './sample.ts';

const { summary } = figure4Sample();

it('begins with what was expected, counting what is undecided', () => {
  expect(inShort(summary)[0]).toEqual({
    text: '1 of 2 expectations holds, 1 is undecided.',
    tone: 'unsure',
  });
});

it('a failed expectation is not hidden among those that hold', () => {
  const expectations = [...summary.expectations, { text: 'c', outcome: 'fails' as const, details: [] }];
  expect(inShort({ ...summary, expectations })[0]).toEqual({
    text: '1 of 3 expectations holds, 1 fails, 1 is undecided.',
    tone: 'bad',
  });
});

it('says cannot tell where the interval covers zero, and never as a result', () => {
  const comparisons = summary.comparisons.filter(
    ({ cell }) => cell['strategy'] === 'weighted' && cell['workload.arrivals'] === 'bursty',
  );
  const open = inShort({ ...summary, comparisons, overall: overall(comparisons) }).filter(({ text }) =>
    text.includes('annot tell yet'),
  );
  expect(open.length).toBeGreaterThan(0);
  expect(open.every(({ tone }) => tone === 'unsure')).toBe(true);
});

it('tells of one choice throughout, a sentence for each figure, in the order in which a reader cares', () => {
  const told = inShort(summary).filter(({ tone }) => tone === 'good');
  expect(told.map(({ text }) => text.split(':')[0])).toEqual([
    'loadAware redirects fewer tokens than random',
    'loadAware rejects fewer requests than random',
  ]);
  expect(told[0]!.text).toMatch(/ with arrivals steady; .* with arrivals bursty\.$/);
});

it('does not prefer a figure that is nearly nothing, however much it changes', () => {
  const tiny = summary.comparisons.map((one) =>
    one.metric === 'edge.rejected' && one.cell['strategy'] === 'weighted'
      ? { ...one, verdict: 'better' as const, relative: { mean: -0.99, ci95: null } }
      : one,
  );
  const [first] = inShort({ ...summary, comparisons: tiny, overall: overall(tiny) }).filter(
    ({ tone }) => tone === 'good',
  );
  expect(first!.text).toMatch(/^loadAware redirects/);
});

it('orders them only as far as the intervals carry it', () => {
  expect(inShort(summary).map(({ text }) => text)).toContain(
    'Tokens redirected to the cloud, best first in both settings: loadAware, then weighted and random, whose order is undecided.',
  );
});

it('compares what one can choose, not the demand', () => {
  const demand = {
    ...summary.comparisons[0]!,
    axis: 'workload.arrivals',
    text: 'bursty redirects more than steady',
  };
  const comparisons = [demand, ...summary.comparisons];
  const told = inShort({ ...summary, comparisons, overall: overall(comparisons) });
  expect(told.map(({ text }) => text)).not.toContain('bursty redirects more than steady.');
});

it('a run without an edge is not praised for keeping up', () => {
  const { summary: plain } = plainSample();
  const cells = plain.cells.map((cell) => ({
    ...cell,
    verdict: 'stable' as const,
    offeredLoad: null,
    devices: [],
    metrics: { ...cell.metrics, 'edge.served': { mean: 0, ci95: null } },
  }));
  expect(inShort({ ...plain, expectations: [], cells }).map(({ text }) => text)).toEqual([
    'There is no edge; the cloud answers everything.',
    expect.stringMatching(/^1,612 requests arrived in a run: the cloud answered 5 %\.$/),
    expect.any(String),
    expect.any(String),
    expect.any(String),
  ]);
});

it('a backlog is a warning', () => {
  const cells = summary.cells.map((cell) => ({ ...cell, verdict: 'backlogged' as const }));
  expect(inShort({ ...summary, cells })).toContainEqual({
    text: 'All cells are backlogged at an offered load of 83 %: work piles up at the edge, so that longer runs would show longer waits.',
    tone: 'bad',
  });
});

it('a single run says what it is', () => {
  expect(inShort({ ...plainSample().summary, expectations: [] })).toEqual([
    {
      text: 'The run is limited at an offered load of 83 %: the edge refuses more than 1 % of what arrives.',
      tone: 'neutral',
    },
    ...[
      '1,612 requests arrived in a run: the edge answered 95 %, the cloud answered 5 %.',
      'Half of the first tokens came within 667 ms, 95 % within 4.89 s.',
      'The slo was met by 86 % of the requests that arrived.',
      'A run costs $1.37, $1.35 of it for the cloud.',
    ].map((text) => ({ text, tone: 'neutral' })),
  ]);
});

it('says whether the share that met the slo is the share that should, by its interval, the answer too', () => {
  const [cell] = plainSample().summary.cells;
  const said = (mean: number, ci95: [number, number] | null, replications = 5): string[] => {
    const metrics = { ...cell!.metrics, 'slo.attainment': { mean, ci95 } };
    const cells = [{ ...cell!, metrics, replications, sloTarget: 0.95 }];
    const whole = { ...plainSample().summary, expectations: [], cells };
    return [...inShort(whole), answerOf(whole)].flatMap(
      ({ text }) => / slo.*; (target.*)$/.exec(text)?.[1] ?? [],
    );
  };
  const twice = (words: string): string[] => [`target 95 %: ${words}.`, `target 95 %: ${words}.`];
  expect(said(0.9165, [0.91, 0.92])).toEqual(twice('missed'));
  expect(said(0.97, [0.95, 0.99])).toEqual(twice('met'));
  expect(said(0.96, [0.94, 0.98])).toEqual(twice('undecided'));
  expect(said(0.94, [0.92, 0.96])).toEqual(twice('undecided'));
  expect(said(1, null)).toEqual(twice('met'));
  expect(said(1, null, 1)).toEqual(twice('undecided from one run'));
});

it('names the figures that did not become as precise as was asked, with how wide they are left', () => {
  const [first, second] = summary.cells;
  const precision = {
    target: 0.01,
    metrics: ['edge.served'],
    missed: [
      { vary: first!.vary, metric: 'edge.served', share: 0.02 },
      { vary: second!.vary, metric: 'edge.served', share: 0.03 },
    ],
  };
  const said = inShort({ ...summary, precision }).map(({ text }) => text);
  expect(said).toContainEqual(
    expect.stringMatching(
      /within 1 % of the mean: not reached for the number of requests served at the edge \(3 %\) in 2 of \d+ cells\.$/,
    ),
  );
});

it('says of a limited run whose clients give up that they do', () => {
  const { summary: one } = plainSample();
  const cells = one.cells.map((cell) => ({
    ...cell,
    verdict: 'limited' as const,
    metrics: { ...cell.metrics, abandoned: { mean: 7, ci95: null } },
  }));
  expect(inShort({ ...one, cells }).map(({ text }) => text)).toContainEqual(
    expect.stringContaining('or lets it wait until clients give up'),
  );
});
