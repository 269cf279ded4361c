/** What is said and shown of a sweep. */
import { expect, test } from 'vitest';
import { drawFigure } from '../../../src/render/figure.ts';
import { renderReport } from '../../../src/render/report.ts';
import type { Sweep, SweptEffect, SweptOutput } from '../../../src/studies/sweep/result.ts';
import { sweepAnswer, sweepNumbers, sweepSentences } from '../../../src/studies/sweep/report/answer.ts';
import { sweepDocument } from '../../../src/studies/sweep/report/text.ts';
import { sweepFigures } from '../../../src/studies/sweep/report/figures.ts';

const input = (name: string, unit: string): Sweep['inputs'][number] => ({
  path: `limits.0.${name}`,
  name,
  low: 10,
  high: 40,
  logarithmic: false,
  whole: false,
  unit,
  base: 20,
  cells: [0, 1],
});

/** A share with its interval, and means that go from the one to the other. */
const effect = (share: number, half: number, [from, to]: readonly [number, number]): SweptEffect => ({
  share,
  ci95: [share - half, share + half],
  curve: [from, (from + to) / 2, to].map((mean) => ({ mean, ci95: [mean - 1, mean + 1] })),
});

const output = (cell: number, effects: readonly SweptEffect[]): SweptOutput => ({
  cell,
  metric: 'edge.rejected',
  runs: 800,
  mean: 100,
  deviation: 20,
  effects,
});

const none: SweptEffect = { share: null, ci95: null, curve: [] };
const window = effect(0.6, 0.05, [300, 100]);

const sweep = (
  outputs: readonly SweptOutput[],
  done = 1600,
  strategies = ['random', 'loadAware'],
): Sweep => ({
  schema: 'edgewise.sweep/2',
  version: '1',
  fingerprint: 'x',
  scenario: 'office',
  seed: 1,
  inputs: [input('window', 's'), input('capacity', '')],
  parts: [
    [15, 25, 35],
    [15, 25, 35],
  ],
  cells: strategies.map((strategy) => ({ strategy })),
  metrics: ['edge.rejected'],
  runs: { planned: 1600, done },
  outputs,
});

test('of one cell: what matters most, with its interval, and from where to where it goes', () => {
  const one = sweep([output(0, [window, effect(0.1, 0.04, [90, 110])])], 1600, ['random']);
  expect(sweepAnswer(one)).toEqual({
    text: 'The number of requests rejected by the edge depends most on window, which by itself explains 60 % of its variance (95 % interval 55 to 65), on average from 100 around 35 s to 300 around 15 s.',
    tone: 'neutral',
  });
  expect(sweepNumbers(one)).toEqual([
    { label: 'Rejected by the edge, by window', value: '60 ± 5 %', detail: 'of its variance' },
  ]);
});

test('before it is over it says after how many runs', () => {
  expect(sweepAnswer(sweep([output(0, [window, none])], 500, ['random'])).text).toMatch(
    /^So far, after 500 of 1,600 runs: the number of requests rejected by the edge depends most on window,/,
  );
});

test.each([
  ['one input in every cell', window, window, /on window in every cell, which by itself explains 60 %/],
  [
    'another in another cell',
    window,
    effect(0.05, 0.02, [1, 2]),
    /on window \(random\), which .* 60 % .*, and on capacity \(loadAware\), which .* 30\.0 %/,
  ],
  [
    'one that may matter as much',
    window,
    effect(0.32, 0.05, [1, 2]),
    /on window in every cell, .* 32 to 60 % of its variance; in 1 of 2 cells capacity may matter as much\.$/,
  ],
])('of two cells, %s', (_name, first, second, says) => {
  const other = effect(0.3, 0.02, [5, 9]);
  const [said] = sweepSentences(
    sweep([output(0, [first, effect(0.1, 0.02, [1, 2])]), output(1, [second, other])]),
  );
  expect(said).toMatch(says);
});

test('nothing is made of chance, of what never changes, and of what is not known', () => {
  const said = (change: Partial<SweptOutput>): string =>
    sweepSentences(sweep([{ ...output(0, [none, none]), ...change }], 1600, ['random']))[0]!;
  expect(said({ effects: [effect(0.01, 0.03, [1, 2]), none] })).toContain(
    'depends on none of these inputs more than chance would have it',
  );
  expect(said({})).toContain('is of too few runs yet to tell what it depends on');
  expect(said({ deviation: 0 })).toContain('is the same whatever the inputs are within these ranges');
  expect(said({ runs: 0, mean: null, deviation: null })).toContain('is not known of any run');
});

test('its page opens with the answer and a figure; every figure is drawn without a warning', async () => {
  const two = sweep([output(0, [window, effect(-0.01, 0.03, [90, 110])]), output(1, [window, none])]);
  const figures = sweepFigures(two);
  expect(figures.map(({ name }) => name)).toEqual(['shares-edge.rejected', 'means-edge.rejected']);
  for (const { spec } of figures) {
    const { svg } = await drawFigure(spec, (message) => {
      throw new Error(message);
    });
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  }
  const document = sweepDocument(two, figures, { command: 'edgewise sensitivity office.yaml' });
  expect(document.opening).toMatchObject({ answer: sweepAnswer(two), figure: 'shares-edge.rejected' });
  const html = await renderReport(document);
  expect(html).toContain('edgewise sensitivity office.yaml');
  expect(html).toContain('60 ± 5');
});

test('every input has its name, however many there are', async () => {
  const one = sweep([output(0, [window, none])], 1600, ['random']);
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((letter) => `input ${letter}`);
  const many: Sweep = {
    ...one,
    inputs: names.map((name) => input(name, '')),
    parts: names.map(() => [15, 25, 35]),
    outputs: [
      output(
        0,
        names.map(() => window),
      ),
    ],
  };
  const { svg } = await drawFigure(sweepFigures(many)[0]!.spec);
  for (const name of names) expect(svg).toContain(`>${name}<`);
});
