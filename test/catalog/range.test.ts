import { describe, expect, it } from 'vitest';
import { cacheRoom, fits, misfit } from '../../src/catalog/memory.ts';
import { outsideRange } from '../../src/catalog/range.ts';
import { inlineProfile } from '../../src/catalog/inlineProfile.ts';

const base = {
  name: 'board/model',
  pace: { prefill: { perToken: 0.001 }, step: { fixed: 0.05 } },
  power: { idle: 5, prefill: 15, decode: 14 },
};
const measured = inlineProfile.parse({
  ...base,
  range: { prompt: [128, 2048], output: [64, 256], context: [128, 2304], batch: [1, 1] },
});

describe('lengths outside of what was measured', () => {
  it('says nothing within the range, its ends included', () => {
    expect(outsideRange(measured, { prompt: [128, 2048], output: [64, 256], batch: [1, 1] })).toEqual([]);
  });

  it('names each length that is not covered, with both spans', () => {
    const lines = outsideRange(measured, { prompt: [16, 500], output: [64, 900], batch: [1, 8] });
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe(
      'board/model: prompt tokens of 16 to 500 asked for, 128 to 2048 measured: extrapolated',
    );
    expect(lines[2]).toMatch(/batches of 1 to 8 asked for, only 1 measured/);
  });

  it('adds up prompt and output to the longest cache', () => {
    const narrow = { ...measured, range: { ...measured.range!, context: [128, 2200] as const } };
    expect(outsideRange(narrow, { prompt: [128, 2048], output: [64, 256] })).toHaveLength(1);
  });

  it('flags nothing for a profile without a range', () => {
    expect(outsideRange(inlineProfile.parse(base), { prompt: [1, 1e6] })).toEqual([]);
  });
});

describe('memory', () => {
  const memory = { weights: 16.06e9, kvPerToken: 131072, usable: 7e9 };

  it('says by how much a model does not fit', () => {
    expect(misfit({ name: 'nano/8b', memory })).toBe(
      'nano/8b does not fit: it needs 16.06 GB, the board leaves 7.00 GB, 9.06 GB too little',
    );
    expect(() => fits({ name: 'nano/8b', memory })).toThrow(/9\.06 GB too little/);
  });

  it('counts the cache of so many tokens with the weights', () => {
    const small = { name: 'nano/3b', memory: { weights: 6.9e9, kvPerToken: 1e5, usable: 7e9 } };
    expect(cacheRoom(small)).toBe(1000);
    expect(misfit(small, 1000)).toBeNull();
    expect(misfit(small, 1001)).toMatch(/with a cache of 1001 tokens/);
  });
});
