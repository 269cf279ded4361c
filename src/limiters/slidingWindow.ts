import { z } from 'zod';
import { RATE_LIMIT, TOO_LARGE, type Limiter, type LimiterContext } from '../model.ts';
import { serviceSeconds } from '../kernel/pace.ts';
import { count, factor, plugin, positive, seconds, type Plugin } from '../options.ts';
import { Windows } from './windows.ts';

interface Options {
  window: number;
  requests?: number | undefined;
  tokens?: number | undefined;
  capacity?: number | undefined;
  charge: 'actual' | 'max' | { estimate: number };
  maxOutput?: number | undefined;
}

export const slidingWindow: Plugin<Options, LimiterContext, Limiter> = plugin(
  'at most so much in any stretch of `window` seconds: requests, tokens (prompt + output), or a share of capacity',
  {
    window: seconds(),
    requests: count().optional().describe('requests per window'),
    tokens: positive().optional().describe('tokens, prompt and output, per window'),
    capacity: factor()
      .optional()
      .describe('service seconds per window, as a share of window x slots (scope: device)'),
    charge: z
      .union([z.enum(['actual', 'max']), z.strictObject({ estimate: count() })])
      .default('actual')
      .describe(
        'output tokens charged at admission: the true length (an oracle), the largest allowed, or an estimate; what was charged wrong is put right at completion',
      ),
    maxOutput: count().optional().describe('what `charge: max` charges'),
  },
  (options, context: LimiterContext) => new SlidingWindow(options, context),
);

/** What is counted. */
const REQUESTS = 0;
const TOKENS = 1;
const NANOSECONDS = 2;

class SlidingWindow implements Limiter {
  readonly ordered = true;
  readonly settle: Limiter['settle'];
  fill: Float64Array;
  private readonly context: LimiterContext;
  private readonly windows: Windows;
  private readonly counted: number;
  private readonly options: Options;
  /** What is charged for the output; 0 for its true length. */
  private readonly charged: number;
  /** The limit, when it is the same for all; 0 for a share of what each can do. */
  private readonly limit: number;
  private readonly cost: Float64Array;

  constructor(options: Options, context: LimiterContext) {
    const { requests, tokens, capacity, charge } = options;
    const given = [requests, tokens, capacity].filter((limit) => limit !== undefined);
    if (given.length !== 1) {
      throw new RangeError(
        `slidingWindow takes exactly one of requests, tokens, capacity: got ${given.length}`,
      );
    }
    if (capacity !== undefined && context.size > 0 && context.limited(0).pace === null)
      throw new RangeError('slidingWindow.capacity needs scope: device');
    if (charge === 'max' && options.maxOutput === undefined) {
      throw new RangeError('slidingWindow.charge: max needs maxOutput, the largest answer allowed');
    }
    const size = context.size < Infinity ? context.size : 0;
    this.options = options;
    this.context = context;
    this.windows = new Windows(options.window, size);
    this.fill = new Float64Array(size);
    this.counted = requests !== undefined ? REQUESTS : tokens !== undefined ? TOKENS : NANOSECONDS;
    this.limit = requests ?? tokens ?? 0;
    this.charged = charge === 'actual' ? 0 : charge === 'max' ? options.maxOutput! : charge.estimate;
    this.cost = new Float64Array(1);
    if (this.charged > 0 && this.counted !== REQUESTS) this.settle = (i, id) => this.correct(i, id);
  }

  refusal(i: number, id: number): number {
    const { windows } = this;
    if (i >= windows.size) this.reach(i);
    const limit = this.limit || this.share(i);
    if (windows.expire(i, this.context.clock)) this.fell(i);
    const cost = this.costOf(i, id);
    if (windows.sum[i]! + cost <= limit) return 0;
    return cost > limit ? TOO_LARGE : RATE_LIMIT;
  }

  charge(i: number, id: number): void {
    const { windows } = this;
    if (i >= windows.size) this.reach(i);
    const { clock } = this.context;
    windows.expire(i, clock);
    this.cost[0] = this.costOf(i, id);
    windows.add(i, id, clock, this.cost);
    this.fill[i] = windows.sum[i]! / (this.limit || this.share(i));
  }

  look(i: number): void {
    const { windows } = this;
    if (i >= windows.size) this.reach(i);
    if (windows.expire(i, this.context.clock)) this.fell(i);
  }

  refresh(): void {
    const { clock } = this.context;
    for (let i = this.windows.expired(clock); i >= 0; i = this.windows.expired(clock)) this.look(i);
  }

  /** By itself. */
  private fell(i: number): void {
    this.fill[i] = this.windows.sum[i]! / (this.limit || this.share(i));
    this.context.touch?.(i);
  }

  private costOf(i: number, id: number): number {
    if (this.counted === REQUESTS) return 1;
    const { prompt, output } = this.context.requests;
    return this.take(i, prompt[id]!, this.charged || output[id]!);
  }

  /** What a request of these lengths takes of the limit. */
  private take(i: number, prompt: number, output: number): number {
    if (this.counted === TOKENS) return prompt + output;
    // In whole nanoseconds, so that the sum in the window stays exact.
    return Math.round(serviceSeconds(this.context.limited(i).pace!, prompt, output) * 1e9);
  }

  /** Nanoseconds of service that i has in a window. */
  private share(i: number): number {
    return this.options.capacity! * this.options.window * this.context.limited(i).slots * 1e9;
  }

  /** What was charged wrong, once it is known what it took. */
  private correct(i: number, id: number): void {
    const { prompt, made, admitted } = this.context.requests;
    this.windows.expire(i, this.context.clock);
    this.windows.correct(i, id, admitted[id]!, this.take(i, prompt[id]!, Math.max(1, made[id]!)));
    this.fell(i);
  }

  private reach(i: number): void {
    this.windows.reach(i);
    const fill = new Float64Array(this.windows.size);
    fill.set(this.fill);
    this.fill = fill;
  }
}
