import { describe, expect, it } from 'vitest';
import { Coarse, coarseNumbers } from '../../src/kernel/coarse.ts';
import { Histogram } from '../../src/kernel/histogram.ts';
import { createStreams } from '../../src/kernel/random.ts';

const histogram = (values: readonly number[]): Histogram => {
  const made = new Histogram();
  for (const value of values) made.add(value);
  return made;
};
const draws = (name: string, count: number, scale = 1): number[] => {
  const random = createStreams(3, 0)(name);
  return Array.from({ length: count }, () => scale * random.exponential());
};
const coarse = (...all: (readonly number[])[]): Coarse => {
  const made = new Coarse();
  for (const values of all) made.add(coarseNumbers(histogram(values)));
  return made;
};

describe('coarse counts', () => {
  it.each([500, 60_000])(
    'of %i values have their mean as it is, and their quantiles within 0.4 per cent',
    (count) => {
      const values = draws('one', count);
      const [whole, counts] = [histogram(values), coarse(values)];
      expect(counts.count).toBe(count);
      expect(counts.mean).toBe(whole.mean);
      for (const p of [0.05, 0.5, 0.95, 0.99]) {
        // In a sample of 500 values neighbours in the tail lie further apart than a bin is wide.
        const [low, high] = count > 1000 ? [p, p] : [p - 0.01, Math.min(1, p + 0.01)];
        expect(counts.quantile(p)).toBeGreaterThan(whole.quantile(low) * (1 - 0.004));
        expect(counts.quantile(p)).toBeLessThan(whole.quantile(high) * (1 + 0.004));
      }
      expect(counts.quantile(1)).toBe(whole.max);
    },
  );

  it('merged are the counts of all values together, however far apart they are', () => {
    const [fast, slow] = [draws('fast', 3000, 0.001), draws('slow', 9000, 400)];
    const [sum, whole] = [coarse(slow, fast), coarse([...slow, ...fast])];
    for (const p of [0, 0.1, 0.25, 0.5, 0.9, 1]) expect(sum.quantile(p)).toBe(whole.quantile(p));
    const merged = coarse(slow);
    merged.merge(coarse(fast));
    for (const p of [0.1, 0.5, 0.9]) expect(merged.quantile(p)).toBe(whole.quantile(p));
  });

  it('with a weight equal as many copies, and can be subtracted again', () => {
    const [a, b] = [draws('a', 700), draws('b', 300, 5)];
    const twice = new Coarse();
    twice.merge(coarse(a), 2);
    twice.merge(coarse(b));
    const copies = coarse(a, a, b);
    expect(twice.count).toBe(copies.count);
    for (const p of [0.2, 0.5, 0.97]) expect(twice.quantile(p)).toBe(copies.quantile(p));
    twice.merge(coarse(b), -1);
    for (const p of [0.2, 0.5, 0.97]) expect(twice.quantile(p)).toBeCloseTo(coarse(a, a).quantile(p), 9);
  });

  it('of no values have no mean and no quantile, and zeros are values like any other', () => {
    expect(coarse([]).count).toBe(0);
    expect(coarse([]).quantile(0.5)).toBeNaN();
    expect(coarse([0, 0, 0, 1]).quantile(0.5)).toBeLessThan(1e-6);
  });
});

it('a histogram visits all its values: listed ones, bins, zeros, and values outside of the bins', () => {
  const few = [3, 0, 7.25];
  const many = [...draws('many', 9000), 0, 0, 1e-9, 1e9];
  for (const values of [few, many]) {
    let [count, sum] = [0, 0];
    histogram(values).each((value, of) => {
      count += of;
      sum += of * value;
    });
    expect(count).toBe(values.length);
    const truth = values.reduce((all, value) => all + value, 0);
    // What lies beyond the bins counts as halfway to the largest of them.
    const beyond = values === many ? 0.5 : 1e-12;
    expect(Math.abs(sum / truth - 1)).toBeLessThan(beyond);
    const within = histogram(values.filter((value) => value < 1e6));
    let inside = 0;
    within.each((value, of) => (inside += of * value));
    expect(inside / within.sum).toBeCloseTo(1, 4);
  }
});
