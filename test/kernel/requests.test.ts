import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Requests } from '../../src/kernel/requests.ts';

/** A request to add, or the place of one to release. */
const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.tuple(fc.double({ noNaN: true }), fc.nat(), fc.nat(), fc.nat(), fc.double()) },
    { weight: 2, arbitrary: fc.nat() },
  ),
  { maxLength: 400, size: 'max' },
);

test('a row keeps its values until it is released, and is not reused before', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const requests = new Requests();
      const held = new Map<number, readonly number[]>();
      for (const step of all) {
        if (typeof step === 'number') {
          const id = [...held.keys()][step % Math.max(1, held.size)];
          if (id === undefined) continue;
          requests.release(id);
          held.delete(id);
        } else {
          const id = requests.add(...step);
          expect(held.has(id)).toBe(false);
          expect(id).toBeLessThan(requests.end);
          expect([requests.joules[id], requests.dollars[id]]).toEqual([0, 0]);
          requests.joules[id] = 1;
          requests.dollars[id] = 1;
          held.set(id, step);
        }
        expect(requests.size).toBe(held.size);
      }
      for (const [id, row] of held) {
        const { arrival, tenant, prompt, output, draw } = requests;
        expect([arrival[id], tenant[id], prompt[id], output[id], draw[id]]).toEqual(row);
      }
    }),
  );
});

test('memory grows with the peak in flight, not with the total', () => {
  const requests = new Requests();
  const ids = Array.from({ length: 100 }, () => requests.add(0, 0, 1, 1, 0));
  for (const id of ids) requests.release(id);
  for (let k = 0; k < 100_000; k++) requests.release(requests.add(k, 0, 1, 1, 0));
  expect(requests.capacity).toBe(128);
});
