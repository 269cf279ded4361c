import { distribution, makeDistribution, type Spread } from '../distribution.ts';
import type { Alias } from '../kernel/alias.ts';
import { fill, type Distribution } from '../kernel/distributions.ts';
import { refuseTooManyRequests } from '../kernel/often.ts';
import type { Random } from '../kernel/random.ts';
import * as places from '../kernel/places.ts';
import type { Requests } from '../kernel/requests.ts';
import type { Arrivals, Lengths, Workload, WorkloadContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';
import { Priorities, priorities, type Priority } from './priorities.ts';
import { chances, tenants, tooMany, type TenantShares } from './tenants.ts';
import { tokens } from './tokens.ts';

const { ARRIVAL, DRAW, OUTPUT, PROMPT, TENANT } = places;

interface Options {
  prompt: Spread;
  output: Spread;
  tenants: TenantShares;
  priorities: Priority[] | undefined;
}

export const generated: Plugin<Options, WorkloadContext, Workload> = plugin(
  'requests drawn from distributions: arrivals, prompt and output lengths, tenants',
  {
    prompt: distribution().describe('prompt tokens'),
    output: distribution().describe('output tokens'),
    tenants: tenants(),
    priorities: priorities(),
  },
  (options, context: WorkloadContext) => new Generated(options, context),
  {
    takes: ['arrivals'],
    wrong: ({ tenants }) => tooMany(tenants),
    prioritised: ({ priorities: some }) => some !== undefined,
  },
);

/** Requests are drawn in blocks, so that arrivals and lengths are called once per block. */
const BLOCK = 128;

const block = (): Float64Array => new Float64Array(BLOCK);

class Generated implements Workload {
  readonly means: Lengths;
  readonly duration: number;
  readonly rate: number;
  readonly period: number;
  readonly tenantCount: number;
  private readonly requests: Requests;
  private readonly arrivals: Arrivals;
  private readonly prompt: Distribution;
  private readonly output: Distribution;
  private readonly tenants: Alias | null;
  readonly priorities?: readonly number[];
  private readonly marks: Priorities | null;
  private readonly prompts: Random;
  private readonly outputs: Random;
  private readonly tenancy: Random;
  private readonly draws: Random;
  private readonly times: Float64Array = block();
  private readonly promptTokens: Float64Array = block();
  private readonly outputTokens: Float64Array = block();
  private readonly tenantDraws: Float64Array = block();
  private readonly uniforms: Float64Array = block();
  /** Position of the next request in the block. */
  private place: number = BLOCK;

  constructor(options: Options, context: WorkloadContext) {
    this.duration = context.duration;
    this.requests = context.requests;
    this.rate = context.arrivals!.rate;
    this.period = context.arrivals!.period;
    refuseTooManyRequests('workload.arrivals', this.rate, this.duration);
    this.arrivals = context.arrivals!;
    this.prompt = makeDistribution(options.prompt);
    this.output = makeDistribution(options.output);
    this.means = { prompt: Math.max(1, this.prompt.mean), output: Math.max(1, this.output.mean) };
    this.tenantCount = options.tenants.count;
    this.tenants = options.tenants.count > 1 ? chances(options.tenants) : null;
    this.marks = options.priorities ? new Priorities(options.priorities, context.requests) : null;
    if (this.marks?.levels) this.priorities = this.marks.levels;
    this.prompts = context.stream('prompt');
    this.outputs = context.stream('output');
    this.tenancy = context.stream('tenant');
    this.draws = context.stream('draw');
  }

  draw(id: number): void {
    if (this.place === BLOCK) this.drawBlock();
    const { place } = this;
    const { rows } = this.requests;
    const at = this.times[place]!;
    if (at > this.duration) {
      rows[id + ARRIVAL] = Infinity;
      return;
    }
    rows[id + ARRIVAL] = at;
    rows[id + PROMPT] = tokens(this.promptTokens[place]!);
    rows[id + OUTPUT] = tokens(this.outputTokens[place]!);
    rows[id + TENANT] = this.tenants === null ? 0 : this.tenants.pick(this.tenantDraws[place]!);
    rows[id + DRAW] = this.uniforms[place]!;
    if (this.marks !== null) this.marks.mark(id);
    this.place = place + 1;
  }

  private drawBlock(): void {
    const { arrivals, times } = this;
    if (arrivals.nextBlock) arrivals.nextBlock(times);
    else for (let k = 0; k < BLOCK; k++) times[k] = arrivals.next();
    fill(this.promptTokens, this.prompt, this.prompts);
    fill(this.outputTokens, this.output, this.outputs);
    if (this.tenants !== null) this.tenancy.uniforms(this.tenantDraws);
    this.draws.uniforms(this.uniforms);
    this.place = 0;
  }
}
