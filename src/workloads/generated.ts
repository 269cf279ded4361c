import { distribution, makeDistribution, type Spread } from '../distribution.ts';
import type { Alias } from '../kernel/alias.ts';
import type { Distribution } from '../kernel/distributions.ts';
import type { Random } from '../kernel/random.ts';
import type { Requests } from '../kernel/requests.ts';
import type { Arrivals, Lengths, Workload, WorkloadContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';
import { chances, tenants, type Tenants } from './tenants.ts';
import { tokens } from './tokens.ts';

interface Options {
  prompt: Spread;
  output: Spread;
  tenants: Tenants;
}

export const generated: Plugin<Options, WorkloadContext, Workload> = plugin(
  'requests drawn from distributions: arrivals, prompt and output lengths, tenants',
  {
    prompt: distribution().describe('prompt tokens'),
    output: distribution().describe('output tokens'),
    tenants: tenants(),
  },
  (options, context: WorkloadContext) => new Generated(options, context),
);

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
    this.duration = context.duration;
    this.requests = context.requests;
    this.rate = context.arrivals!.rate;
    this.period = context.arrivals!.period;
    this.arrivals = context.arrivals!;
    this.prompt = makeDistribution(options.prompt);
    this.output = makeDistribution(options.output);
    this.means = { prompt: Math.max(1, this.prompt.mean), output: Math.max(1, this.output.mean) };
    this.tenants = options.tenants.count > 1 ? chances(options.tenants) : null;
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
