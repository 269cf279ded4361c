import { gamma as distribution } from '../kernel/gammaDistribution.ts';
import type { Distribution } from '../kernel/distributions.ts';
import type { Random } from '../kernel/random.ts';
import type { Arrivals, Context } from '../model.ts';
import { plugin, positive, rate, type Plugin } from '../options.ts';

interface Options {
  rate: number;
  cv: number;
}

export const gamma: Plugin<Options, Context, Arrivals> = plugin(
  'independent gaps from a gamma distribution: more regular than poisson for cv below 1, more clustered above',
  {
    rate: rate(),
    cv: positive().describe('standard deviation of the gaps, divided by their mean; 1 is poisson'),
  },
  (options, context: Context) => new Gamma(options, context.stream('arrivals')),
  { grown: ({ rate }, factor) => ({ rate: rate * factor }) },
);

class Gamma implements Arrivals {
  readonly rate: number;
  readonly period = 0;
  private readonly random: Random;
  private readonly gaps: Distribution;
  /** Time of the next arrival. */
  private readonly at: Float64Array = new Float64Array(1);

  constructor({ rate, cv }: Options, random: Random) {
    this.rate = rate;
    this.random = random;
    this.gaps = distribution(1 / rate, cv);
    // The start falls into a gap, more likely a long one: its length has a shape higher by 1, at the same scale.
    const met = distribution((1 + cv * cv) / rate, cv / Math.sqrt(1 + cv * cv));
    this.at[0] = met.sample(random) * random.uniform();
  }

  next(): number {
    const at = this.at[0]!;
    this.at[0] = at + this.gaps.sample(this.random);
    return at;
  }
}
