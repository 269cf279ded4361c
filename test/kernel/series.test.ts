import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BucketSeries, Stretches } from '../../src/kernel/series.ts';

interface Piece {
  line: number;
  from: number;
  to: number;
  rate: number;
}

const time = fc.oneof(
  fc.double({ min: -20, max: 140, noNaN: true }),
  fc.integer({ min: -2, max: 14 }).map((n) => n * 10),
);
const piece: fc.Arbitrary<Piece> = fc.record({
  line: fc.integer({ min: 0, max: 2 }),
  from: time,
  to: time,
  rate: fc.double({ min: -5, max: 5, noNaN: true }),
});
const pieces = fc.array(piece, { maxLength: 20 });
const check = <Args>(property: fc.IProperty<Args>): void => fc.assert(property, { seed: 5, numRuns: 1000 });
const near = (actual: number, expected: number): void =>
  expect(Math.abs(actual - expected)).toBeLessThan(1e-9);
const overlap = (from: number, to: number, low: number, high: number): number =>
  Math.max(0, Math.min(to, high) - Math.max(from, low));

describe('a time series', () => {
  test('holds rate times overlap in every bucket of every line, and ignores what lies outside', () => {
    check(
      fc.property(pieces, fc.integer({ min: 1, max: 37 }), (all, buckets) => {
        const series = new BucketSeries({ from: 5, to: 100, lines: 3, buckets });
        for (const { line, from, to, rate } of all) series.addInterval(line, from, to, rate);
        for (let line = 0; line < 3; line++) {
          const mine = all.filter((each) => each.line === line);
          const within = (low: number, high: number): number =>
            mine.reduce((sum, { from, to, rate }) => sum + rate * overlap(from, to, low, high), 0);
          const edge = (i: number): number => 5 + (95 * i) / buckets;
          series.line(line).forEach((value, i) => near(value, within(edge(i), edge(i + 1))));
        }
      }),
    );
  });

  test('counts a time at an edge in the bucket that begins there, and the very end in the last one', () => {
    const series = new BucketSeries({ from: 0, to: 30, lines: 2, buckets: 3 });
    for (const at of [0, 9.999, 10, 20, 29, 30]) series.add(1, at, 1);
    for (const at of [-0.001, 30.001, Infinity, NaN]) series.add(1, at, 1);
    expect([...series.line(1)]).toEqual([2, 1, 3]);
    expect([...series.line(0)]).toEqual([0, 0, 0]);
    expect(series.width).toBe(10);
  });

  test('never has more than 2,000 buckets', () => {
    const series = new BucketSeries({ from: 0, to: 1e6, lines: 1, buckets: 1e6 });
    expect([series.line(0).length, series.width]).toEqual([2000, 500]);
  });
});

describe('what comes in blocks', () => {
  test('gives the same bits as adding interval after interval, across edges and beyond the ends', () => {
    check(
      fc.property(
        pieces,
        fc.integer({ min: 1, max: 37 }),
        fc.integer({ min: 1, max: 7 }),
        (all, buckets, rows) => {
          const options = { from: 5, to: 100, lines: 3, buckets };
          const one = new BucketSeries(options);
          const blocks = new BucketSeries(options);
          const block = new Stretches(rows);
          const settle = (): void => {
            blocks.addAll(block);
            block.size = 0;
          };
          for (const { line, from, to, rate } of all) {
            one.addInterval(line, from, to, rate);
            const at = block.size++;
            block.line[at] = line;
            block.from[at] = from;
            block.to[at] = to;
            block.rate[at] = rate;
            if (block.size === rows) settle();
          }
          settle();
          for (let line = 0; line < 3; line++) expect(blocks.line(line)).toEqual(one.line(line));
        },
      ),
    );
  });

  test('ignores an interval that never begins, and adds one that never ends up to the last bucket', () => {
    const block = new Stretches(4);
    block.from.set([Infinity, -Infinity, 3, 1]);
    block.to.set([Infinity, 12, Infinity, NaN]);
    block.size = 4;
    const series = new BucketSeries({ from: 0, to: 20, lines: 1, buckets: 4 });
    series.addAll(block);
    expect([...series.line(0)]).toEqual([7, 10, 7, 5]);
  });

  test('counts a block of times in the same buckets as single times', () => {
    check(
      fc.property(fc.array(time, { maxLength: 30 }), fc.integer({ min: 1, max: 37 }), (times, buckets) => {
        const options = { from: 5, to: 100, lines: 2, buckets };
        const one = new BucketSeries(options);
        const blocks = new BucketSeries(options);
        for (const at of times) one.add(1, at, 1);
        for (let k = 0; k < times.length; k += 4) {
          const some = times.slice(k, k + 4);
          blocks.count(1, Float64Array.from(some), some.length);
        }
        expect(blocks.line(1)).toEqual(one.line(1));
      }),
    );
  });
});
