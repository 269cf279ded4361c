import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Agenda } from '../../src/kernel/agenda.ts';

/** Few different times, so that ties are common. */
const time = fc.oneof(
  fc.integer({ min: 0, max: 4 }),
  fc.constant(Infinity),
  fc.double({ min: 0, noNaN: true }),
);

const change = fc.record({ slot: fc.nat(39), time });

test('the first is the earliest, of equal times the lowest slot', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.array(change, { maxLength: 200, size: 'max' }),
      (size, changes) => {
        const agenda = new Agenda(size);
        const times = Array.from({ length: size }, () => Infinity);
        for (const { slot, time } of changes) {
          agenda.set(slot % size, time);
          times[slot % size] = time;
          const earliest = Math.min(...times);
          expect(agenda.time).toBe(earliest);
          expect(agenda.first).toBe(times.indexOf(earliest));
        }
        times.forEach((at, slot) => expect(agenda.at(slot)).toBe(at));
      },
    ),
  );
});

test('with nothing to do it is due at Infinity', () => {
  for (const size of [0, 1, 2, 3, 1000]) expect(new Agenda(size).time).toBe(Infinity);
});
