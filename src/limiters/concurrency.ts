import { z } from 'zod';
import { RATE_LIMIT, TOO_LARGE, type Limiter, type LimiterContext } from '../model.ts';
import { count, plugin, positive, type Plugin } from '../options.ts';
import { Costs, countedOf, type Charge, wrongOf } from './costs.ts';
import { longer } from './longer.ts';

interface Options {
  requests?: number | undefined;
  tokens?: number | undefined;
  charge: Exclude<Charge, 'after'>;
  maxOutput?: number | undefined;
}

export const concurrency: Plugin<Options, LimiterContext, Limiter> = plugin(
  'a limit on what is in flight, waiting or running: of requests, or of tokens (prompt + output)',
  {
    requests: count().optional().describe('requests in flight'),
    tokens: positive().optional().describe('tokens (prompt + output) of the requests in flight'),
    charge: z
      .union([z.enum(['actual', 'max']), z.strictObject({ estimate: count() })])
      .default('actual')
      .describe(
        'output tokens counted while a request is in flight: the true length (an oracle), the largest allowed, or an estimate',
      ),
    maxOutput: count().optional().describe('what `charge: max` charges'),
  },
  (options, context: LimiterContext) => new Concurrency(options, context),
  { wrong: wrongOf(['requests', 'tokens']) },
);

class Concurrency implements Limiter {
  readonly ordered = true;
  fill: Float64Array;
  private readonly costs: Costs;
  private readonly limit: number;
  /** Requests or tokens in flight for each limited device or tenant. */
  private sum: Float64Array;

  constructor(options: Options, context: LimiterContext) {
    const size = context.size < Infinity ? context.size : 0;
    this.costs = new Costs('concurrency', countedOf('concurrency', options, context), options, context);
    this.limit = options.requests ?? options.tokens!;
    this.fill = new Float64Array(size);
    this.sum = new Float64Array(size);
  }

  refusal(i: number, id: number): number {
    if (i >= this.sum.length) this.reach(i);
    const cost = this.costs.before(i, id);
    if (this.sum[i]! + cost <= this.limit) return 0;
    return cost > this.limit ? TOO_LARGE : RATE_LIMIT;
  }

  charge(i: number, id: number): void {
    if (i >= this.sum.length) this.reach(i);
    this.sum[i]! += this.costs.before(i, id);
    this.fill[i] = this.sum[i]! / this.limit;
  }

  settle(i: number, id: number): void {
    this.sum[i]! -= this.costs.before(i, id);
    this.fill[i] = this.sum[i]! / this.limit;
  }

  look(i: number): void {
    if (i >= this.sum.length) this.reach(i);
  }

  /** Nothing expires with time. */
  refresh(): void {
    return undefined;
  }

  private reach(i: number): void {
    this.sum = longer(this.sum, i);
    this.fill = longer(this.fill, i);
  }
}
