import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createStreams } from '../../src/kernel/random.ts';
import { meanInterval } from '../../src/kernel/statistics.ts';

const random = createStreams(3, 0)('statistics');
const normals = (count: number): number[] => Array.from({ length: count }, () => random.normal());

describe('the interval of a mean', () => {
  test('is Student’s interval', () => {
    const { mean, ci95 } = meanInterval([1, 2, 3, 4, 5]);
    expect(mean).toBe(3);
    expect(ci95![0]).toBeCloseTo(3 - 2.7764451051977934 * Math.sqrt(2.5 / 5), 12);
    expect(ci95![1]).toBeCloseTo(3 + 2.7764451051977934 * Math.sqrt(2.5 / 5), 12);
  });

  test.each([2, 3, 5, 20])('holds the truth 95 times in 100 with %i values, at 90 % 90 times', (count) => {
    const trials = 4000;
    let at95 = 0;
    let at90 = 0;
    for (let i = 0; i < trials; i++) {
      const values = normals(count);
      const [low, high] = meanInterval(values).ci95!;
      if (low <= 0 && 0 <= high) at95++;
      const [low90, high90] = meanInterval(values, 0.9).ci95!;
      if (low90 <= 0 && 0 <= high90) at90++;
    }
    expect(Math.abs(at95 / trials - 0.95)).toBeLessThan(0.012);
    expect(Math.abs(at90 / trials - 0.9)).toBeLessThan(0.016);
  });

  test('is null without a value, with one value, and when all values are equal', () => {
    expect(meanInterval([])).toEqual({ mean: null, ci95: null });
    expect(meanInterval([7])).toEqual({ mean: 7, ci95: null });
    expect(meanInterval([0.1, 0.1, 0.1])).toEqual({ mean: 0.1, ci95: null });
    expect(meanInterval([0, 0])).toEqual({ mean: 0, ci95: null });
  });

  test('shifts and scales with the values', () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(values, fc.integer({ min: -50, max: 50 }), (given, shift) => {
        const [plain, moved] = [meanInterval(given), meanInterval(given.map((value) => 2 * value + shift))];
        expect(moved.mean).toBeCloseTo(2 * plain.mean! + shift, 9);
        expect(moved.ci95 === null).toBe(plain.ci95 === null);
        plain.ci95?.forEach((end, i) => expect(moved.ci95![i]).toBeCloseTo(2 * end + shift, 8));
      }),
      { seed: 10, numRuns: 300 },
    );
  });
});
