import fc from 'fast-check';
import { expect, test } from 'vitest';
import { select } from '../../src/kernel/select.ts';

const value = fc.oneof(
  fc.double({ noNaN: true, min: -9, max: 9 }).map((x) => x + 0),
  fc.integer({ min: 0, max: 3 }),
);

test('selecting gives what stands at a place of the sorted values, and has the smaller before it', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 80 }), fc.nat(), fc.nat(5), (list, n, spare) => {
      const rank = n % list.length;
      const values = Float64Array.from([...list, ...new Array<number>(spare).fill(-100)]);
      const sorted = list.toSorted((a, b) => a - b);
      expect(select(values, list.length, rank)).toBe(sorted[rank]);
      const now = [...values];
      expect(Math.max(-Infinity, ...now.slice(0, rank))).toBeLessThanOrEqual(sorted[rank]!);
      expect(Math.min(Infinity, ...now.slice(rank, list.length))).toBeGreaterThanOrEqual(sorted[rank]!);
      expect(now.slice(0, list.length).toSorted((a, b) => a - b)).toEqual(sorted);
      expect(now.slice(list.length)).toEqual(new Array(spare).fill(-100));
    }),
    { seed: 4, numRuns: 2000 },
  );
});

test('after a smaller rank was selected, those before it need not be looked at again', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 80 }), fc.nat(), fc.nat(), (list, m, n) => {
      const [from, rank] = [m % list.length, n % list.length].toSorted((a, b) => a - b) as [number, number];
      const values = Float64Array.from(list);
      select(values, list.length, from);
      const before = values.slice(0, from);
      expect(select(values, list.length, rank, from)).toBe(list.toSorted((a, b) => a - b)[rank]);
      expect(values.slice(0, from)).toEqual(before);
    }),
    { seed: 5, numRuns: 2000 },
  );
});
