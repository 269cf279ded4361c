import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Contest } from '../../src/kernel/contest.ts';

/** Few different scores, so that ties are common. */
const score = fc.oneof(fc.nat(3), fc.double({ min: 0, max: 1, noNaN: true }));
const change = fc.record({
  thing: fc.nat(599),
  first: fc.oneof({ weight: 4, arbitrary: score }, { weight: 1, arbitrary: fc.constant(Infinity) }),
  second: score,
});

test('the best is the least pair, and pick returns the indices that share it in ascending order', () => {
  fc.assert(
    fc.property(
      fc.oneof(...[12, 70, 600].map((max) => fc.integer({ min: 1, max }))),
      fc.array(change, { maxLength: 100, size: 'max' }),
      (size, changes) => {
        const contest = new Contest(size);
        const scores = Array.from({ length: size }, (): [number, number] => [Infinity, 0]);
        for (const { thing, first, second } of changes) {
          contest.set(thing % size, first, second);
          scores[thing % size] = [first, second];
          const taking = scores.filter(([a]) => a < Infinity);
          const [best] = taking.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
          expect(contest.first).toBe(best?.[0] ?? Infinity);
          const tied = scores.flatMap(([a, b], i) => (best && a === best[0] && b === best[1] ? [i] : []));
          expect(contest.ties).toBe(tied.length);
          if (!best) continue;
          expect(contest.second).toBe(best[1]);
          expect(tied.map((_, k) => contest.pick(k))).toEqual(tied);
        }
      },
    ),
  );
});

test.each([5, 32, 33, 70, 600])('of %i of which all have left, none is the best', (size) => {
  const contest = new Contest(size);
  for (let i = 0; i < size; i++) contest.set(i, i % 7, 1);
  expect([contest.first, contest.ties]).toEqual([0, Math.ceil(size / 7)]);
  for (let i = 0; i < size; i++) contest.set(i, Infinity, 1);
  expect([contest.first, contest.ties]).toEqual([Infinity, 0]);
  contest.set(size - 1, 3, 1);
  expect([contest.first, contest.ties, contest.pick(0)]).toEqual([3, 1, size - 1]);
});
