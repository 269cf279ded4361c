import { describe, expect, test } from 'vitest';
import { findWarmup, mser5, warmupWarning } from '../../src/experiment/verdict.ts';
import { randomFor, times } from './made.ts';

const noise = (name: string) => {
  const random = randomFor(name);
  return () => random.normal();
};

/** The score by its definition, every cut computed anew. */
function naive(values: readonly number[]): number {
  const batches = times(Math.floor(values.length / 5), (i) => {
    const five = values.slice(5 * i, 5 * i + 5);
    return five.reduce((a, b) => a + b) / 5;
  });
  const scores = times(batches.length - 4, (d) => {
    const rest = batches.slice(d);
    const mean = rest.reduce((a, b) => a + b) / rest.length;
    return rest.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rest.length ** 2;
  });
  return 5 * scores.indexOf(Math.min(...scores));
}

describe('MSER-5', () => {
  test('cuts where its definition says', () => {
    const next = noise('definition');
    for (let trial = 0; trial < 50; trial++) {
      const values = times(200, (i) => 10 * Math.exp(-i / 15) + next());
      const expected = naive(values);
      expect(mser5(values)).toBe(expected > 100 ? Infinity : expected);
    }
  });

  test('leaves out the start of a filling system and keeps all of a steady one', () => {
    const next = noise('filling');
    const filling = times(300, (i) => 5 * (1 - Math.exp(-i / 20)) + 0.2 * next());
    const cut = mser5(filling)!;
    expect(cut).toBeGreaterThanOrEqual(30);
    expect(cut).toBeLessThanOrEqual(120);
    expect(mser5(times(300, () => 3))).toBe(0);
  });

  test('says nothing when the load only settles after half of the run, or never', () => {
    expect(mser5(times(100, (i) => i))).toBe(Infinity);
    expect(mser5(times(100, (i) => (i < 70 ? 100 : 5)))).toBe(Infinity);
    expect(mser5([1, 2, 3])).toBeNull();
  });
});

describe('the warm-up of a fleet', () => {
  const fleet = (load: readonly number[]) => [{ device: 'fleet', width: 10, quantities: { load } }];

  test('comes in seconds, with the bias it would leave', () => {
    const next = noise('seconds');
    const found = findWarmup(fleet(times(300, (i) => (i < 40 ? 0 : 10) + 0.1 * next())), 0)!;
    expect(found.seconds).toBe(400);
    expect(found.bias).toBeCloseTo(40 / 300, 2);
    expect(warmupWarning(found, 3000)).toMatch(/first 400 s .* 13 % different \(MSER-5\); warmup: 400s/);
  });

  test('is none when nothing stands out, and then nothing is said', () => {
    const next = noise('flat');
    let warned = 0;
    for (let trial = 0; trial < 200; trial++) {
      const found = findWarmup(fleet(times(360, () => 10 + next())), 0);
      if (warmupWarning(found, 3600) !== null) warned++;
    }
    expect(warned).toBeLessThan(4);
  });

  test('is not mistaken for bursts that come back', () => {
    const bursts = times(360, (i) => (i % 30 >= 24 ? 40 : 10));
    expect(findWarmup(fleet(bursts), 300)).toEqual({ seconds: 0, bias: 0 });
  });

  test('is unknown without a load', () => {
    expect(findWarmup([{ device: 'fleet', width: 1, quantities: {} }], 0)).toBeNull();
    expect(findWarmup([], 0)).toBeNull();
  });
});
