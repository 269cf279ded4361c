/** Distributions of lengths and delays: sampled from a stream, or evaluated at a quantile. */
import { exp, expAll, expm1, log, log1p } from './math.ts';
import { normalQuantile } from './normal.ts';
import type { Random } from './random.ts';

export interface Distribution {
  readonly mean: number;
  /** Standard deviation over mean; 0 where the mean is 0. */
  readonly cv: number;
  sample(random: Random): number;
  /** Fills `into` with samples: one call for a whole block. */
  fill?(random: Random, into: Float64Array): void;
  quantile(u: number): number;
}

/** A block of samples. */
export function fill(into: Float64Array, distribution: Distribution, random: Random): void {
  if (distribution.fill) return distribution.fill(random, into);
  for (let k = 0; k < into.length; k++) into[k] = distribution.sample(random);
}

export function constant(value: number): Distribution {
  return {
    mean: value,
    cv: 0,
    sample: () => value,
    fill: (_, into) => void into.fill(value),
    quantile: () => value,
  };
}

export function uniform(min: number, max: number): Distribution {
  return new Uniform(min, max);
}

export function exponential(mean: number): Distribution {
  return new Exponential(mean);
}

/** `cv` 0 is the constant. */
export function lognormal(mean: number, cv: number): Distribution {
  if (cv === 0) return constant(mean);
  const variance = log1p(cv * cv);
  return new Lognormal(log(mean) - variance / 2, Math.sqrt(variance), mean, cv);
}

/** A lognormal by its median and the value that 95 % stay under. */
export function lognormalByMedian(median: number, p95: number): Distribution {
  if (p95 === median) return constant(median);
  const mu = log(median);
  const sigma = (log(p95) - mu) / normalQuantile(0.95);
  const variance = sigma * sigma;
  return new Lognormal(mu, sigma, exp(mu + variance / 2), Math.sqrt(expm1(variance)));
}

class Uniform implements Distribution {
  readonly mean: number;
  readonly cv: number;
  private readonly min: number;
  private readonly span: number;

  constructor(min: number, max: number) {
    this.mean = (min + max) / 2;
    this.cv = ratio((max - min) / Math.sqrt(12), this.mean);
    this.min = min;
    this.span = max - min;
  }

  sample(random: Random): number {
    return this.min + this.span * random.uniform();
  }

  fill(random: Random, into: Float64Array): void {
    random.uniforms(into);
    for (let k = 0; k < into.length; k++) into[k] = this.min + this.span * into[k]!;
  }

  quantile(u: number): number {
    return this.min + this.span * u;
  }
}

class Exponential implements Distribution {
  readonly mean: number;
  readonly cv: number;

  constructor(mean: number) {
    this.mean = mean;
    this.cv = mean === 0 ? 0 : 1;
  }

  sample(random: Random): number {
    return this.mean * random.exponential();
  }

  fill(random: Random, into: Float64Array): void {
    random.exponentials(into);
    for (let k = 0; k < into.length; k++) into[k] = this.mean * into[k]!;
  }

  quantile(u: number): number {
    return -this.mean * log1p(-u);
  }
}

class Lognormal implements Distribution {
  readonly mean: number;
  readonly cv: number;
  private readonly mu: number;
  private readonly sigma: number;

  constructor(mu: number, sigma: number, mean: number, cv: number) {
    this.mu = mu;
    this.sigma = sigma;
    this.mean = mean;
    this.cv = cv;
  }

  sample(random: Random): number {
    return exp(this.mu + this.sigma * random.normal());
  }

  fill(random: Random, into: Float64Array): void {
    random.normals(into);
    for (let k = 0; k < into.length; k++) into[k] = this.mu + this.sigma * into[k]!;
    expAll(into);
  }

  quantile(u: number): number {
    return exp(this.mu + this.sigma * normalQuantile(u));
  }
}

/** The coefficient of variation. */
export function ratio(deviation: number, mean: number): number {
  return mean === 0 ? 0 : deviation / mean;
}
