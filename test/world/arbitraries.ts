/** Random machines and clouds whose times are multiples of a 64th. */
import fc from 'fast-check';
import type { CloudModel, Model } from '../../src/model.ts';
import { makeCloudModel, makeModel } from './context.ts';

const sixtyFourths = (most: number): fc.Arbitrary<number> => fc.nat(most).map((n) => n / 64);

export const models: fc.Arbitrary<Model> = fc
  .record({
    prefill: fc.record({
      fixed: sixtyFourths(40),
      perToken: sixtyFourths(4),
      perTokenSquared: fc.constantFrom(0, 1 / 1024),
      padTo: fc.constantFrom(1, 8),
    }),
    step: fc.record({
      fixed: fc.integer({ min: 1, max: 12 }).map((n) => n / 64),
      perSequence: sixtyFourths(2),
      perCachedToken: fc.constantFrom(0, 1 / 4096),
    }),
    context: fc.constantFrom(Infinity, 60),
  })
  .map(makeModel);

export interface Machine {
  readonly model: Model;
  readonly slots: number;
  readonly queue: number;
}

export const machines: fc.Arbitrary<Machine> = fc.record({
  model: models,
  slots: fc.integer({ min: 1, max: 4 }),
  queue: fc.constantFrom(0, 1, 2, 5, Infinity),
});

export const cloudModels: fc.Arbitrary<CloudModel> = fc
  .record({
    roundTrip: fc.constantFrom(
      { kind: 'constant', value: 0.125 } as const,
      { kind: 'lognormal', mean: 0.1, cv: 1 } as const,
    ),
    ttft: fc.constantFrom(
      { kind: 'constant', value: 0.5 } as const,
      { kind: 'quantiles', at: { 0.5: 0.5, 0.95: 2 } } as const,
    ),
    context: fc.constantFrom(Infinity, 60),
  })
  .map(makeCloudModel);
