import type { Arrivals, Context } from '../model.ts';
import type { Random } from '../kernel/random.ts';
import { plugin, rate, type Plugin } from '../options.ts';

export const poisson: Plugin<{ rate: number }, Context, Arrivals> = plugin(
  'independent arrivals, with exponential gaps',
  { rate: rate() },
  ({ rate }, context: Context) => new Poisson(rate, context.stream('arrivals')),
  { grown: ({ rate }, factor) => ({ rate: rate * factor }) },
);

class Poisson implements Arrivals {
  readonly rate: number;
  readonly period = 0;
  private readonly random: Random;
  private readonly at: Float64Array = new Float64Array(1);

  constructor(rate: number, random: Random) {
    this.rate = rate;
    this.random = random;
  }

  next(): number {
    return (this.at[0]! += this.random.exponential() / this.rate);
  }

  nextBlock(into: Float64Array): void {
    let at = this.at[0]!;
    this.random.exponentials(into);
    for (let k = 0; k < into.length; k++) into[k] = at += into[k]! / this.rate;
    this.at[0] = at;
  }
}
