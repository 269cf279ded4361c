import { z } from 'zod';
import { Agenda } from '../kernel/agenda.ts';
import { RATE_LIMIT, TOO_LARGE, type Limiter, type LimiterContext } from '../model.ts';
import { count, factor, plugin, positive, seconds, type Plugin } from '../options.ts';
import { CHARGING, Costs, countedOf, type Charging, wrongOf } from './costs.ts';
import { longer } from './longer.ts';

interface Options extends Charging {
  window: number;
  requests?: number | undefined;
  tokens?: number | undefined;
  capacity?: number | undefined;
  from: 'clock' | 'first';
}

export const fixedWindow: Plugin<Options, LimiterContext, Limiter> = plugin(
  'a limit in each of consecutive windows, counted from 0 again in each: of requests, of tokens (prompt + output), or of a share of capacity',
  {
    window: seconds(),
    requests: count().optional().describe('requests per window'),
    tokens: positive().optional().describe('tokens (prompt + output) per window'),
    capacity: factor()
      .optional()
      .describe('service seconds per window, as a share of window x slots (scope: device)'),
    from: z
      .enum(['clock', 'first'])
      .default('clock')
      .describe(
        'when windows begin: clock: one after the other, from the start of the run; first: each with the first request counted in it',
      ),
    ...CHARGING,
  },
  (options, context: LimiterContext) => new FixedWindow(options, context),
  { wrong: wrongOf(['requests', 'tokens', 'capacity']) },
);

class FixedWindow implements Limiter {
  readonly ordered = true;
  readonly exact: boolean;
  readonly settle: Limiter['settle'];
  fill: Float64Array;
  private readonly context: LimiterContext;
  private readonly costs: Costs;
  private readonly options: Options;
  /** The limit, when it is the same for all; 0 when it is a share of each device's capability. */
  private readonly limit: number;
  /** The sum charged in the window of each, its start and its end. */
  private sum: Float64Array;
  private begins: Float64Array;
  private ends: Float64Array;
  /** When the windows that are not empty end; built when first needed. */
  private expiries: Agenda | null = null;

  constructor(options: Options, context: LimiterContext) {
    const size = context.size < Infinity ? context.size : 0;
    const counted = countedOf('fixedWindow', options, context);
    this.context = context;
    this.costs = new Costs('fixedWindow', counted, options, context);
    this.options = options;
    this.limit = options.requests ?? options.tokens ?? 0;
    this.fill = new Float64Array(size);
    this.sum = new Float64Array(size);
    this.begins = new Float64Array(size);
    this.ends = new Float64Array(size);
    this.exact = this.costs.exact;
    if (this.costs.settles)
      this.settle = this.costs.late === 1 ? (i, id) => this.late(i, id) : (i, id) => this.correct(i, id);
  }

  refusal(i: number, id: number): number {
    this.look(i);
    const limit = this.limit || this.share(i);
    if (this.costs.late === 1) return this.sum[i]! < limit ? 0 : RATE_LIMIT;
    const cost = this.costs.before(i, id);
    if (this.sum[i]! + cost <= limit) return 0;
    return cost > limit ? TOO_LARGE : RATE_LIMIT;
  }

  again(i: number, id: number): void {
    const reason = this.refusal(i, id);
    if (reason === 0) return;
    const { again } = this.context.requests;
    again[id] = Math.max(again[id]!, reason === TOO_LARGE ? Infinity : this.ends[i]!);
  }

  charge(i: number, id: number): void {
    this.add(i, this.costs.before(i, id));
  }

  look(i: number): void {
    if (i >= this.sum.length) this.reach(i);
    if (this.sum[i] === 0 || this.ends[i]! > this.context.clock[0]!) return;
    this.sum[i] = 0;
    this.fill[i] = 0;
    this.expiries?.set(i, Infinity);
    this.context.touch?.(i);
  }

  refresh(): void {
    const { context } = this;
    const expiries = (this.expiries ??= this.watch());
    while (expiries.time <= context.clock[0]!) this.look(expiries.first);
  }

  private add(i: number, cost: number): void {
    this.look(i);
    if (cost === 0) return;
    if (this.ends[i]! <= this.context.clock[0]!) this.begin(i);
    if (this.sum[i] === 0) this.expiries?.set(i, this.ends[i]!);
    this.sum[i]! += cost;
    this.fill[i] = this.sum[i]! / (this.limit || this.share(i));
  }

  /** Starts the window that contains now. */
  private begin(i: number): void {
    const now = this.context.clock[0]!;
    const { window, from } = this.options;
    if (from === 'first') {
      this.begins[i] = now;
      this.ends[i] = now + window;
      return;
    }
    let number = Math.floor(now / window);
    // The division may round to a neighbouring whole number.
    if (number * window > now) number--;
    if ((number + 1) * window <= now) number++;
    this.begins[i] = number * window;
    this.ends[i] = (number + 1) * window;
  }

  /** Corrects the charge to the true cost, if its window is still open. */
  private correct(i: number, id: number): void {
    if (this.costs.right(id)) return;
    this.look(i);
    const admitted = this.context.requests.admitted[id]!;
    if (this.ends[i]! <= this.context.clock[0]! || admitted < this.begins[i]!) return;
    this.sum[i]! += this.costs.after(i, id) - this.costs.before(i, id);
    // Nothing is left to expire: the request was handed back without a token.
    if (this.sum[i] === 0) this.expiries?.set(i, Infinity);
    this.fill[i] = this.sum[i]! / (this.limit || this.share(i));
    this.context.touch?.(i);
  }

  /** Charges what was not charged at admission. */
  private late(i: number, id: number): void {
    this.add(i, this.costs.after(i, id));
    this.context.touch?.(i);
  }

  /** Nanoseconds of service that i may give in one window. */
  private share(i: number): number {
    return this.options.capacity! * this.options.window * this.context.limited(i).slots * 1e9;
  }

  private watch(): Agenda {
    const expiries = new Agenda(this.sum.length);
    for (let i = 0; i < this.sum.length; i++) if (this.sum[i]! > 0) expiries.set(i, this.ends[i]!);
    return expiries;
  }

  private reach(i: number): void {
    this.sum = longer(this.sum, i);
    this.begins = longer(this.begins, i);
    this.ends = longer(this.ends, i);
    this.fill = longer(this.fill, i);
  }
}
