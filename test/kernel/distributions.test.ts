import jstat from 'jstat';
import { describe, expect, test } from 'vitest';
import {
  constant,
  exponential,
  fill,
  lognormal,
  lognormalByMedian,
  uniform,
  type Distribution,
} from '../../src/kernel/distributions.ts';
import { gamma } from '../../src/kernel/gammaDistribution.ts';
import { kolmogorovTest } from './kolmogorov.ts';
import { quantiles, table } from '../../src/kernel/measured.ts';
import { createStreams } from '../../src/kernel/random.ts';

const cases: [name: string, distribution: Distribution][] = [
  ['constant', constant(100)],
  ['uniform', uniform(3, 9)],
  ['exponential', exponential(40)],
  ['lognormal', lognormal(225, 0.6)],
  ['narrow lognormal', lognormal(225, 1e-6)],
  ['wide lognormal', lognormal(5, 2)],
  ['lognormal by its median', lognormalByMedian(0.2, 0.35)],
  ['gamma', gamma(100, 0.4)],
  ['gamma that is exponential', gamma(3, 1)],
  ['gamma with a pole at 0', gamma(10, 1.6)],
  ['narrow gamma', gamma(10, 0.01)],
  ['table', table([5, 1, 9, 9, 2])],
  ['weighted table', table([10, 20, 30], [1, 0, 3])],
  [
    'measured quantiles',
    quantiles([
      [0.05, 0.18],
      [0.25, 0.19],
      [0.5, 0.2],
      [0.75, 0.22],
      [0.95, 0.35],
      [0.99, 0.52],
    ]),
  ],
];
const COUNT = 50_000;

describe.each(cases)('%s', (name, distribution) => {
  const random = createStreams(1, 0)(name);
  const sample = Array.from({ length: COUNT }, () => distribution.sample(random));
  const mean = sample.reduce((sum, value) => sum + value, 0) / COUNT;
  const deviation = Math.sqrt(sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) / COUNT);

  test('has the mean and the coefficient of variation of its samples', () => {
    const { mean: stated, cv } = distribution;
    expect(Math.abs(mean - stated)).toBeLessThanOrEqual(
      (4 * cv * stated) / Math.sqrt(COUNT) + 1e-12 * stated,
    );
    expect(Math.abs(deviation - cv * stated)).toBeLessThanOrEqual(
      0.04 * cv * stated * (1 + cv ** 2) + 1e-12 * stated,
    );
  });

  test('fills a block with the values that single samples would have', () => {
    const into = new Float64Array(300);
    fill(into, distribution, createStreams(1, 0)(name));
    expect([...into]).toEqual(sample.slice(0, 300));
  });

  test('has the quantiles of its samples', () => {
    sample.sort((a, b) => a - b);
    for (const u of [0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999]) {
      // Between the order statistics four standard deviations of a count around.
      const margin = 4 * Math.sqrt(u * (1 - u) * COUNT);
      const low = sample[Math.max(0, Math.floor(u * COUNT - margin))]!;
      const high = sample[Math.min(COUNT - 1, Math.ceil(u * COUNT + margin))]!;
      const value = distribution.quantile(u);
      expect(value, `${u}`).toBeGreaterThanOrEqual(low * (1 - 1e-12));
      expect(value, `${u}`).toBeLessThanOrEqual(high * (1 + 1e-12));
    }
  });

  test('has quantiles that never fall, and the mean as their mean', () => {
    const steps = 5000;
    let before = distribution.quantile(0);
    let sum = 0;
    for (let i = 0; i < steps; i++) {
      const value = distribution.quantile((i + 0.5) / steps);
      if (value < before) expect.fail(`falls at ${i}`);
      before = value;
      sum += value;
    }
    expect(Math.abs(sum / steps / distribution.mean - 1)).toBeLessThan(
      3e-4 + 0.02 * Math.max(0, distribution.cv - 0.9),
    );
    expect(before).toBeLessThanOrEqual(distribution.quantile(1));
  });
});

