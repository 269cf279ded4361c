import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cholesky, coefficient, drawModelError } from '../../src/catalog/modelError.ts';
import { inlineProfile } from '../../src/catalog/inlineProfile.ts';
import type { Profile } from '../../src/catalog/profile.ts';
import { shipped } from '../../src/catalog/shipped.ts';
import { createStreams } from '../../src/kernel/random.ts';

const plain = inlineProfile.parse({
  pace: { prefill: { fixed: 0.1, perToken: 0.001 }, step: { fixed: 0.05, perCachedToken: 1e-6 } },
  power: { idle: 5, prefill: 15, decode: 14 },
});
const covariance = [
  [4e-6, -2.4e-10],
  [-2.4e-10, 9e-14 / 4],
];
const uncertain: Profile = {
  ...plain,
  uncertainty: [
    { kind: 'covariance', of: ['step.fixed', 'step.perCachedToken'], covariance },
    { kind: 'scale', of: ['power.prefill', 'power.decode'], sd: 0.2 },
  ],
};

describe('drawing a profile from its uncertainty', () => {
  it('spreads coefficients as the covariance says', () => {
    const random = createStreams(1, 0)('draws');
    const draws = Array.from({ length: 20_000 }, () => drawModelError(uncertain, random).pace.step);
    const mean = (pick: (step: (typeof draws)[number]) => number): number =>
      draws.reduce((sum, step) => sum + pick(step), 0) / draws.length;
    const a = mean((step) => step.fixed);
    const b = mean((step) => step.perCachedToken);
    expect(a).toBeCloseTo(0.05, 4);
    expect(mean((step) => (step.fixed - a) ** 2) / covariance[0]![0]!).toBeCloseTo(1, 1);
    expect(mean((step) => (step.perCachedToken - b) ** 2) / covariance[1]![1]!).toBeCloseTo(1, 1);
    expect(mean((step) => (step.fixed - a) * (step.perCachedToken - b)) / covariance[0]![1]!).toBeCloseTo(
      1,
      1,
    );
  });

  it('moves what belongs together by one factor', () => {
    const random = createStreams(1, 0)('draws');
    for (let i = 0; i < 50; i++) {
      const { power } = drawModelError(uncertain, random);
      if (power.decode > power.idle) expect(power.prefill / power.decode).toBeCloseTo(15 / 14, 10);
    }
  });

  it('gives the same profile for the same stream, another for the next draw', () => {
    const draw = (replication: number): Profile =>
      drawModelError(uncertain, createStreams(3, replication)('x'));
    expect(draw(0)).toEqual(draw(0));
    expect(draw(0)).not.toEqual(draw(1));
  });

  it('leaves a profile without uncertainty as it is', () => {
    expect(drawModelError(plain, createStreams(1, 0)('x')).pace.step).toEqual(plain.pace.step);
  });

  it('keeps every shipped profile physical', () => {
    const random = createStreams(7, 0)('all');
    for (const profile of shipped.profiles)
      for (let i = 0; i < 20; i++) {
        const { pace, power } = drawModelError(profile, random);
        for (const part of [pace.prefill, pace.step, pace.step.experts ?? {}, power])
          for (const value of Object.values(part).flat())
            if (typeof value === 'number') expect(value).toBeGreaterThanOrEqual(0);
        expect(power.decode).toBeGreaterThanOrEqual(power.idle);
        expect(power.prefill).toBeGreaterThanOrEqual(power.idle);
      }
  });

  it('reads every coefficient that is said to be uncertain', () => {
    for (const profile of shipped.profiles)
      for (const { of } of profile.uncertainty)
        for (const path of of) expect(Number.isFinite(coefficient(profile, path)), path).toBe(true);
  });

  it("has a root for every covariance: L L' gives it back", () => {
    const entry = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 9, maxLength: 9 }), (a) => {
        const matrix = [0, 1, 2].map((i) =>
          [0, 1, 2].map((j) =>
            [0, 1, 2].reduce((sum, k) => sum + a[3 * i + k]! * a[3 * j + k]!, i === j ? 0.1 : 0),
          ),
        );
        const root = cholesky(matrix);
        for (let i = 0; i < 3; i++)
          for (let j = 0; j < 3; j++) {
            const back = [0, 1, 2].reduce((sum, k) => sum + root[i]![k]! * root[j]![k]!, 0);
            expect(back).toBeCloseTo(matrix[i]![j]!, 8);
          }
      }),
    );
  });
});
