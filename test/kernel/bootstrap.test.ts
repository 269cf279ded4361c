import { expect, test } from 'vitest';
import { bootstrapInterval } from '../../src/kernel/bootstrap.ts';
import { createStreams } from '../../src/kernel/random.ts';

const streams = createStreams(5, 0);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

test('the interval of a mean covers the true value about 95 times in 100', () => {
  const random = streams('values');
  const resampling = streams('resampling');
  const trials = 400;
  let held = 0;
  for (let i = 0; i < trials; i++) {
    const values = Array.from({ length: 40 }, () => random.normal());
    const [low, high] = bootstrapInterval(values, mean, resampling, { resamples: 400 })!;
    if (low <= 0 && 0 <= high) held++;
  }
  expect(Math.abs(held / trials - 0.94)).toBeLessThan(0.03);
});

test('rows are drawn whole', () => {
  const rows = Array.from({ length: 50 }, (_, i) => ({ x: i, y: 2 * i }));
  const slope = (sample: readonly { x: number; y: number }[]): number =>
    mean(sample.map((row) => row.y)) / mean(sample.map((row) => row.x));
  expect(bootstrapInterval(rows, slope, streams('rows'))).toEqual([2, 2]);
});

test('the same stream gives the same interval, and the items are not changed', () => {
  const items = [3, 1, 2, 9, 4];
  const first = bootstrapInterval(items, mean, streams('same'));
  expect(bootstrapInterval(items, mean, streams('same'))).toEqual(first);
  expect(items).toEqual([3, 1, 2, 9, 4]);
  expect(first![0]).toBeLessThan(mean(items));
  expect(first![1]).toBeGreaterThan(mean(items));
});

test('a lower level gives a narrower interval, and one item gives none', () => {
  const items = Array.from({ length: 30 }, (_, i) => i);
  const width = (level: number): number => {
    const [low, high] = bootstrapInterval(items, mean, streams('level'), { level })!;
    return high - low;
  };
  expect(width(0.5)).toBeLessThan(width(0.95));
  expect(bootstrapInterval([1], mean, streams('one'))).toBeNull();
});
