import { expect, test } from 'vitest';
import { aligned } from '../../src/kernel/aligned.ts';

test('is zeros of that length in memory of their own, three quarters of a cache line into it', () => {
  for (const length of [0, 1, 7, 64, 100_000]) {
    const one = aligned(length);
    expect(one).toHaveLength(length);
    expect(one.every((value) => value === 0)).toBe(true);
    expect((one.byteOffset + 16) % 64).toBe(0);
    one.fill(1);
    expect(aligned(length).every((value) => value === 0)).toBe(true);
  }
});
