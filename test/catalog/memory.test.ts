import { describe, expect, it } from 'vitest';
import { fits, misfit } from '../../src/catalog/memory.ts';

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
    expect(misfit(small, 1000)).toBeNull();
    expect(misfit(small, 1001)).toMatch(/with a cache of 1001 tokens/);
  });
});
