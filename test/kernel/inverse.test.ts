import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inverse } from '../../src/kernel/inverse.ts';

test('the root of an increasing function is found from any start, however wrong its slope', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.001, max: 1000, noNaN: true }),
      fc.double({ min: 0.001, max: 1000, noNaN: true }),
      fc.constantFrom(1, 0.01, 100, 0, NaN, -1),
      (root, start, wrong) => {
        const x = inverse(
          (at) => at ** 3 - root ** 3,
          (at) => 3 * at ** 2 * wrong,
          start,
          0,
          Infinity,
        );
        expect(Math.abs(x / root - 1)).toBeLessThan(1e-9);
      },
    ),
    { seed: 9, numRuns: 2000 },
  );
});

test('a root is found when the bracket is unbounded on either side', () => {
  for (const root of [-1e6, -3, -1e-3, 0, 0.5, 7, 1e6]) {
    const at = (low: number, high: number): number =>
      inverse(
        (x) => x - root,
        () => 0,
        root < 0 ? -1 : 1,
        low,
        high,
      );
    expect(Math.abs(at(-1e7, Infinity) - root)).toBeLessThan(1e-6);
    expect(Math.abs(at(-Infinity, 1e7) - root)).toBeLessThan(1e-6);
  }
});
