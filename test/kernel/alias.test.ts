import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Alias } from '../../src/kernel/alias.ts';

const weights = fc
  .array(
    fc.oneof(
      fc.constant(0),
      fc.integer({ min: 1, max: 9 }),
      fc.double({ min: 0.001, max: 1e4, noNaN: true }),
    ),
    {
      minLength: 1,
      maxLength: 30,
      size: 'max',
    },
  )
  .filter((all) => all.some((weight) => weight > 0));

test('every index gets its weight’s share of [0, 1)', () => {
  fc.assert(
    fc.property(weights, (all) => {
      const alias = new Alias(all);
      const total = all.reduce((sum, weight) => sum + weight, 0);
      const fine = 4000 * all.length;
      const seen = all.map(() => 0);
      for (let k = 0; k < fine; k++) seen[alias.pick((k + 0.5) / fine)]!++;
      // Each index owns at most one piece of each column, cut with an error of one step at each end.
      all.forEach((weight, i) => {
        expect(Math.abs(seen[i]! / fine - weight / total)).toBeLessThanOrEqual(all.length / fine + 1e-9);
      });
    }),
  );
});

test('an index without weight is never picked', () => {
  const alias = new Alias([0, 3, 0, 0.1, 0]);
  for (let k = 0; k < 10_000; k++) expect([1, 3]).toContain(alias.pick(k / 10_000));
});

test('the largest draw below 1 falls on an index', () => {
  fc.assert(
    fc.property(weights, (all) => {
      const picked = new Alias(all).pick(1 - 2 ** -53);
      expect(all[picked]).toBeGreaterThan(0);
    }),
  );
});
