import jstat from 'jstat';
import { describe, expect, test } from 'vitest';
import { betaShare } from '../../src/kernel/beta.ts';
import { gammaShare, gammaShareAbove, logGamma } from '../../src/kernel/gamma.ts';
import { normalQuantile } from '../../src/kernel/normal.ts';
import { normalCdf } from './normalCdf.ts';
import { studentCdf, studentQuantile } from '../../src/kernel/student.ts';

const { jStat } = jstat;
const shares = [1e-12, 1e-6, 0.001, 0.02, 0.1, 0.3, 0.5, 0.6, 0.9, 0.975, 0.999, 1 - 1e-6];
/** Off by less than this part of the larger of the value and 1e-300. */
const close = (actual: number, expected: number, part: number, what: string): void =>
  expect(Math.abs(actual - expected) / Math.max(Math.abs(expected), 1e-300), what).toBeLessThan(part);

describe('the normal distribution', () => {
  test('agrees with another implementation', () => {
    for (let x = -5; x <= 5; x += 0.37) expect(normalCdf(x)).toBeCloseTo(jStat.normal.cdf(x, 0, 1), 9);
    for (const p of shares.slice(2, 11))
      close(normalQuantile(p) + 10, jStat.normal.inv(p, 0, 1) + 10, 1e-7, `p ${p}`);
  });

  test('has the values of the tables', () => {
    close(normalQuantile(0.975), 1.959963984540054, 1e-15, '.975');
    close(normalQuantile(0.95), 1.6448536269514722, 1e-15, '.95');
    close(normalQuantile(1e-20), -9.262340089798408, 1e-14, '1e-20');
    close(normalQuantile(1e-300), -37.0470962993612, 1e-14, '1e-300');
    close(normalCdf(-10), 7.61985302416047e-24, 1e-12, '-10');
    expect([0, 0.5, 1, -0.1, 1.1, NaN].map(normalQuantile)).toEqual([-Infinity, 0, Infinity, NaN, NaN, NaN]);
    expect([-Infinity, 0, Infinity].map(normalCdf)).toEqual([0, 0.5, 1]);
  });

  test('inverts its quantile function, in the tails too', () => {
    for (const p of [1e-300, 1e-100, 1e-30, ...shares])
      close(normalCdf(normalQuantile(p)), p, 1e-11, `p ${p}`);
  });
});

describe('the gamma distribution', () => {
  test('agrees with another implementation', () => {
    for (const x of [0.001, 0.1, 0.5, 1, 1.5, 2, 5, 11.9, 12, 40, 171, 1e4, 1e8]) {
      expect(Math.abs(logGamma(x) - jStat.gammaln(x))).toBeLessThan(
        1e-9 * Math.max(1, Math.abs(jStat.gammaln(x))),
      );
    }
    for (const shape of [0.05, 0.5, 1, 2.5, 10, 100, 1000]) {
      for (const p of [0.001, 0.02, 0.1, 0.5, 0.9, 0.999]) {
        const x = jStat.gamma.inv(p, shape, 1);
        if (x > 1e-200) expect(gammaShare(shape, x)).toBeCloseTo(p, 6);
      }
    }
  });

  test('has the values known exactly', () => {
    expect(logGamma(1)).toBeCloseTo(0, 14);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14);
    close(logGamma(171), Math.log(7.257415615307994e306), 1e-15, '170!');
    for (const x of [0.01, 0.5, 1, 3, 10, 30]) {
      close(gammaShareAbove(1, x), Math.exp(-x), 1e-13, `exponential ${x}`);
      close(gammaShareAbove(3, x), Math.exp(-x) * (1 + x + (x * x) / 2), 1e-13, `Erlang ${x}`);
      expect(gammaShare(2.5, x) + gammaShareAbove(2.5, x)).toBeCloseTo(1, 14);
    }
    expect([
      gammaShare(2, 0),
      gammaShare(2, Infinity),
      gammaShareAbove(2, 0),
      gammaShareAbove(2, Infinity),
    ]).toEqual([0, 1, 1, 0]);
    expect(gammaShare(1e6, 1e6)).toBeCloseTo(0.5 + 1 / (3 * Math.sqrt(2 * Math.PI * 1e6)), 8);
  });
});

describe('the beta distribution', () => {
  test('agrees with another implementation', () => {
    for (const a of [0.5, 1, 2.5, 20, 300]) {
      for (const b of [0.5, 1, 4, 50]) {
        for (const x of [0.001, 0.1, 0.5, 0.83, 0.999])
          expect(betaShare(a, b, x)).toBeCloseTo(jStat.beta.cdf(x, a, b), 7);
      }
    }
  });

  test('has the values known exactly', () => {
    for (const x of [0, 1e-9, 0.2, 0.7, 1]) {
      expect(betaShare(1, 1, x)).toBeCloseTo(x, 14);
      expect(betaShare(2, 1, x)).toBeCloseTo(x * x, 14);
      expect(betaShare(0.5, 0.5, x)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(x)), 13);
    }
  });
});

describe('Student’s distribution', () => {
  test('agrees with another implementation', () => {
    for (const degrees of [1, 2, 3, 7, 19, 100, 1000]) {
      for (let t = -8; t <= 8; t += 0.61)
        expect(studentCdf(t, degrees)).toBeCloseTo(jStat.studentt.cdf(t, degrees), 7);
      for (const p of [0.001, 0.1, 0.5, 0.7, 0.975, 0.999]) {
        const theirs = jStat.studentt.inv(p, degrees);
        expect(Math.abs(studentQuantile(p, degrees) - theirs)).toBeLessThan(
          1e-5 * Math.max(1, Math.abs(theirs)),
        );
      }
    }
  });

  test('has the values of the tables', () => {
    const known = [
      [1, 12.706204736174694],
      [2, 4.302652729749462],
      [4, 2.7764451051977934],
      [9, 2.262157162798204],
      [19, 2.0930240544083087],
      [29, 2.045229642132703],
      [1000, 1.9623390808264078],
    ] as const;
    for (const [degrees, t] of known) close(studentQuantile(0.975, degrees), t, 3e-10, `df ${degrees}`);
    close(studentQuantile(0.999999, 1), Math.tan(Math.PI * (0.999999 - 0.5)), 1e-9, 'Cauchy');
    expect(studentQuantile(0.5, 3)).toBe(0);
    expect([0, 1].map((p) => studentQuantile(p, 5))).toEqual([-Infinity, Infinity]);
  });

  test('inverts its quantile function', () => {
    for (const degrees of [1, 2, 5, 19, 500]) {
      for (const p of shares)
        close(studentCdf(studentQuantile(p, degrees), degrees), p, 1e-9, `p ${p} df ${degrees}`);
    }
  });
});
