import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Agenda } from '../../src/kernel/agenda.ts';

/** Few different times, so that ties are common. */
const time = fc.oneof(
  fc.integer({ min: 0, max: 4 }),
  fc.constant(Infinity),
  fc.double({ min: 0, noNaN: true }),
);

const change = fc.record({ slot: fc.nat(5000), time });

/** Full nodes of the tree, one more and one less, beside any others. */
const size = fc.oneof(
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: 100, max: 400 }),
  fc.constantFrom(15, 16, 17, 63, 64, 65, 127, 128, 129, 1024, 2048, 2049),
);

test('the first slot is the earliest, and of equal times the lowest', () => {
  fc.assert(
    fc.property(size, fc.array(change, { maxLength: 200, size: 'max' }), (slots, changes) => {
      const agenda = new Agenda(slots);
      const times = Array.from({ length: slots }, () => Infinity);
      for (const { slot, time } of changes) {
        agenda.set(slot % slots, time);
        times[slot % slots] = time;
        const earliest = Math.min(...times);
        expect(agenda.time).toBe(earliest);
        expect(agenda.first).toBe(times.indexOf(earliest));
      }
      times.forEach((at, slot) => expect(agenda.due[slot]).toBe(at));
    }),
  );
});

test('slots may be claimed later: existing slots keep their times', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 300 }), time), { maxLength: 6 }), (claims) => {
      const agenda = new Agenda(1);
      const times = [Infinity];
      for (const [count, at] of claims) {
        const first = agenda.claim(count);
        expect(first).toBe(times.length);
        for (let k = 0; k < count; k++) times.push(k === count - 1 ? at : Infinity);
        agenda.set(first + count - 1, at);
        expect(agenda.time).toBe(Math.min(...times));
        expect(agenda.first).toBe(times.indexOf(agenda.time));
      }
    }),
  );
});

test('an agenda without due slots has the time Infinity', () => {
  for (const size of [0, 1, 2, 3, 1000]) expect(new Agenda(size).time).toBe(Infinity);
});
