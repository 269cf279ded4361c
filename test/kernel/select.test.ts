import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Selection } from '../../src/kernel/select.ts';

const value = fc.oneof(
  fc.double({ noNaN: true, min: -9, max: 9 }).map((x) => x + 0),
  fc.integer({ min: 0, max: 3 }),
  // Far out, so that nearly all others lie in one part of the range.
  fc.constantFrom(1e6, 1e12),
);

test('values at given ranks are those of the sorted list, and lists are not changed, one list after the other', () => {
  const selection = new Selection();
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 400 }),
      fc.array(fc.nat(), { maxLength: 6 }),
      fc.nat(5),
      (list, some, spare) => {
        const ranks = some.map((n) => n % list.length);
        const values = Float64Array.from([...list, ...new Array<number>(spare).fill(-100)]);
        const sorted = list.toSorted((a, b) => a - b);
        const found = selection.standing(values, list.length, ranks, sorted[0]!, sorted.at(-1)!);
        expect(found).toEqual(ranks.map((rank) => sorted[rank]));
        expect([...values].slice(0, list.length)).toEqual(list);
      },
    ),
    { seed: 4, numRuns: 2000 },
  );
});

test('for two lists the values are those of each sorted list, and of both together', () => {
  const selection = new Selection();
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 200 }),
      fc.array(value, { minLength: 1, maxLength: 200 }),
      fc.array(fc.nat(), { maxLength: 6 }),
      (one, other, some) => {
        const lists = [one, other, [...one, ...other]].map((list) => list.toSorted((a, b) => a - b));
        const of = (list: readonly number[]): number[] => some.map((n) => n % list.length);
        const found = selection.standingOfBoth(
          Float64Array.from([...one, -100]),
          one.length,
          Float64Array.from([...other, -100]),
          other.length,
          [of(one), of(other), of(lists[2]!)],
          lists[2]![0]!,
          lists[2]!.at(-1)!,
        );
        expect(found).toEqual(lists.map((list) => of(list).map((rank) => list[rank])));
      },
    ),
    { seed: 4, numRuns: 2000 },
  );
});

test('minimum and maximum are found over the whole range of doubles, and for equal values', () => {
  const wide = Float64Array.from({ length: 100 }, (_, k) => (k % 2 === 0 ? -1 : 1) * 1.7e308);
  const selection = new Selection();
  expect(selection.standing(wide, 100, [0, 49, 50, 99], -1.7e308, 1.7e308)).toEqual([
    -1.7e308, -1.7e308, 1.7e308, 1.7e308,
  ]);
  expect(selection.standing(new Float64Array(100).fill(3), 100, [0, 99], 3, 3)).toEqual([3, 3]);
});
