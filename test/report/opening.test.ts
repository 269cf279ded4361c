import { expect, it } from 'vitest';
import { renderReport } from '../../src/render/report.ts';
import { charts } from '../../src/report/charts.ts';
import { reportDocument } from '../../src/report/document.ts';
import { inShort } from '../../src/report/inShort.ts';
import { answerOf } from '../../src/report/opening.ts';
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

it('of many sentences five are read at once, and the rest is there for who asks', () => {
  const some = (count: number): Sentence[] =>
    Array.from({ length: count }, (_, k) => ({ text: `sentence ${k}.`, tone: 'neutral' }));
  const { html } = sentenceList(some(9))!;
  expect(html.indexOf('sentence 4.')).toBeLessThan(html.indexOf('<details>'));
  expect(html.indexOf('sentence 5.')).toBeGreaterThan(html.indexOf('4 more sentences'));
  expect(sentenceList(some(6))!.html).not.toContain('<details>');
});
