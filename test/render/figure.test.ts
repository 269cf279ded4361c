import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fontFiles, Typeface } from '../../src/render/typeface.ts';
import { rasterize, renderFigure } from '../../src/render/figure.ts';
import { charts } from '../../src/report/charts.ts';
import { figure4 } from '../../src/studies/figure4/report/figure.ts';
import type { Figure } from '../../src/report/figure.ts';
import { figure4Sample, plainSample, sample, wideSample } from '../report/sample.ts';
import { collisions, labels } from './scene.ts';

const bursts = { every: 300, for: 60 };

const crowd = sample(
  ['steady', 'bursty', 'storm'].flatMap((load, i) =>
    ['random', 'weighted', 'loadAware', 'roundRobin', 'leastQueue'].map((strategy, j) => ({
      vary: { 'workload.arrivals': load, strategy },
      rejected: 60 + 150 * i + 70 * j,
    })),
  ),
);

const figures: readonly (readonly [string, Figure])[] = [
  ['the paper', figure4(figure4Sample().summary, figure4Sample().series, { bursts, per: 'hour' })] as const,
  ['five strategies and three loads', figure4(crowd.summary, crowd.series, { bursts })] as const,
  ['one cell', figure4(plainSample().summary, plainSample().series)] as const,
  ...(
    [
      ['six cells', figure4Sample()],
      ['one cell', plainSample()],
      ['fifty cells', wideSample()],
      ['fifteen cells', crowd],
    ] as const
  ).flatMap(([of, { summary, series }]) => charts(summary, series).map((one) => [of, one] as const)),
].map(([of, one]) => [`${one.name} of ${of}`, one] as const);

