import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Queue } from '../../src/kernel/queue.ts';

test('first in, first out, however it grows', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer(), fc.constant(null)), { maxLength: 300, size: 'max' }),
      (steps) => {
        const queue = new Queue();
        const naive: number[] = [];
        for (const step of steps) {
          if (step !== null) {
            queue.push(step);
            naive.push(step);
          } else if (naive.length > 0) {
            expect(queue.first).toBe(naive[0]);
            expect(queue.shift()).toBe(naive.shift());
          }
          expect(queue.size).toBe(naive.length);
        }
        expect(naive.map(() => queue.shift())).toEqual(naive);
      },
    ),
  );
});
