import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepsSeconds, stepsUntil } from '../../src/devices/steps.ts';
import type { Pace } from '../../src/kernel/pace.ts';

const paces = (scale: number): fc.Arbitrary<Pace> =>
  fc
    .record({ fixed: fc.nat(40), perSequence: fc.nat(8), perCachedToken: fc.nat(4) })
    .map(({ fixed, perSequence, perCachedToken }) => ({
      prefill: { fixed: 0, perToken: 0, perTokenSquared: 0, padTo: 1 },
      step: {
        fixed: (fixed + 1) * scale,
        perSequence: perSequence * scale,
        perCachedToken: (perCachedToken * scale) / 64,
      },
    }));

const batches = fc.record({
  sequences: fc.integer({ min: 1, max: 64 }),
  perSequence: fc.integer({ min: 2, max: 2000 }),
});

test('the time of several steps is the sum of single ones, the cache growing by a token per sequence', () => {
  fc.assert(
    fc.property(paces(1 / 1024), batches, fc.nat(60), (pace, { sequences, perSequence }, steps) => {
      let sum = 0;
      for (let k = 0; k < steps; k++) {
        sum += stepsSeconds(pace, sequences, sequences * (perSequence + k), 1);
      }
      expect(stepsSeconds(pace, sequences, sequences * perSequence, steps)).toBe(sum);
    }),
  );
});

/** The step that a moment falls into: its end is not before the moment, the end of the one before is. */
function expectEnds(
  pace: Pace,
  sequences: number,
  cached: number,
  from: number,
  at: number,
  most: number,
): void {
  const end = (steps: number): number => from + stepsSeconds(pace, sequences, cached, steps);
  const steps = stepsUntil(pace, sequences, cached, from, at, most);
  expect(steps).toBeGreaterThanOrEqual(1);
  expect(steps).toBeLessThanOrEqual(most);
  expect(end(steps)).toBeGreaterThanOrEqual(at);
  if (steps > 1) expect(end(steps - 1)).toBeLessThan(at);
}

test('a time within a step yields the end of that step, however times are rounded', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const froms = fc.constantFrom(0, 1 / 3, 86400 / 7, 1e7 / 3);
  fc.assert(
    fc.property(
      paces(1e-3 / 3),
      batches,
      fc.integer({ min: 1, max: 5000 }),
      froms,
      share,
      (pace, batch, most, from, part) => {
        const { sequences } = batch;
        const cached = sequences * batch.perSequence;
        const at = from + part * (from + stepsSeconds(pace, sequences, cached, most) - from);
        expectEnds(
          pace,
          sequences,
          cached,
          from,
          Math.min(at, from + stepsSeconds(pace, sequences, cached, most)),
          most,
        );
      },
    ),
    { numRuns: 2000 },
  );
});

test('a time at the end of a step belongs to that step', () => {
  fc.assert(
    fc.property(
      paces(1e-3 / 3),
      batches,
      fc.integer({ min: 1, max: 5000 }),
      fc.nat(5000),
      (pace, batch, most, k) => {
        const { sequences } = batch;
        const cached = sequences * batch.perSequence;
        const steps = 1 + (k % most);
        for (const from of [0, 1 / 3, 1000 / 7]) {
          const at = from + stepsSeconds(pace, sequences, cached, steps);
          expect(stepsUntil(pace, sequences, cached, from, at, most)).toBe(steps);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