describe.each(figures)('%s', (_, { spec }) => {
  it('is drawn without a warning', async () => {
    const fail = (message: string): void => {
      throw new Error(message);
    };
    const { svg } = await renderFigure(spec, { scale: 0.25, onWarning: fail });
    expect(svg).toMatch(/^<svg/);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('has no text over another, and none outside the picture', async () => {
    const { labels: all, width, height } = await labels(spec);
    expect(collisions(all)).toEqual([]);
    for (const { text, left, right, top, bottom } of all) {
      expect(left, text).toBeGreaterThanOrEqual(-1);
      expect(right, text).toBeLessThanOrEqual(width + 1);
      expect(top, text).toBeGreaterThanOrEqual(-1);
      expect(bottom, text).toBeLessThanOrEqual(height + 1);
    }
  });
});

describe('a run that has little to show is still drawn', () => {
  const { summary, series } = figure4Sample();
  type Cell = (typeof summary.cells)[number];
  const unknown = { mean: null, ci95: null };
  const zero = { mean: 0, ci95: null };
  const changed = (change: (cell: Cell) => Cell): typeof summary => ({
    ...summary,
    cells: summary.cells.map(change),
  });
  const runs: readonly (readonly [string, typeof summary, typeof series])[] = [
    [
      'stopped before anything was finished',
      changed((cell) => ({ ...cell, replications: 0, metrics: {} })),
      [],
    ],
    [
      'without devices',
      changed((cell) => ({
        ...cell,
        devices: [],
        metrics: { ...cell.metrics, 'edge.utilizationSpread': unknown },
      })),
      [],
    ],
    [
      'without a cloud',
      changed((cell) => ({
        ...cell,
        metrics: { ...cell.metrics, 'cloud.tokens': zero, 'cloud.cost': zero },
      })),
      series,
    ],
    ['of too many devices for a line each', summary, series.map((all) => all.slice(0, 1))],
  ];
  it.each(runs)('%s', async (_, of, lines) => {
    const fail = (message: string): void => {
      throw new Error(message);
    };
    for (const { spec } of [figure4(of, lines, { bursts }), ...charts(of, lines)]) {
      const { svg } = await renderFigure(spec, { scale: 0.25, onWarning: fail });
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    }
  });
});

it('the same figure is the same bytes', async () => {
  const { spec } = figure4(figure4Sample().summary, figure4Sample().series, { bursts });
  const [one, two] = [await renderFigure(spec, { scale: 0.5 }), await renderFigure(spec, { scale: 0.5 })];
  expect(one.svg).toBe(two.svg);
  expect(Buffer.from(one.png).equals(Buffer.from(two.png))).toBe(true);
});

it('Figure 4 is one row of three panels, about as wide as a page', async () => {
  const { spec } = figure4(figure4Sample().summary, figure4Sample().series, { bursts });
  const { svg } = await renderFigure(spec, { scale: 0.25 });
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number);
  expect(width).toBeGreaterThan(1050);
  expect(width).toBeLessThan(1300);
  expect(height).toBeGreaterThan(350);
  expect(height).toBeLessThan(500);
});

it('labels are found where they are, and those that cover each other too', async () => {
  const texts = [
    { x: 10, text: 'long enough to meet' },
    { x: 30, text: 'the next' },
    { x: 280, text: 'alone' },
  ];
  const { labels: all } = await labels({
    data: { values: texts },
    width: 300,
    height: 40,
    mark: { type: 'text', align: 'left' },
    encoding: {
      x: { field: 'x', type: 'quantitative', scale: { domain: [0, 300] }, axis: null },
      text: { field: 'text', type: 'nominal' },
    },
  });
  expect(all.map(({ text }) => text)).toEqual(['long enough to meet', 'the next', 'alone']);
  expect(collisions(all)).toEqual([['long enough to meet', 'the next']]);
  const paper = await labels(figures[0]![1].spec);
  expect(paper.labels.map(({ text }) => text)).toEqual(
    expect.arrayContaining(['1,500', 'Load-Aware', 'Requests per hour', 'burst', 'Steady']),
  );
});

describe('on a machine without fonts', () => {
  it('text is drawn all the same', async () => {
    const box = (text: string): string =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="30"><text x="4" y="20" font-family="Arimo, Arial" font-size="16">${text}</text></svg>`;
    const [blank, word] = [await rasterize(box(''), 1), await rasterize(box('Edgewise'), 1)];
    expect(Buffer.from(blank).equals(Buffer.from(word))).toBe(false);
    expect(word.length).toBeGreaterThan(blank.length + 300);
  });

  it('the figure is drawn with its labels', async () => {
    const { spec } = figure4(figure4Sample().summary, figure4Sample().series, { bursts });
    const { svg } = await renderFigure(spec, { scale: 0.25 });
    const bare = svg.replaceAll(/<text[^>]*>[^<]*<\/text>/g, '');
    const ink = async (picture: string): Promise<number> => dark(await rasterize(picture, 1));
    expect(await ink(svg)).toBeGreaterThan((await ink(bare)) + 3000);
  });
});

/** Pixels that are nearly black: the text and the whiskers. */
async function dark(png: Uint8Array): Promise<number> {
  const { Resvg } = await import('@resvg/resvg-js');
  const href = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  const size = new DataView(png.buffer, png.byteOffset).getUint32(16);
  const height = new DataView(png.buffer, png.byteOffset).getUint32(20);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${height}"><image href="${href}" width="${size}" height="${height}"/></svg>`;
  const { pixels } = new Resvg(svg).render();
  let count = 0;
  for (let i = 0; i < pixels.length; i += 4)
    if (pixels[i]! < 110 && pixels[i + 1]! < 110 && pixels[i + 2]! < 110) count++;
  return count;
}

it('letters are as wide as those of Arial, which most machines have', () => {
  const [regular, bold] = fontFiles().map((file) => new Typeface(readFileSync(file)));
  expect(['A', 'i', 'm', ' ', '0', '±'].map((letter) => Math.round(regular!.width(letter) * 2048))).toEqual([
    1366, 455, 1706, 569, 1139, 1124,
  ]);
  expect(Math.round(bold!.width('A') * 2048)).toBe(1479);
  expect(regular!.width('Load-Aware')).toBeCloseTo(
    'Load-Aware'.split('').reduce((sum, letter) => sum + regular!.width(letter), 0),
    12,
  );
});
