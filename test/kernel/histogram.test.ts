import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Histogram, LISTED } from '../../src/kernel/histogram.ts';
import { Selection } from '../../src/kernel/select.ts';
import { createStreams, type Random } from '../../src/kernel/random.ts';

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
  fc.double({ min: 1e-6, max: 1.6e7, noNaN: true }),
  fc.double({ min: 0.01, max: 10, noNaN: true }),
  fc.integer({ min: 0, max: 20 }),
  fc.constantFrom(0, 1, 128, 129, 0.9999999999999999),
);
const latencies = fc.array(latency, { minLength: 1, maxLength: 60 });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const check = <Args>(property: fc.IProperty<Args>, numRuns = 1000): void =>
  fc.assert(property, { seed: 4, numRuns });
/** Each value as often as it takes for bins. */
const many = (values: readonly number[]): number[] =>
  Array.from({ length: Math.ceil(LISTED / values.length) }, () => values).flat();

/** Shapes of latency that a run can have: spread out, a few values alone, two heaps far apart, all the same. */
const SHAPES: Readonly<Record<string, (random: Random) => number>> = {
  'an exponential': (random) => random.exponential(),
  'five values alone': (random) => [0.0301, 0.03011, 0.07, 0.71, 9.03][Math.floor(random.uniform() * 5)]!,
  'two heaps far apart': (random) => (random.uniform() < 0.93 ? 0.01 : 40) * (1 + 0.001 * random.uniform()),
  'one value': () => 0.012345,
  'a slope over ten octaves': (random) => 0.001 * 1024 ** random.uniform(),
};

describe('a histogram', () => {
  test('gives the quantiles of the sample itself while it has less than four thousand values', () => {
    check(
      fc.property(latencies, share, (values, p) => {
        expect(filled(values).quantile(p)).toBeCloseTo(exactQuantile(values, p), 12);
      }),
    );
  });

  test.each(Object.entries(SHAPES))('knows all quantiles of %s to 0.01 %% of their value', (_, draw) => {
    const random = createStreams(1, 0)('histogram');
    const values = Array.from({ length: 40_000 }, () => draw(random));
    const histogram = filled(values);
    for (const p of [0, 0.001, 0.05, 0.5, 0.9, 0.93, 0.95, 0.99, 0.999, 1]) {
      const exact = exactQuantile(values, p);
      // Between two heaps the quantile is drawn between their ends.
      expect(Math.abs(histogram.quantile(p) - exact)).toBeLessThanOrEqual(1e-4 * exact);
    }
  });

  test('knows the quantiles of any mixture to 0.01 % of the larger of two neighbours', () => {
    check(
      fc.property(latencies, share, (values, p) => {
        const all = many(values);
        const above = exactQuantile(all, Math.ceil(p * (all.length - 1)) / (all.length - 1));
        expect(Math.abs(filled(all).quantile(p) - exactQuantile(all, p))).toBeLessThanOrEqual(1e-4 * above);
      }),
      200,
    );
  });

  test('gives several quantiles at once as it gives them one by one, in whatever order', () => {
    check(
      fc.property(latencies, fc.array(share, { maxLength: 6 }), fc.boolean(), (values, ps, binned) => {
        const histogram = filled(binned ? many(values) : values);
        expect(histogram.quantiles(ps)).toEqual(ps.map((p) => histogram.quantile(p)));
      }),
      200,
    );
    expect(new Histogram().quantiles([0, 0.5, 1])).toEqual([NaN, NaN, NaN]);
  });

  test('gives the same for all values as for two histograms of them merged, listed or in bins', () => {
    const ps = Array.from({ length: 101 }, (_, k) => k / 100);
    const pile = fc
      .tuple(latencies, fc.boolean())
      .map(([values, binned]) => (binned ? many(values) : values));
    check(
      fc.property(pile, pile, (first, second) => {
        const merged = filled(first);
        const other = filled(second);
        const before = other.quantiles(ps);
        const together = filled([...first, ...second]);
        const some = ps.slice(0, 7);
        expect(Histogram.ofBoth(merged, other, [ps, some, ps], new Selection())).toEqual([
          merged.quantiles(ps),
          other.quantiles(some),
          together.quantiles(ps),
        ]);
        merged.merge(other);
        expect(merged.quantiles(ps)).toEqual(together.quantiles(ps));
        expect([merged.count, merged.min, merged.max]).toEqual([together.count, together.min, together.max]);
        expect(Math.abs(merged.sum - together.sum)).toBeLessThanOrEqual(1e-11 * together.sum);
        expect(other.quantiles(ps)).toEqual(before);
      }),
      300,
    );
  });

  test('merges counts above 255', () => {
    const counts = [255, 256, 257, 70_000];
    for (const first of counts) {
      for (const second of counts) {
        const merged = filled([...new Array<number>(first).fill(1), ...new Array<number>(3000).fill(2)]);
        merged.merge(filled([...new Array<number>(second).fill(1), ...new Array<number>(3000).fill(3)]));
        const total = first + second + 6000;
        expect(merged.count).toBe(total);
        const at = (rank: number): number => Math.round(merged.quantile(rank / (total - 1)));
        expect(
          [first + second - 1, first + second, first + second + 2999, first + second + 3000].map(at),
        ).toEqual([1, 2, 2, 3]);
      }
    }
  });

  test('has the exact count, mean, minimum and maximum of its values', () => {
    check(
      fc.property(latencies, fc.boolean(), (some, binned) => {
        const values = binned ? many(some) : some;
        const histogram = filled(values);
        expect(histogram.count).toBe(values.length);
        expect(histogram.sum).toBe(values.reduce((sum, value) => sum + value, 0));
        expect(histogram.mean).toBe(histogram.sum / values.length);
        const [least, most] = [Math.min(...values), Math.max(...values)];
        expect([histogram.min, histogram.max]).toEqual([least, most]);
        expect([histogram.quantile(0), histogram.quantile(1)]).toEqual([least, most]);
      }),
      300,
    );
  });

  test('never lets a higher share have a lower quantile', () => {
    check(
      fc.property(latencies, share, share, fc.boolean(), (values, p, q, binned) => {
        const histogram = filled(binned ? many(values) : values);
        const low = histogram.quantile(Math.min(p, q));
        expect(low).toBeLessThanOrEqual(histogram.quantile(Math.max(p, q)) * (1 + 1e-12));
      }),
      300,
    );
  });

  test('finds the percentiles of a million draws within their sampling error', () => {
    const random = createStreams(1, 0)('histogram');
    const histogram = new Histogram();
    for (let i = 0; i < 1_000_000; i++) histogram.add(random.exponential());
    for (const p of [0.5, 0.95, 0.99]) {
      expect(Math.abs(histogram.quantile(p) / -Math.log(1 - p) - 1)).toBeLessThan(0.005);
    }
  });

  test('keeps values outside of its bins', () => {
    const histogram = filled(many([0, 0, 0, 1e-8, 5, 1e9, 2e9]));
    expect([0, 0.3].map((p) => histogram.quantile(p))).toEqual([0, 0]);
    expect(histogram.quantile(0.5)).toBeLessThan(1e-6);
    expect(histogram.quantile(0.65)).toBeCloseTo(5, 3);
    expect(histogram.quantile(0.8)).toBeGreaterThan(1.6e7);
    expect(histogram.quantile(1)).toBe(2e9);
  });

  test('counts a small negative value, a rounding error of zero, as zero', () => {
    for (const histogram of [filled([-1e-17, 1, 1]), filled(many([-1e-17, 1, 1]))]) {
      expect(histogram.quantile(0)).toBe(-1e-17);
      expect(histogram.quantile(0.1)).toBeLessThan(0.5);
      expect(histogram.quantile(0.9)).toBeCloseTo(1, 3);
    }
  });

  test('has no quantile and no mean when it is empty, and can still be merged', () => {
    const empty = new Histogram();
    expect([empty.count, empty.sum, empty.mean, empty.quantile(0.5)]).toEqual([0, 0, NaN, NaN]);
    empty.merge(filled([3]));
    expect([empty.count, empty.min, empty.max, empty.quantile(0.5)]).toEqual([1, 3, 3, 3]);
  });

  test('needs as much memory for ten million values as for a hundred thousand', () => {
    const held = (count: number): number => {
      const random = createStreams(1, 0)('histogram');
      const before = process.memoryUsage().arrayBuffers;
      const histogram = new Histogram();
      for (let i = 0; i < count; i++) histogram.add(0.5 + 0.5 * random.uniform());
      expect(histogram.count).toBe(count);
      return process.memoryUsage().arrayBuffers - before;
    };
    expect(held(1e7)).toBeLessThan(held(1e5) + 1e6);
  });
});

