import { describe, expect, it } from 'vitest';
import { inlineProfile } from '../../src/catalog/inlineProfile.ts';

const least = {
  pace: { prefill: { perToken: '2ms' }, step: { fixed: '50ms' } },
  power: { idle: 5, prefill: 15, decode: 14 },
};

describe('a profile written inline', () => {
  it('needs no more than pace and power', () => {
    const made = inlineProfile.parse(least);
    expect(made.pace).toEqual({
      prefill: { fixed: 0, perToken: 0.002, perTokenSquared: 0, padTo: 1, padShare: 1 },
      step: { fixed: 0.05, perSequence: 0, perCachedToken: 0 },
    });
    expect(made.power.decodePerSequence).toBe(0);
    expect(made.memory.kvPerToken).toBe(0);
    expect(made.range).toBeNull();
    expect(made.uncertainty).toEqual([]);
  });

  it('survives a round trip through JSON', () => {
    const made = inlineProfile.parse({
      ...least,
      memory: { weights: '2 GB', kvPerToken: 36864, usable: '7 GB' },
    });
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
    expect(made.memory).toEqual({ weights: 2e9, kvPerToken: 36864, usable: 7e9 });
  });

  it('turns one relative standard deviation into uncertain speed and power', () => {
    const { uncertainty } = inlineProfile.parse({ ...least, uncertainty: 0.1 });
    expect(uncertainty).toHaveLength(2);
    expect(uncertainty[0]).toMatchObject({ kind: 'scale', sd: 0.1 });
  });

  it('refuses unknown fields, negative times and ranges that run backwards', () => {
    expect(inlineProfile.safeParse({ ...least, speed: 3 }).success).toBe(false);
    const slow = { ...least, pace: { ...least.pace, step: { fixed: -1 } } };
    expect(inlineProfile.safeParse(slow).success).toBe(false);
    const range = { prompt: [9, 1], output: [1, 2], context: [1, 2], batch: [1, 1] };
    expect(inlineProfile.safeParse({ ...least, range }).success).toBe(false);
    expect(inlineProfile.safeParse({ pace: least.pace }).success).toBe(false);
  });
});
