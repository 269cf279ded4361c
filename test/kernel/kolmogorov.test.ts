import { expect, test } from 'vitest';
import { kolmogorovTest } from './kolmogorov.ts';
import { createStreams } from '../../src/kernel/random.ts';

const random = createStreams(4, 0)('kolmogorov');
const uniforms = (count: number): number[] => Array.from({ length: count }, () => random.uniform());
const cdf = (x: number): number => Math.min(1, Math.max(0, x));

test('the distance is the largest gap on either side of a step', () => {
  expect(kolmogorovTest([0.1, 0.4, 0.7], cdf).distance).toBeCloseTo(0.3, 12);
  expect(kolmogorovTest([0.5], cdf).distance).toBe(0.5);
  expect(kolmogorovTest([0.9, 0.9, 0.9], cdf).distance).toBeCloseTo(0.9, 12);
});

test('the p-value is that of the tables', () => {
  // Critical distances for 20 values: 0.294 at 5 %, 0.352 at 1 %; for many, 1.358 and 1.628 over the root of the count.
  const shifted = (count: number, distance: number): number[] =>
    Array.from({ length: count }, (_, i) => (i + 1) / count - distance);
  for (const [count, distance, p] of [
    [20, 0.294, 0.05],
    [20, 0.352, 0.01],
    [10_000, 0.01358, 0.05],
    [10_000, 0.01628, 0.01],
  ] as const) {
    const found = kolmogorovTest(shifted(count, distance), (x) => x);
    expect(found.distance).toBeCloseTo(distance, 10);
    expect(found.pValue / p).toBeGreaterThan(0.9);
    expect(found.pValue / p).toBeLessThan(1.1);
  }
});

test('a sample of the distribution itself is rejected at 5 % once in twenty times', () => {
  const trials = 2000;
  for (const count of [10, 200]) {
    let rejected = 0;
    for (let i = 0; i < trials; i++) if (kolmogorovTest(uniforms(count), cdf).pValue < 0.05) rejected++;
    expect(Math.abs(rejected / trials - 0.05)).toBeLessThan(0.015);
  }
});

test('a sample of another distribution is rejected', () => {
  expect(
    kolmogorovTest(
      uniforms(500).map((x) => x * x),
      cdf,
    ).pValue,
  ).toBeLessThan(1e-9);
});
