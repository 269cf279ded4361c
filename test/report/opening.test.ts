import { expect, it } from 'vitest';
import { renderReport } from '../../src/render/report.ts';
import { charts } from '../../src/report/charts.ts';
import { reportDocument } from '../../src/report/reportDocument.ts';
import { inShort } from '../../src/report/inShort.ts';
import { answerOf, openingOf } from '../../src/report/opening.ts';
import { cellTable } from '../../src/report/resultTables.ts';
import { sentenceList, type Sentence } from '../../src/report/section.ts';
import { figure4Sample, plainSample, type Sample } from './sample.ts';

const document = ({ summary, series }: Sample): ReturnType<typeof reportDocument> =>
  reportDocument({ summary, figures: charts(summary, series), command: 'npx edgewise run a.yaml' });

it('a run that compares opens with what differs for certain, one that does not with what it was like', () => {
  const { summary } = figure4Sample();
  expect(answerOf(summary)).toEqual(inShort(summary).find(({ tone }, k) => k > 0 && tone === 'good'));
  const [cell] = summary.cells;
  const alone = { ...summary, cells: [cell!], overall: [], comparisons: [], rankings: [] };
  expect(answerOf(alone).text).toMatch(/arrived in a run/);
});

it('has two or three numbers that decide, from the least cell to the most', () => {
  const sample = figure4Sample();
  const { numbers, figure } = document(sample).opening!;
  expect(numbers.length).toBeGreaterThan(1);
  expect(numbers.length).toBeLessThanOrEqual(3);
  expect(numbers[0]!.value).toMatch(/^[$\d.,]+ to [$\d.,]+/);
  expect(numbers[0]!.detail).toMatch(/; /);
  expect(figure).toBe(charts(sample.summary, sample.series)[0]!.name);
  for (const { value } of document(plainSample()).opening!.numbers)
    expect(value).not.toMatch(/ to |NaN|undefined/);
});

it('on the page the answer comes first, then its numbers, its figure once, the contents, and the rest', async () => {
  const { opening, ...rest } = document(figure4Sample());
  const html = await renderReport({ ...rest, opening: opening! });
  const places = [
    '<h1>',
    'class="answer',
    'class="decisive',
    `id="figure-${opening!.figure}"`,
    '<nav',
    '<main>',
  ].map((part) => html.indexOf(part));
  expect(places.every((place) => place > 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(html.split(`id="figure-${opening!.figure}"`)).toHaveLength(2);
  // Said once.
  expect(rest.sections[0]!.body.html).not.toContain(opening!.answer.text);
}, 60_000);

it('a single run opens with its busiest minutes where they are drawn, else with its latencies', () => {
  const sample = figure4Sample();
  const alone = { ...sample.summary, cells: sample.summary.cells.slice(0, 1), overall: [], comparisons: [] };
  const figures = charts(sample.summary, sample.series);
  const opens = (some: typeof figures): string | undefined => openingOf(alone, some).figure;
  expect(figures.map(({ name }) => name)).toContain('latency');
  expect(opens(figures)).toBe('latency');
  expect(opens([...figures, { ...figures[0]!, name: 'timeline' }])).toBe('timeline');
  expect(openingOf(sample.summary, figures).figure).toBe(figures[0]!.name);
});

it('a table picks out figures in which what one chooses between differs for certain, and only those', () => {
  const { summary } = figure4Sample();
  const certain = new Set(['better', 'worse', 'higher', 'lower']);
  const told = (metric: string): boolean =>
    summary.comparisons.some(
      (one) =>
        one.metric === metric &&
        certain.has(one.verdict) &&
        one.cell['strategy'] !== one.baseline['strategy'],
    );
  const { html } = cellTable(summary);
  const headings = [...html.matchAll(/<th scope="col"[^>]*title="([\w.]+): [^>]*><span>([^<]*)</g)];
  expect(headings.length).toBeGreaterThan(5);
  for (const [, metric, text] of headings)
    expect([metric, text!.endsWith('\u00a0≠')]).toEqual([metric, told(metric!)]);
  expect(headings.some(([, , text]) => text!.endsWith('\u00a0≠'))).toBe(true);
  expect(html).toContain('differs from that of the first strategy');
});

it('of many sentences five are read at once, and the rest is there for who asks', () => {
  const some = (count: number): Sentence[] =>
    Array.from({ length: count }, (_, k) => ({ text: `sentence ${k}.`, tone: 'neutral' }));
  const { html } = sentenceList(some(9))!;
  expect(html.indexOf('sentence 4.')).toBeLessThan(html.indexOf('<details>'));
  expect(html.indexOf('sentence 5.')).toBeGreaterThan(html.indexOf('4 more sentences'));
  expect(sentenceList(some(5))!.html).not.toContain('<details>');
  expect(sentenceList(some(6))!.html).toContain('1 more sentence<');
});
