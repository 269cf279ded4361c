import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Histogram } from '../../src/kernel/histogram.ts';
import { createStreams } from '../../src/kernel/random.ts';

const filled = (values: readonly number[]): Histogram => {
  const histogram = new Histogram();
  for (const value of values) histogram.add(value);
  return histogram;
};

/** The quantile of the sample itself: between the two nearest of the sorted values. */
function exactQuantile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = p * (sorted.length - 1);
  const low = sorted[Math.floor(rank)]!;
  return low + (rank % 1) * ((sorted[Math.floor(rank) + 1] ?? low) - low);
}

const latency = fc.oneof(
  fc.double({ min: 1e-6, max: 1e7, noNaN: true }),
  fc.double({ min: 0.01, max: 10, noNaN: true }),
  fc.integer({ min: 0, max: 20 }),
  fc.constantFrom(0, 1e-9, 1, 128, 129, 0.9999999999999999),
);
const latencies = fc.array(latency, { minLength: 1, maxLength: 60 });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const check = <Args>(property: fc.IProperty<Args>): void => fc.assert(property, { seed: 4, numRuns: 1000 });

describe('a histogram', () => {
  test('knows every quantile to within the bin it lies in', () => {
    check(
      fc.property(latencies, share, (values, p) => {
        const histogram = filled(values);
        const off = Math.abs(histogram.quantile(p) - exactQuantile(values, p));
        expect(off).toBeLessThanOrEqual(histogram.binWidth(p) * (1 + 1e-9) + 1e-12);
      }),
    );
  });

  test('gives several quantiles at once as it gives them one by one, in whatever order', () => {
    check(
      fc.property(latencies, fc.array(share, { maxLength: 6 }), (values, ps) => {
        const histogram = filled(values);
        expect(histogram.quantiles(ps)).toEqual(ps.map((p) => histogram.quantile(p)));
      }),
    );
    expect(new Histogram().quantiles([0, 0.5, 1])).toEqual([NaN, NaN, NaN]);
  });

  test('has bins no wider than 1 % of their values, from a microsecond to a third of a year', () => {
    for (let value = 1e-6; value < 1e7; value *= 1.37) {
      expect(filled([value, value]).binWidth(0.5)).toBeLessThanOrEqual(value / 128);
    }
  });

  test('gives the same for one pile as for two piles merged', () => {
    check(
      fc.property(latencies, latencies, (first, second) => {
        const merged = filled(first);
        merged.merge(filled(second));
        const together = filled([...first, ...second]).toJSON();
        const { sum, ...rest } = merged.toJSON();
        const { sum: exact, ...expected } = together;
        expect(rest).toEqual(expected);
        expect(Math.abs(sum - exact)).toBeLessThanOrEqual(1e-12 * exact);
      }),
    );
  });

  test('comes back from JSON as it went', () => {
    check(
      fc.property(latencies, share, (values, p) => {
        const histogram = filled(values);
        const back = Histogram.fromJSON(JSON.parse(JSON.stringify(histogram)));
        expect(back.toJSON()).toEqual(histogram.toJSON());
        expect(back.quantile(p)).toBe(histogram.quantile(p));
        expect(back.mean).toBe(histogram.mean);
      }),
    );
  });

  test('keeps count, mean and the two ends of the values themselves', () => {
    check(
      fc.property(latencies, (values) => {
        const histogram = filled(values);
        expect(histogram.count).toBe(values.length);
        expect(histogram.sum).toBe(values.reduce((sum, value) => sum + value, 0));
        expect(histogram.mean).toBe(histogram.sum / values.length);
        expect([histogram.min, histogram.max]).toEqual([Math.min(...values), Math.max(...values)]);
        expect([histogram.quantile(0), histogram.quantile(1)]).toEqual([histogram.min, histogram.max]);
      }),
    );
  });

  test('never lets a higher share have a lower quantile', () => {
    check(
      fc.property(latencies, share, share, (values, p, q) => {
        const histogram = filled(values);
        const low = histogram.quantile(Math.min(p, q));
        expect(low).toBeLessThanOrEqual(histogram.quantile(Math.max(p, q)) * (1 + 1e-12));
      }),
    );
  });

  test('finds the percentiles of a million draws within 0.5 %', () => {
    const random = createStreams(1, 0)('histogram');
    const histogram = new Histogram();
    for (let i = 0; i < 1_000_000; i++) histogram.add(random.exponential());
    for (const p of [0.5, 0.95, 0.99]) {
      expect(Math.abs(histogram.quantile(p) / -Math.log(1 - p) - 1)).toBeLessThan(0.005);
    }
  });

  test('spreads the values of one bin evenly over it', () => {
    const histogram = filled(Array.from({ length: 1001 }, (_, i) => 64 + (0.5 * i) / 1001));
    expect(histogram.quantile(0.25)).toBeCloseTo(64.125, 3);
  });

  test('counts a value of exactly 0 as 0, and what lies outside its bins without losing it', () => {
    const histogram = filled([0, 0, 0, 1e-8, 5, 1e9, 2e9]);
    expect(histogram.toJSON()).toMatchObject({ count: 7, zero: 3, under: 1, over: 2 });
    expect(histogram.over).toBe(2);
    expect([0, 0.3].map((p) => histogram.quantile(p))).toEqual([0, 0]);
    expect(histogram.quantile(0.5)).toBeLessThan(1e-6);
    expect(histogram.quantile(1)).toBe(2e9);
    expect(histogram.quantile(5 / 6)).toBeGreaterThan(1.6e7);
  });

  test('takes a small negative value, which rounding can leave of a zero, for a zero', () => {
    const histogram = filled([-1e-17, 1, 1]);
    expect(histogram.toJSON()).toMatchObject({ count: 3, zero: 1, over: 0 });
    expect(histogram.quantile(0)).toBeLessThanOrEqual(0);
    expect(histogram.quantile(0)).toBeGreaterThanOrEqual(-1e-17);
  });

  test('has no quantile and no mean when it is empty, and can still be merged and sent', () => {
    const empty = new Histogram();
    expect([empty.count, empty.sum, empty.mean, empty.quantile(0.5), empty.binWidth(0.5)]).toEqual([
      0,
      0,
      NaN,
      NaN,
      NaN,
    ]);
    const back = Histogram.fromJSON(JSON.parse(JSON.stringify(empty)));
    back.merge(filled([3]));
    expect([back.count, back.min, back.max, back.quantile(0.5)]).toEqual([1, 3, 3, 3]);
  });

  test('is sparse as a plain value', () => {
    const { indices, counts } = filled([1, 1, 1, 2]).toJSON();
    expect([indices.length, counts]).toEqual([2, [3, 1]]);
  });
});
