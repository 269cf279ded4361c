import { describe, expect, test } from 'vitest';
import { chanceOfMisses, leastShare, mostShare } from '../../../src/studies/plan/binomial.ts';
import { missesAllowed } from '../../../src/studies/plan/replications.ts';

/** At most so many misses, one by one. */
function summed(misses: number, days: number, share: number): number {
  let term = share ** days;
  let sum = term;
  for (let k = 1; k <= misses; k++) {
    term *= ((days - k + 1) / k) * ((1 - share) / share);
    sum += term;
  }
  return sum;
}

describe('a share of days', () => {
  test.each([
    [0, 10, 0.9],
    [2, 40, 0.95],
    [7, 60, 0.8],
    [60, 60, 0.3],
  ])('misses %i of %i days or fewer as often as the sum says', (misses, days, share) => {
    expect(chanceOfMisses(misses, days, share)).toBeCloseTo(summed(misses, days, share), 12);
  });

  test('has the bounds of the textbook', () => {
    // 59 of 59 is the least that shows 95 % with 95 % confidence, and 93 with one miss.
    expect(leastShare(59, 59, 0.95)).toBeGreaterThan(0.95);
    expect(leastShare(58, 58, 0.95)).toBeLessThan(0.95);
    expect(missesAllowed(58, 0.95)).toBe(-1);
    expect(missesAllowed(59, 0.95)).toBe(0);
    expect(missesAllowed(92, 0.95)).toBe(0);
    expect(missesAllowed(93, 0.95)).toBe(1);
    expect(leastShare(0, 20, 0.95)).toBe(0);
    expect(mostShare(20, 20, 0.95)).toBe(1);
    expect(mostShare(0, 10, 0.95)).toBeCloseTo(1 - 0.05 ** 0.1, 12);
  });

  test('is covered at least as often as is said', () => {
    for (const share of [0.5, 0.8, 0.95])
      for (const days of [5, 20, 60]) {
        let covered = 0;
        let before = 0;
        for (let misses = 0; misses <= days; misses++) {
          const upTo = summed(misses, days, share);
          if (leastShare(days - misses, days, 0.95) <= share) covered += upTo - before;
          before = upTo;
        }
        expect(covered).toBeGreaterThanOrEqual(0.95 - 1e-9);
      }
  });
});