describe('the shapes', () => {
  const draw = (distribution: Distribution, name: string): number[] => {
    const random = createStreams(2, 0)(name);
    return Array.from({ length: 20_000 }, () => distribution.sample(random));
  };

  test('of the gamma distribution agree with the textbook, above and below shape 1', () => {
    for (const cv of [0.1, 0.4, 1, 2]) {
      const shape = 1 / cv ** 2;
      const cdf = (x: number): number => jstat.jStat.gamma.cdf(x, shape, 7 / shape);
      expect(kolmogorovTest(draw(gamma(7, cv), `gamma${cv}`), cdf).pValue).toBeGreaterThan(0.001);
      for (const u of [0.01, 0.3, 0.5, 0.9, 0.999]) expect(cdf(gamma(7, cv).quantile(u))).toBeCloseTo(u, 6);
    }
  });

  test('of the lognormal distribution is that of the exponential of a normal variable', () => {
    const sigma = Math.sqrt(Math.log(1 + 0.36));
    const cdf = (x: number): number =>
      jstat.jStat.normal.cdf(Math.log(x), Math.log(225) - sigma ** 2 / 2, sigma);
    expect(kolmogorovTest(draw(lognormal(225, 0.6), 'lognormal'), cdf).pValue).toBeGreaterThan(0.001);
  });

  test('of a lognormal given by its median has that median and that 95th percentile', () => {
    const distribution = lognormalByMedian(0.2, 0.35);
    expect(distribution.quantile(0.5)).toBeCloseTo(0.2, 14);
    expect(distribution.quantile(0.95)).toBeCloseTo(0.35, 14);
    const again = lognormal(distribution.mean, distribution.cv);
    expect(again.quantile(0.3)).toBeCloseTo(distribution.quantile(0.3), 13);
  });
});

describe('at the edges', () => {
  test('nothing varies where the coefficient of variation is 0, and 0 is a length like any other', () => {
    const random = createStreams(3, 0)('edges');
    for (const one of [
      lognormal(5, 0),
      gamma(5, 0),
      lognormalByMedian(5, 5),
      uniform(5, 5),
      table([5, 5]),
      quantiles([[0.5, 5]]),
    ]) {
      expect([one.mean, one.cv, one.sample(random), one.quantile(0.9)]).toEqual([5, 0, 5, 5]);
    }
    for (const zero of [constant(0), uniform(0, 0), exponential(0), table([0]), quantiles([[0.1, 0]])]) {
      expect([zero.mean, zero.cv, zero.sample(random)]).toEqual([0, 0, 0]);
    }
  });

  test('a table gives each value its share, and never one of weight 0', () => {
    const weighted = table([10, 20, 30, 40], [1, 0, 3, 0]);
    expect([0, 0.2499, 0.25, 0.9999, 1 - 2 ** -53].map((u) => weighted.quantile(u))).toEqual([
      10, 10, 30, 30, 30,
    ]);
    const even = table([3, 1, 2]);
    expect([0, 0.33, 0.34, 0.66, 0.67, 0.99].map((u) => even.quantile(u))).toEqual([1, 1, 2, 2, 3, 3]);
  });

  test('measured quantiles are met exactly, interpolated linearly and never exceeded', () => {
    const measured = quantiles([
      [0.05, 1],
      [0.5, 2],
      [0.95, 6],
    ]);
    expect([0.05, 0.5, 0.95].map((u) => measured.quantile(u))).toEqual([1, 2, 6]);
    expect(measured.quantile(0.725)).toBeCloseTo(4, 14);
    expect([0, 0.01, 0.99, 1].map((u) => measured.quantile(u))).toEqual([1, 1, 6, 6]);
    const full = quantiles([
      [0, 1],
      [1, 3],
    ]);
    expect([full.mean, full.quantile(0.25)]).toEqual([2, 1.5]);
    expect(full.cv).toBeCloseTo(uniform(1, 3).cv, 14);
    const jump = quantiles([
      [0.5, 1],
      [0.5000001, 10],
    ]);
    expect(jump.mean).toBeCloseTo(5.5, 5);
  });

  test('a gamma distribution with a very small shape has quantiles too', () => {
    const narrow = gamma(1, 10);
    expect(narrow.quantile(0.5)).toBeLessThan(1e-20);
    expect(jstat.jStat.gamma.cdf(narrow.quantile(0.99), 0.01, 100)).toBeCloseTo(0.99, 6);
    expect([0, 1].map((u) => narrow.quantile(u))).toEqual([0, Infinity]);
  });
});
