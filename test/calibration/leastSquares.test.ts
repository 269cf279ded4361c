import fc from 'fast-check';
import { linearRegression } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { dot, nonNegative, robustFit, solve } from '../../src/calibration/leastSquares.ts';

const value = fc.double({ min: 0.1, max: 10, noNaN: true });

describe('least squares without negative coefficients', () => {
  it('gives the coefficients back where the data are exact', () => {
    const x = [1, 2, 4, 8, 16].map((t) => [1, t, t * t]);
    const { coefficients, scale } = robustFit(
      x,
      x.map((row) => dot(row, [0.5, 0.02, 0.001])),
    );
    expect(coefficients[0]).toBeCloseTo(0.5, 8);
    expect(coefficients[1]).toBeCloseTo(0.02, 8);
    expect(coefficients[2]).toBeCloseTo(0.001, 8);
    expect(scale).toBeLessThan(1e-6);
  });

  it('is optimal: no small step that stays at or above zero makes it better', () => {
    const row = fc.tuple(value, value, value);
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 5, maxLength: 12 }),
        fc.array(value, { minLength: 12, maxLength: 12 }),
        (rows, ys) => {
          const x = rows.map(([a, b]) => [1, a, b]);
          const y = rows.map((_, i) => ys[i]!);
          const w = rows.map(([, , c]) => c);
          const loss = (c: readonly number[]): number =>
            x.reduce((sum, r, i) => sum + w[i]! * (y[i]! - dot(r, c)) ** 2, 0);
          const best = nonNegative(x, y, w);
          for (const each of best) expect(each).toBeGreaterThanOrEqual(0);
          for (let i = 0; i < 3; i++)
            for (const step of [1e-4, -1e-4]) {
              const other = best.map((each, j) => (j === i ? Math.max(0, each + step) : each));
              expect(loss(other)).toBeGreaterThanOrEqual(loss(best) * (1 - 1e-9));
            }
        },
      ),
    );
  });

  it('agrees with a plain regression where nothing is negative and weights are equal', () => {
    const points = [1, 2, 3, 4, 5, 6].map(
      (x, i) => [x, 3 + 2 * x + (i % 2 ? 0.1 : -0.1)] as [number, number],
    );
    const { m, b } = linearRegression(points);
    const [fixed, slope] = nonNegative(
      points.map(([x]) => [1, x]),
      points.map(([, y]) => y),
      points.map(() => 1),
    );
    expect(slope).toBeCloseTo(m, 9);
    expect(fixed).toBeCloseTo(b, 9);
  });

  it('is hardly moved by a row that is nine times too slow', () => {
    const x = Array.from({ length: 20 }, (_, i) => [1, i + 1]);
    const noise = (i: number): number => 1 + (((i * 7) % 5) - 2) * 0.005;
    const y = x.map((row, i) => dot(row, [2, 0.5]) * noise(i) * (i === 11 ? 9 : 1));
    const { coefficients } = robustFit(x, y);
    expect(coefficients[0]).toBeCloseTo(2, 1);
    expect(coefficients[1]! / 0.5).toBeCloseTo(1, 1);
  });

  it('has a covariance that says how far the coefficients really scatter', () => {
    const x = Array.from({ length: 30 }, (_, i) => [1, 1 + i]);
    let seed = 1;
    const uniform = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647;
    const normal = (): number => Array.from({ length: 12 }, uniform).reduce((a, b) => a + b, -6);
    const fits = Array.from({ length: 300 }, () =>
      robustFit(
        x,
        x.map((row) => dot(row, [3, 0.2]) * (1 + 0.02 * normal())),
      ),
    );
    const mean = fits.reduce((sum, fit) => sum + fit.coefficients[1]!, 0) / fits.length;
    const real = fits.reduce((sum, fit) => sum + (fit.coefficients[1]! - mean) ** 2, 0) / (fits.length - 1);
    const said = fits.reduce((sum, fit) => sum + fit.covariance[1]![1]!, 0) / fits.length;
    expect(Math.sqrt(said / real)).toBeGreaterThan(0.8);
    expect(Math.sqrt(said / real)).toBeLessThan(1.25);
  });

  it('does not solve what has no solution', () => {
    expect(
      solve(
        [
          [1, 1],
          [1, 1],
        ],
        [1, 2],
      ),
    ).toBeUndefined();
    expect(() => robustFit([[]], [1])).toThrow(/1 to 5 columns/);
  });
});
