import { RATE_LIMIT, TOO_LARGE, type Limiter, type LimiterContext } from '../model.ts';
import { count, factor, plugin, positive, seconds, type Plugin } from '../options.ts';
import { CHARGING, Costs, countedOf, type Charging, wrongOf } from './costs.ts';
import { longer } from './longer.ts';
import { Windows } from './windows.ts';

interface Options extends Charging {
  window: number;
  requests?: number | undefined;
  tokens?: number | undefined;
  capacity?: number | undefined;
}

export const slidingWindow: Plugin<Options, LimiterContext, Limiter> = plugin(
  'a limit over any `window` seconds: of requests, of tokens (prompt + output), or of a share of capacity',
  {
    window: seconds(),
    requests: count().optional().describe('requests per window'),
    tokens: positive().optional().describe('tokens (prompt + output) per window'),
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
  private readonly clock: Float64Array;
  private readonly requests: LimiterContext['requests'];
  private readonly touch: (i: number) => void;
  private readonly windows: Windows;
  private readonly costs: Costs;
  /** The limit, when it is the same for all; 0 when it is a share of each device's capability, see `shares`. */
  private readonly limit: number;
  private shares: Float64Array;
  private readonly options: Options;
  private readonly context: LimiterContext;
  private readonly cost: Float64Array;

  constructor(options: Options, context: LimiterContext) {
    const size = context.size < Infinity ? context.size : 0;
    const counted = countedOf('slidingWindow', options, context);
    this.costs = new Costs('slidingWindow', counted, options, context);
    this.clock = context.clock;
    this.requests = context.requests;
    this.touch = context.touch ?? NOBODY;
    this.windows = new Windows(options.window, size);
    this.fill = new Float64Array(size);
    this.limit = options.requests ?? options.tokens ?? 0;
    this.shares = sharesOf(options, context, size);
    this.options = options;
    this.context = context;
    this.cost = new Float64Array(1);
    this.exact = this.costs.exact;
    if (this.costs.settles)
      this.settle = this.costs.late === 1 ? (i, id) => this.late(i, id) : (i, id) => this.correct(i, id);
  }

  refusal(i: number, id: number): number {
    const { windows } = this;
    this.look(i);
    const limit = this.limit === 0 ? this.shares[i]! : this.limit;
    if (this.costs.late === 1) return windows.sum(i) < limit ? 0 : RATE_LIMIT;
    const cost = this.costs.before(i, id);
    if (windows.sum(i) + cost <= limit) return 0;
    return cost > limit ? TOO_LARGE : RATE_LIMIT;
  }

  again(i: number, id: number): void {
    this.look(i);
    const { again } = this.requests;
    const limit = this.limit === 0 ? this.shares[i]! : this.limit;
    const cost = this.costs.before(i, id);
    // Sums are whole numbers: below the limit means at most the next whole number below it.
    const most = this.costs.late === 1 ? Math.ceil(limit) - 1 : limit - cost;
    again[id] = Math.max(again[id]!, cost > limit ? Infinity : this.windows.until(i, most));
  }

  charge(i: number, id: number): void {
    this.look(i);
    if (this.costs.late === 1) return;
    this.cost[0] = this.costs.before(i, id);
    this.windows.add(i, id, this.clock, this.cost);
    this.show(i);
  }

  look(i: number): void {
    if (i >= this.windows.size) this.reach(i);
    this.refresh();
  }

  /** Removes expired charges in the order they were made, whichever device or tenant they belong to. */
  refresh(): void {
    const { windows, clock } = this;
    for (let i = windows.leave(clock); i >= 0; i = windows.leave(clock)) this.fell(i);
  }

  private show(i: number): void {
    this.fill[i] = this.windows.sum(i) / (this.limit === 0 ? this.shares[i]! : this.limit);
  }

  /** Reports that the fill of i changed without an admission. */
  private fell(i: number): void {
    this.show(i);
    this.touch(i);
  }

  /** Corrects the charge to the true cost. */
  private correct(i: number, id: number): void {
    if (this.costs.right(id)) return;
    this.refresh();
    this.windows.correct(i, id, this.requests.admitted[id]!, this.costs.after(i, id));
    this.fell(i);
  }

  /** Charges what was not charged at admission. */
  private late(i: number, id: number): void {
    this.cost[0] = this.costs.after(i, id);
    if (this.cost[0] === 0) return;
    this.look(i);
    this.windows.add(i, id, this.clock, this.cost);
    this.fell(i);
  }

  private reach(i: number): void {
    this.windows.reach(i);
    this.fill = longer(this.fill, i);
    this.shares = sharesOf(this.options, this.context, this.windows.size);
  }
}

const NOBODY = (): void => undefined;

/** Nanoseconds of service that each may give in one window; empty unless the limit is a share of capability. */
function sharesOf({ capacity, window }: Options, { limited }: LimiterContext, size: number): Float64Array {
  if (capacity === undefined) return new Float64Array(0);
  return Float64Array.from({ length: size }, (_, i) => capacity * window * limited(i).slots * 1e9);
}
