/** The gamma distribution by its mean and coefficient of variation. */
import { constant, type Distribution } from './distributions.ts';
import { gammaDensityTimes, gammaShare, logGamma } from './gamma.ts';
import { inverse } from './inverse.ts';
import { exp, log } from './math.ts';
import { normalQuantile } from './normal.ts';
import type { Random } from './random.ts';

/** `cv` 0 is the constant. */
export function gamma(mean: number, cv: number): Distribution {
  return cv === 0 ? constant(mean) : new Gamma(mean, cv);
}

/** Sampled by the method of Marsaglia and Tsang: the cube of a normal, nearly always accepted. */
class Gamma implements Distribution {
  readonly mean: number;
  readonly cv: number;
  private readonly shape: number;
  private readonly scale: number;
  /** A shape below 1 is sampled at shape + 1 and scaled by a power of a uniform number. */
  private readonly raised: boolean;
  private readonly d: number;
  private readonly c: number;

  constructor(mean: number, cv: number) {
    this.mean = mean;
    this.cv = cv;
    this.shape = 1 / (cv * cv);
    this.scale = mean / this.shape;
    this.raised = this.shape < 1;
    this.d = (this.raised ? this.shape + 1 : this.shape) - 1 / 3;
    this.c = 1 / Math.sqrt(9 * this.d);
  }

  sample(random: Random): number {
    const value = this.scale * this.draw(random);
    return this.raised ? value * exp(-random.exponential() / this.shape) : value;
  }

  private draw(random: Random): number {
    for (;;) {
      const x = random.normal();
      const root = 1 + this.c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      const u = random.uniform();
      const x2 = x * x;
      if (u < 1 - 0.0331 * x2 * x2) return this.d * v;
      if (log(u) < x2 / 2 + this.d * (1 - v + log(v))) return this.d * v;
    }
  }

  quantile(u: number): number {
    if (!(u > 0 && u < 1)) return u === 0 ? 0 : u === 1 ? Infinity : NaN;
    const shape = this.shape;
    // The cube root is nearly normal; in the far lower tail the first term of the power series suffices.
    const root = 1 - 1 / (9 * shape) + normalQuantile(u) / (3 * Math.sqrt(shape));
    const start =
      shape > 0.5 && root > 0.2 ? shape * root * root * root : exp((log(u) + logGamma(shape + 1)) / shape);
    if (start === 0) return 0;
    const share = (x: number): number => gammaShare(shape, x) - u;
    return this.scale * inverse(share, (x) => gammaDensityTimes(shape, x) / x, start, 0, Infinity);
  }
}
