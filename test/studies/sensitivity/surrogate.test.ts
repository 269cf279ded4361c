import { describe, expect, it } from 'vitest';
import { controlledRatio } from '../../../src/studies/sensitivity/sobol.ts';
import { surrogate } from '../../../src/studies/sensitivity/surrogate.ts';
import { randomFor, times } from '../../experiment/made.ts';

const random = randomFor('points');
const points = times(200, () => [random.uniform(), random.uniform()]);

describe('a surrogate', () => {
  const line = surrogate(
    points,
    points.map(([x, y]) => 3 * x! - y!),
  )!;

  it('is the output where that is a polynomial', () => {
    for (const [x, y] of points.slice(0, 20)) expect(line.at([x!, y!])).toBeCloseTo(3 * x! - y!, 9);
    expect(line.mean).toBeCloseTo(1, 9);
  });

  it('knows whose doing its variance is', () => {
    expect(line.variance).toBeCloseTo(10 / 12, 9);
    expect(line.first[0]! / line.variance).toBeCloseTo(0.9, 9);
    expect(line.total[1]! / line.variance).toBeCloseTo(0.1, 9);
  });

  it('tells apart what inputs do together', () => {
    const product = surrogate(
      points,
      points.map(([x, y]) => (2 * x! - 1) * (2 * y! - 1)),
    )!;
    expect(product.first[0]).toBeCloseTo(0, 9);
    expect(product.total[0]).toBeCloseTo(product.variance, 9);
  });

  it('is not made from a handful of points', () => {
    expect(
      surrogate(
        points.slice(0, 8),
        times(8, (i) => i),
      ),
    ).toBeNull();
  });

  it('is not made where the points do not tell one input from another', () => {
    const same = points.map(([x]) => [x!, x!]);
    expect(
      surrogate(
        same,
        same.map(([x]) => x!),
      ),
    ).toBeNull();
  });
});

describe('a ratio of means with controls', () => {
  const noise = times(100, () => random.normal());
  const shared = times(100, () => random.normal());
  const above = noise.map((value, i) => 2 + 0.1 * value + shared[i]!);
  const below = noise.map(() => 4);
  const width = (controls: readonly (readonly number[])[]): number => {
    const { ci95 } = controlledRatio(above, below, controls, randomFor('bootstrap'), 500);
    return ci95![1] - ci95![0];
  };

  it('is closer to the truth, and says so, with a control that follows it', () => {
    expect(width([shared])).toBeLessThan(width([]) / 5);
    const { ratio, ci95 } = controlledRatio(above, below, [shared], randomFor('bootstrap'), 500);
    expect(Math.abs(ratio - 0.5)).toBeLessThan(0.02);
    expect(ci95![0]).toBeLessThan(ratio);
    expect(ci95![1]).toBeGreaterThan(ratio);
  });

  it('is hardly changed by one that has nothing to do with it', () => {
    const other = times(100, () => random.normal());
    expect(width([other]) / width([])).toBeGreaterThan(0.85);
  });

  it('does not mind the same control twice', () => {
    const once = controlledRatio(above, below, [shared], randomFor('bootstrap'), 500);
    expect(controlledRatio(above, below, [shared, shared], randomFor('bootstrap'), 500).ratio).toBe(
      once.ratio,
    );
  });
});
