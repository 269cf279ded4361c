/** What the page's figures and sentences are made of, without a browser. */
import { expect, it } from 'vitest';
import { ARRIVAL, COMPLETED, FIRST, KIND, NOW, STRIDE } from '../../src/kernel/moves.ts';
import { introWords } from '../../src/page/introWords.ts';
import { dollars } from '../../src/page/numbers.ts';
import { emptierAtLeft, timeMarks } from '../../src/page/scale.ts';
import { Waits } from '../../src/page/waits.ts';

it('says of none, one and many machines what becomes of questions, in a sentence', () => {
  const of = (counts: readonly number[], cloud: string | null): string =>
    introWords({
      fleet: counts.map((count) => ({ count })),
      fallback: cloud === null ? 'drop' : 'cloud',
      cloud,
    });
  expect(of([], 'openai/gpt-4o')).toBe(
    'There are no machines: every question to the language model goes to openai/gpt-4o.',
  );
  expect(of([0, 1], null)).toBe(
    'One small machine answers questions to a language model; what it refuses gets no answer.',
  );
  expect(of([2, 4], 'openai/gpt-4o')).toBe(
    'Six small machines answer questions to a language model; what they refuse goes to openai/gpt-4o.',
  );
  expect(of([20, 10], null)).toMatch(/^30 small machines answer /);
});

it('writes dollars with both digits of their cents, or with none', () => {
  expect([0, 0.001, 0.5, 14.6, 99, 250.4, 6644, -3.25].map(dollars)).toEqual([
    '$0',
    '$0',
    '$0.50',
    '$14.60',
    '$99',
    '$250',
    '$6,640',
    '−$3.25',
  ]);
});

it('puts waits of milliseconds and of days where they are, within the axis', () => {
  const waits = new Waits();
  const listener = waits.listener(0, 0);
  const times = [0.004, 2, 4e4, 2e5];
  const rows = new Float64Array(STRIDE * times.length);
  times.forEach((time, i) => {
    rows[i * STRIDE + KIND] = COMPLETED;
    rows[i * STRIDE + ARRIVAL] = 0;
    rows[i * STRIDE + FIRST] = time;
    rows[i * STRIDE + NOW] = time;
  });
  listener.moved!({ rows, end: rows.length } as never);
  const points = waits.of(0).e2e;
  const shareBy = (time: number): number => points.findLast(([at]) => at <= time)![1];
  expect(shareBy(1)).toBe(0.25);
  expect(shareBy(3.9e4 / 1.06)).toBe(0.5);
  expect(shareBy(4.3e4)).toBe(0.75);
  expect(shareBy(1.8e5)).toBe(0.75);
  expect(points.at(-1)![0]).toBeGreaterThan(1.9e5);
  const marks = timeMarks(points.map(([time]) => time));
  expect(marks[0]).toBeLessThanOrEqual(points[0]![0]);
  expect(marks.at(-1)).toBeGreaterThanOrEqual(points.at(-1)![0]);
  expect(timeMarks([0.5, 0.9])).toEqual([0.3, 1]);
  expect(timeMarks([0.002, 0.9])[0]).toBeLessThan(0.002);
});

it('writes at the end of a chart where no line is', () => {
  const place = { y: 30, left: 0, right: 90 };
  const falling = [
    [0, 0],
    [45, 20],
    [90, 31],
  ] as const;
  expect(emptierAtLeft(falling, place)).toBe(true);
  expect(
    emptierAtLeft(
      falling.map(([x, y]) => [90 - x, y] as const),
      place,
    ),
  ).toBe(false);
  expect(emptierAtLeft([], place)).toBe(false);
});
