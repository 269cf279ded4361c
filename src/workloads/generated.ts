import { z } from 'zod';
import { distribution, makeDistribution, type Spread } from '../distribution.ts';
import { Alias } from '../kernel/alias.ts';
import type { Distribution } from '../kernel/distributions.ts';
import { pow } from '../kernel/math.ts';
import type { Random } from '../kernel/random.ts';
import type { Requests } from '../kernel/requests.ts';
import type { Arrivals, Lengths, Workload, WorkloadContext } from '../model.ts';
import { amount, count, plugin, type Plugin } from '../options.ts';

/** How many tenants, and their shares: equal, or for the k-th as 1 / k^zipf. */
interface Tenants {
  readonly count: number;
  readonly shares: 'equal' | { readonly zipf: number };
}

interface Options {
  prompt: Spread;
  output: Spread;
  tenants: Tenants;
}

const shares = z.union([
  z.literal('equal'),
  z.strictObject({ zipf: amount().describe('exponent: 0 is equal, 1 is Zipf') }),
]);
const tenants = z
  .union([
    count(),
    z.strictObject({
      count: count().describe('how many'),
      shares: shares.default('equal').describe('equal, or the k-th as 1 / k^zipf'),
    }),
  ])
  .transform((given): Tenants => (typeof given === 'number' ? { count: given, shares: 'equal' } : given));

export const generated: Plugin<Options, WorkloadContext, Workload> = plugin(
  'requests drawn from distributions: arrivals, prompt and output lengths, tenants',
  {
    prompt: distribution().describe('prompt tokens'),
    output: distribution().describe('output tokens'),
    tenants: tenants.default({ count: 1, shares: 'equal' }).describe('how many, with equal or Zipf shares'),
  },
  (options, context: WorkloadContext) => new Generated(options, context),
);

/** A length is a whole number of tokens, at least 1. */
const tokens = (length: number): number => (length < 1.5 ? 1 : Math.round(length));

class Generated implements Workload {
  readonly means: Lengths;
  readonly duration: number;
  readonly rate: number;
  readonly period: number;
  private readonly requests: Requests;
  private readonly arrivals: Arrivals;
  private readonly prompt: Distribution;
  private readonly output: Distribution;
  private readonly tenants: Alias | null;
  private readonly prompts: Random;
  private readonly outputs: Random;
  private readonly tenancy: Random;
  private readonly draws: Random;

  constructor(options: Options, context: WorkloadContext) {
    const { count, shares } = options.tenants;
    const zipf = shares === 'equal' ? 0 : shares.zipf;
    this.duration = context.duration;
    this.requests = context.requests;
    this.rate = context.arrivals!.rate;
    this.period = context.arrivals!.period;
    this.arrivals = context.arrivals!;
    this.prompt = makeDistribution(options.prompt);
    this.output = makeDistribution(options.output);
    this.means = { prompt: Math.max(1, this.prompt.mean), output: Math.max(1, this.output.mean) };
    this.tenants =
      count > 1 ? new Alias(Array.from({ length: count }, (_, k) => 1 / pow(k + 1, zipf))) : null;
    this.prompts = context.stream('prompt');
    this.outputs = context.stream('output');
    this.tenancy = context.stream('tenant');
    this.draws = context.stream('draw');
  }

  draw(id: number): void {
    const { requests } = this;
    const at = this.arrivals.next();
    if (at > this.duration) {
      requests.arrival[id] = Infinity;
      return;
    }
    requests.arrival[id] = at;
    requests.prompt[id] = tokens(this.prompt.sample(this.prompts));
    requests.output[id] = tokens(this.output.sample(this.outputs));
    requests.tenant[id] = this.tenants === null ? 0 : this.tenants.pick(this.tenancy.uniform());
    requests.draw[id] = this.draws.uniform();
  }
}
