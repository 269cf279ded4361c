/** Empirical distributions: a table of values, or some of their quantiles. */
import { ratio, type Distribution } from './distributions.ts';
import type { Random } from './random.ts';

/** The values, in proportion to their weights; equally likely without weights. */
export function table(values: readonly number[], weights?: readonly number[]): Distribution {
  return new Table(values, weights ?? values.map(() => 1));
}

/**
 * Linear interpolation between measured quantiles, `at` being pairs of share and value in ascending order. Beyond the
 * first and the last share it stays at their values.
 */
export function quantiles(at: readonly (readonly [share: number, value: number])[]): Distribution {
  return new Quantiles(at);
}

class Table implements Distribution {
  readonly mean: number;
  readonly cv: number;
  private readonly values: Float64Array;
  /** Cumulative shares. */
  private readonly shares: Float64Array;
  /** Index at which the search for a share begins, by k / size: within a step or two of the result. */
  private readonly guide: Int32Array;

  constructor(values: readonly number[], weights: readonly number[]) {
    const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
    const total = order.reduce((sum, i) => sum + weights[i]!, 0);
    this.values = Float64Array.from(order, (i) => values[i]!);
    this.shares = new Float64Array(values.length);
    let before = 0;
    let mean = 0;
    order.forEach((i, rank) => {
      before += weights[i]!;
      this.shares[rank] = before / total;
      mean += (weights[i]! / total) * values[i]!;
    });
    let rank = 0;
    this.guide = Int32Array.from(values, (_, k) => {
      while (this.shares[rank]! <= k / values.length) rank++;
      return rank;
    });
    const variance = values.reduce((sum, value, i) => {
      const off = value - mean;
      return sum + (weights[i]! / total) * off * off;
    }, 0);
    this.mean = mean;
    this.cv = ratio(Math.sqrt(variance), mean);
  }

  sample(random: Random): number {
    return this.quantile(random.uniform());
  }

  quantile(u: number): number {
    const last = this.values.length - 1;
    let rank = this.guide[Math.min(last, Math.floor(u * (last + 1)))]!;
    while (rank < last && u >= this.shares[rank]!) rank++;
    return this.values[rank]!;
  }
}

class Quantiles implements Distribution {
  readonly mean: number;
  readonly cv: number;
  private readonly shares: Float64Array;
  private readonly values: Float64Array;

  constructor(at: readonly (readonly [share: number, value: number])[]) {
    const last = at.at(-1)!;
    // With the ends added, the quantile function is piecewise linear from 0 to 1.
    const points = [[0, at[0]![1]] as const, ...at, [1, last[1]] as const];
    this.shares = Float64Array.from(points, ([share]) => share);
    this.values = Float64Array.from(points, ([, value]) => value);
    let mean = 0;
    let square = 0;
    for (let i = 1; i < points.length; i++) {
      const share = this.shares[i]! - this.shares[i - 1]!;
      const a = this.values[i - 1]!;
      const b = this.values[i]!;
      mean += (share * (a + b)) / 2;
      square += (share * (a * a + a * b + b * b)) / 3;
    }
    this.mean = mean;
    this.cv = ratio(Math.sqrt(Math.max(0, square - mean * mean)), mean);
  }

  sample(random: Random): number {
    return this.quantile(random.uniform());
  }

  quantile(u: number): number {
    const shares = this.shares;
    let i = 1;
    while (i < shares.length - 1 && u > shares[i]!) i++;
    const span = shares[i]! - shares[i - 1]!;
    const from = this.values[i - 1]!;
    return span === 0 ? from : from + ((u - shares[i - 1]!) / span) * (this.values[i]! - from);
  }
}
