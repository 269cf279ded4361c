import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exp, expm1, log, log1p, pow } from '../../src/kernel/math.ts';
import { checksum, ulps } from './bits.ts';

const check = (property: fc.IProperty<[number]>): void => fc.assert(property, { seed: 1, numRuns: 20_000 });
const positive = fc.double({ min: 0, minExcluded: true, max: Number.MAX_VALUE, noNaN: true });
const between = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
const worst = (mine: (x: number) => number, engine: (x: number) => number, xs: readonly number[]): number =>
  xs.reduce((most, x) => Math.max(most, ulps(mine(x), engine(x))), 0);
const spread = (count: number, from: number, to: number): number[] =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * (i + 0.5)) / count);

describe('the portable logarithm', () => {
  test('is within 2 ulp of the engine’s own, subnormal numbers included', () => {
    check(fc.property(positive, (x) => ulps(log(x), Math.log(x)) <= 2));
    for (const x of [5e-324, 1e-310, Number.MIN_VALUE * 3, 2.2250738585072014e-308, 2.225073858507201e-308]) {
      expect(ulps(log(x), Math.log(x))).toBeLessThanOrEqual(2);
    }
    for (const x of [Number.MAX_VALUE, 1e300, 1.1e300, 2 ** 1023])
      expect(ulps(log(x), Math.log(x))).toBeLessThanOrEqual(2);
  });

  test('keeps its digits near 1, where it passes through 0', () => {
    expect(worst(log, Math.log, spread(20_000, 0.5, 2))).toBeLessThanOrEqual(2);
    for (let step = 1; step < 2 ** 30; step *= 3) {
      for (const x of [1 + step * 2 ** -52, 1 - step * 2 ** -53]) {
        expect(ulps(log(x), Math.log(x))).toBeLessThanOrEqual(2);
      }
    }
    expect(log(1)).toBe(0);
  });

  test('returns the right values for 0, infinities and NaN', () => {
    expect([0, -0, -1, Infinity, -Infinity, NaN].map(log)).toEqual([
      -Infinity,
      -Infinity,
      NaN,
      Infinity,
      NaN,
      NaN,
    ]);
  });
});

describe('the portable exponential', () => {
  test('is within 2 ulp of the engine’s own, subnormal results included', () => {
    check(fc.property(between(-746, 710), (x) => ulps(exp(x), Math.exp(x)) <= 2));
    expect(worst(exp, Math.exp, spread(40_000, -746, 710))).toBeLessThanOrEqual(2);
    expect(worst(exp, Math.exp, spread(20_000, -1, 1))).toBeLessThanOrEqual(2);
  });

  test('returns the right values for 0, infinities and NaN', () => {
    expect([0, -0, Infinity, -Infinity, NaN].map(exp)).toEqual([1, 1, Infinity, 0, NaN]);
    expect([709.782712893384, 709.7827128933841, 1e9].map((x) => exp(x) < Infinity)).toEqual([
      true,
      false,
      false,
    ]);
    expect([-745.1332191019411, -745.1332191019412, -746, -1e9].map(exp)).toEqual([5e-324, 0, 0, 0]);
    expect(exp(1)).toBe(Math.E);
  });

  test('is monotonic', () => {
    fc.assert(
      fc.property(between(-740, 700), (x) => exp(x + Math.abs(x) * 2 ** -50 + 1e-15) >= exp(x)),
      { seed: 2, numRuns: 5000 },
    );
  });
});

describe('the portable power', () => {
  test('is within 2 ulp of the engine’s own over everything that does not overflow', () => {
    fc.assert(
      fc.property(positive, between(-745, 709), (x, target) => {
        const y = target / Math.log(x);
        return !Number.isFinite(y) || ulps(pow(x, y), Math.pow(x, y)) <= 2;
      }),
      { seed: 3, numRuns: 20_000 },
    );
    for (const x of spread(200, 0.01, 20)) {
      expect(
        worst(
          (y) => pow(x, y),
          (y) => Math.pow(x, y),
          spread(50, -10, 10),
        ),
      ).toBeLessThanOrEqual(2);
    }
  });

  test('is exact where the result is a double', () => {
    for (let base = 1; base < 200; base++) {
      for (let power = base, n = 1; power <= Number.MAX_SAFE_INTEGER; power *= base, n++) {
        expect(pow(base, n)).toBe(power);
        if (base === 1) break;
      }
    }
    for (let n = -1074; n < 1024; n++) expect(pow(2, n)).toBe(2 ** n);
    for (let root = 1; root < 3000; root++) expect(pow(root * root, 0.5)).toBe(root);
  });

  test('returns the right values for 0, infinities and NaN', () => {
    const cases = [
      [0, 0, 1],
      [0, 2, 0],
      [0, -2, Infinity],
      [Infinity, 1, Infinity],
      [Infinity, -1, 0],
      [5, 0, 1],
      [1, 1e300, 1],
      [0.5, Infinity, 0],
      [2, Infinity, Infinity],
      [0.5, -Infinity, Infinity],
      [2, -Infinity, 0],
      [10, 400, Infinity],
      [10, -400, 0],
      [-2, 2, NaN],
      [NaN, 1, NaN],
      [2, NaN, NaN],
    ] as const;
    for (const [x, y, expected] of cases) expect(pow(x, y), `${x}^${y}`).toBe(expected);
  });
});

describe('log1p and expm1', () => {
  test('are accurate for small arguments', () => {
    check(fc.property(between(-0.999, 1e6), (x) => ulps(log1p(x), Math.log1p(x)) <= 4));
    check(fc.property(between(-1e-3, 1e-3), (x) => ulps(log1p(x), Math.log1p(x)) <= 4));
    check(fc.property(between(-700, 700), (x) => ulps(expm1(x), Math.expm1(x)) <= 4));
    check(fc.property(between(-1e-3, 1e-3), (x) => ulps(expm1(x), Math.expm1(x)) <= 4));
    expect([log1p(-1), log1p(Infinity), log1p(0), expm1(-Infinity), expm1(Infinity), expm1(0)]).toEqual([
      -Infinity,
      Infinity,
      0,
      -1,
      Infinity,
      0,
    ]);
  });
});

test('every bit is the one recorded, in whatever engine this runs', () => {
  expect(checksum(spread(5000, 0.001, 1000).map(log))).toBe('d600937e');
  expect(checksum(spread(5000, -700, 700).map(exp))).toBe('3bd3e348');
  expect(checksum(spread(5000, 0.001, 50).map((x, i) => pow(x, (i % 200) / 10 - 10)))).toBe('28844d81');
});
