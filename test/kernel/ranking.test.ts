import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IntegerRanking } from '../../src/kernel/ranking.ts';

const step = fc.record({ thing: fc.nat(19), load: fc.oneof(fc.nat(4), fc.nat(60)) });

test('items are in ascending order of load, each once, and ties counts the least loaded', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.array(step, { maxLength: 100, size: 'max' }),
      (size, steps) => {
        const ranking = new IntegerRanking(size);
        const loads = Array.from({ length: size }, () => 0);
        for (const { thing, load } of steps) {
          ranking.set(thing % size, load);
          loads[thing % size] = load;
          const order = loads.map((_, rank) => ranking.at(rank));
          expect(order.toSorted((a, b) => a - b)).toEqual(loads.map((_, i) => i));
          expect(order.map((i) => loads[i])).toEqual(loads.toSorted((a, b) => a - b));
          expect(loads.map((_, i) => ranking.load(i))).toEqual(loads);
          expect(ranking.ties).toBe(loads.filter((other) => other === Math.min(...loads)).length);
        }
      },
    ),
  );
});

test('a step up or down keeps every item in order of load', () => {
  const ranking = new IntegerRanking(3);
  ranking.increment(0);
  ranking.increment(1);
  expect([ranking.ties, ranking.at(0)]).toEqual([1, 2]);
  ranking.decrement(0);
  expect(ranking.ties).toBe(2);
  expect(ranking.at(2)).toBe(1);
});
