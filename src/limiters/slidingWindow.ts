import { RATE_LIMIT, TOO_LARGE, type Limiter, type LimiterContext } from '../model.ts';
import { count, factor, plugin, positive, seconds, type Plugin } from '../options.ts';
import { CHARGING, Costs, countedOf, type Charging, wrongOf } from './costs.ts';
import { Windows } from './windows.ts';

interface Options extends Charging {
  window: number;
  requests?: number | undefined;
  tokens?: number | undefined;
  capacity?: number | undefined;
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
    ...CHARGING,
  },
  (options, context: LimiterContext) => new SlidingWindow(options, context),
  { wrong: wrongOf(['requests', 'tokens', 'capacity']) },
);

class SlidingWindow implements Limiter {
  readonly ordered = true;
  readonly exact: boolean;
  readonly settle: Limiter['settle'];
  fill: Float64Array;
  private readonly context: LimiterContext;
  private readonly clock: Float64Array;
  private readonly windows: Windows;
  private readonly costs: Costs;
  private readonly options: Options;
  /** The limit, when it is the same for all; 0 for a share of what each can do. */
  private readonly limit: number;
  private readonly cost: Float64Array;

  constructor(options: Options, context: LimiterContext) {
    const size = context.size < Infinity ? context.size : 0;
    const counted = countedOf('slidingWindow', options, context);
    this.costs = new Costs('slidingWindow', counted, options, context);
    this.options = options;
    this.context = context;
    this.clock = context.clock;
    this.windows = new Windows(options.window, size);
    this.fill = new Float64Array(size);
    this.limit = options.requests ?? options.tokens ?? 0;
    this.cost = new Float64Array(1);
    this.exact = this.costs.exact;
    if (this.costs.settles)
      this.settle = this.costs.late === 1 ? (i, id) => this.late(i, id) : (i, id) => this.correct(i, id);
  }

  refusal(i: number, id: number): number {
    const { windows } = this;
    if (i >= windows.size) this.reach(i);
    const limit = this.limit === 0 ? this.share(i) : this.limit;
    this.refresh();
    if (this.costs.late === 1) return windows.sum[i]! < limit ? 0 : RATE_LIMIT;
    const cost = this.costs.before(i, id);
    if (windows.sum[i]! + cost <= limit) return 0;
    return cost > limit ? TOO_LARGE : RATE_LIMIT;
  }

  again(i: number, id: number): void {
    this.look(i);
    const { again } = this.context.requests;
    const limit = this.limit === 0 ? this.share(i) : this.limit;
    const cost = this.costs.before(i, id);
    // What counts is whole: below the limit is a whole one below.
    const most = this.costs.late === 1 ? Math.ceil(limit) - 1 : limit - cost;
    again[id] = Math.max(again[id]!, cost > limit ? Infinity : this.windows.until(i, most));
  }

  charge(i: number, id: number): void {
    if (this.costs.late === 1) this.look(i);
    else {
      this.cost[0] = this.costs.before(i, id);
      this.add(i, id);
    }
  }

  look(i: number): void {
    if (i >= this.windows.size) this.reach(i);
    this.refresh();
  }

  refresh(): void {
    const { windows, clock } = this;
    for (let i = windows.leave(clock); i >= 0; i = windows.leave(clock)) this.fell(i);
  }

  /** Adds `cost[0]`. */
  private add(i: number, id: number): void {
    const { windows } = this;
    if (i >= windows.size) this.reach(i);
    this.refresh();
    windows.add(i, id, this.clock, this.cost);
    this.fill[i] = windows.sum[i]! / (this.limit === 0 ? this.share(i) : this.limit);
  }

  /** Or rose, with nothing let in. */
  private fell(i: number): void {
    this.fill[i] = this.windows.sum[i]! / (this.limit === 0 ? this.share(i) : this.limit);
    this.context.touch?.(i);
  }

  /** Nanoseconds of service that i has in a window. */
  private share(i: number): number {
    return this.options.capacity! * this.options.window * this.context.limited(i).slots * 1e9;
  }

  /** What was charged wrong, once it is known what it took. */
  private correct(i: number, id: number): void {
    if (this.costs.right(id)) return;
    this.refresh();
    this.windows.correct(i, id, this.context.requests.admitted[id]!, this.costs.after(i, id));
    this.fell(i);
  }

  /** What was not charged before. */
  private late(i: number, id: number): void {
    this.cost[0] = this.costs.after(i, id);
    if (this.cost[0] === 0) return;
    this.add(i, id);
    this.fell(i);
  }

  private reach(i: number): void {
    this.windows.reach(i);
    const fill = new Float64Array(this.windows.size);
    fill.set(this.fill);
    this.fill = fill;
  }
}