test('adding values in blocks gives the same histogram as adding them one by one', () => {
  const random = createStreams(3, 0)('blocks');
  for (const count of [100, LISTED - 1, LISTED, 3 * LISTED + 5]) {
    const values = Float64Array.from({ length: count }, () => random.exponential());
    const blocks = new Histogram();
    for (let k = 0; k < count; k += 300) blocks.addAll(values.subarray(k), Math.min(300, count - k));
    const one = filled([...values]);
    const ps = [0, 0.25, 0.5, 0.95, 1];
    expect([blocks.count, blocks.sum, ...blocks.quantiles(ps)]).toEqual([
      one.count,
      one.sum,
      ...one.quantiles(ps),
    ]);
  }
});

test('values one by one between blocks, and reading in between, change no bit of the sum', () => {
  const random = createStreams(4, 0)('mixed');
  const mixed = new Histogram();
  const values: number[] = [];
  let sum = 0;
  for (let round = 0; round < 60; round++) {
    const some = Float64Array.from({ length: 200 }, () => random.exponential() * 1000 ** random.uniform());
    for (const value of some) sum += value;
    values.push(...some);
    for (const value of some.subarray(0, 37)) mixed.add(value);
    if (round % 3 === 0) expect(mixed.max).toBe(Math.max(...values.slice(0, round * 200 + 37)));
    mixed.addAll(some.subarray(37, 150), 113);
    for (const value of some.subarray(150)) mixed.add(value);
    if (round % 2 === 0) expect([mixed.count, mixed.sum]).toEqual([values.length, sum]);
  }
  const [least, half, most] = mixed.quantiles([0, 0.5, 1]);
  expect([mixed.sum, least, half, most]).toEqual([sum, ...filled(values).quantiles([0, 0.5, 1])]);
  expect([least, most]).toEqual([Math.min(...values), Math.max(...values)]);
});
