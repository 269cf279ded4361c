import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Heap } from '../../src/kernel/heap.ts';

/** A time to push, or null to pop. */
const steps = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0, noNaN: true }), fc.constant(null)),
  {
    maxLength: 200,
    size: 'max',
  },
);

test('each id comes out once, and none before an earlier one', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const heap = new Heap();
      const held = new Map<number, number>();
      all.forEach((time, id) => {
        if (time !== null) {
          heap.push(id, time);
          held.set(id, time);
        } else if (held.size > 0) {
          const earliest = Math.min(...held.values());
          expect(heap.time).toBe(earliest);
          const popped = heap.pop();
          expect(held.get(popped)).toBe(earliest);
          held.delete(popped);
        }
        expect(heap.size).toBe(held.size);
      });
      while (held.size > 0) held.delete(heap.pop());
      expect(heap.size).toBe(0);
      expect(heap.time).toBe(Infinity);
    }),
  );
});

test('the same calls give the same order of equal times', () => {
  const order = (): number[] => {
    const heap = new Heap();
    for (let id = 0; id < 40; id++) heap.push(id, id % 3);
    return Array.from({ length: 40 }, () => heap.pop());
  };
  expect(order()).toEqual(order());
});
