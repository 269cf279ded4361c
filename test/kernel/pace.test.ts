import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  baseSeconds,
  decodeSeconds,
  graphSize,
  prefillSeconds,
  serviceSeconds,
  type Pace,
} from '../../src/kernel/pace.ts';

const small = fc.double({ min: 0, max: 0.1, noNaN: true });
const pace: fc.Arbitrary<Pace> = fc.record({
  prefill: fc.record({
    fixed: small,
    perToken: small,
    perTokenSquared: small,
    padTo: fc.constantFrom(1, 2, 64, 128),
  }),
  step: fc.record({ fixed: small, perSequence: small, perCachedToken: small }),
});
const tokens = fc.integer({ min: 1, max: 500 });
const check = <Args>(property: fc.IProperty<Args>): void => fc.assert(property, { seed: 8, numRuns: 500 });

describe('the pace of a device', () => {
  test('gives an answer the time of its single steps, each reading one more cached token', () => {
    check(
      fc.property(pace, tokens, tokens, (device, prompt, output) => {
        let seconds = 0;
        for (let made = 1; made < output; made++) {
          seconds +=
            device.step.fixed + device.step.perSequence + device.step.perCachedToken * (prompt + made);
        }
        expect(decodeSeconds(device, prompt, output)).toBeCloseTo(seconds, 6);
        expect(serviceSeconds(device, prompt, output)).toBeCloseTo(
          prefillSeconds(device, prompt) + seconds,
          6,
        );
      }),
    );
  });

  test('takes nothing beyond prefill for an answer of one token', () => {
    check(
      fc.property(pace, tokens, (device, prompt) => {
        expect(decodeSeconds(device, prompt, 1)).toBe(0);
        expect(serviceSeconds(device, prompt, 1)).toBe(prefillSeconds(device, prompt));
      }),
    );
  });

  test('gives a prompt the time of the next multiple that it is padded to', () => {
    const device: Pace = {
      prefill: { fixed: 0.5, perToken: 0.001, perTokenSquared: 1e-6, padTo: 128 },
      step: { fixed: 0, perSequence: 0, perCachedToken: 0 },
    };
    expect(prefillSeconds(device, 1)).toBeCloseTo(0.5 + 0.128 + 128 ** 2 * 1e-6, 12);
    expect(prefillSeconds(device, 128)).toBe(prefillSeconds(device, 1));
    expect(prefillSeconds(device, 129)).toBeCloseTo(0.5 + 0.256 + 256 ** 2 * 1e-6, 12);
  });

  test('is never faster for a longer prompt or a longer answer', () => {
    check(
      fc.property(pace, tokens, tokens, (device, prompt, output) => {
        const seconds = serviceSeconds(device, prompt, output);
        expect(serviceSeconds(device, prompt + 1, output)).toBeGreaterThanOrEqual(seconds);
        expect(serviceSeconds(device, prompt, output + 1)).toBeGreaterThanOrEqual(seconds * (1 - 1e-12));
      }),
    );
  });
});

describe('a batch that is filled up to a captured graph', () => {
  test('has the size of the next captured graph', () => {
    const sizes = [1, 2, 3, 4, 5, 8, 9, 250, 256, 257, 272, 500, 512, 513].map(graphSize);
    expect(sizes).toEqual([1, 2, 4, 4, 8, 8, 16, 256, 256, 272, 272, 512, 512, 513]);
  });

  test('takes the time of the padded size, except for the cost per sequence', () => {
    const experts = { seconds: 0.1, sequences: 20 };
    const step = {
      fixed: 0.02,
      perSequence: 0.001,
      perCachedToken: 0,
      experts: { ...experts, graphs: true },
    };
    const bare = { ...step, experts };
    for (const [size, filled] of [
      [5, 8],
      [10, 16],
      [20, 24],
      [1, 1],
      [600, 600],
    ] as const)
      expect(baseSeconds(step, size)).toBeCloseTo(baseSeconds(bare, filled) - 0.001 * (filled - size), 12);
  });
});
