import { z } from 'zod';
import { Agenda } from '../kernel/agenda.ts';
import { RATE_LIMIT, TOO_LARGE, type Limiter, type LimiterContext } from '../model.ts';
import { plugin, positive, rate, type Plugin } from '../options.ts';
import { CHARGING, Costs, REQUESTS, TOKENS, type Charging, wrongOf } from './costs.ts';
import { longer } from './longer.ts';

interface Options extends Charging {
  rate: number;
  burst: number;
  in: 'requests' | 'tokens';
}

export const tokenBucket: Plugin<Options, LimiterContext, Limiter> = plugin(
  'a bucket of `burst` requests or tokens that fills at `rate`; a request that finds too little in it is refused',
  {
    rate: rate().describe('rate at which requests or tokens are added to the bucket'),
    burst: positive().describe('size of the bucket, which is full at the start'),
    in: z
      .enum(['requests', 'tokens'])
      .default('requests')
      .describe('what it counts: requests, or tokens (prompt + output)'),
    ...CHARGING,
  },
  (options, context: LimiterContext) => new TokenBucket(options, context),
  { wrong: wrongOf([]) },
);

/** Tolerance relative to the elapsed time: many small charges at one moment may round up by this much in all. */
const ROUNDING = 1e-12;

class TokenBucket implements Limiter {
  readonly ordered = true;
  readonly exact: boolean;
  readonly settle: Limiter['settle'];
  fill: Float64Array;
  /** When each bucket will be full; 0 when it is. */
  standing: Float64Array;
  private readonly context: LimiterContext;
  private readonly costs: Costs;
  private readonly rate: number;
  private readonly burst: number;
  /** Seconds in which an empty bucket fills. */
  private readonly span: number;
  /**
   * When each bucket will be full if nothing more is taken; in the past when it already is. The fill follows from it, so
   * no refill events are needed, and a request is admitted at exactly the moment that `again` names.
   */
  private full: Float64Array;
  /** Buckets that were not full when last refreshed. */
  private readonly used: number[] = [];
  private isUsed: Uint8Array;
  /** When each bucket that is not full will be; built when first needed. */
  private fillings: Agenda | null = null;

  constructor(options: Options, context: LimiterContext) {
    const size = context.size < Infinity ? context.size : 0;
    const counted = options.in === 'requests' ? REQUESTS : TOKENS;
    if (counted === REQUESTS && options.burst < 1)
      throw new RangeError(
        `tokenBucket.burst: must be at least 1 for a request to fit; got ${options.burst}`,
      );
    this.context = context;
    this.costs = new Costs('tokenBucket', counted, options, context);
    this.rate = options.rate;
    this.burst = options.burst;
    this.span = options.burst / options.rate;
    this.fill = new Float64Array(size);
    this.full = new Float64Array(size);
    this.standing = new Float64Array(size);
    this.isUsed = new Uint8Array(size);
    this.exact = this.costs.exact;
    if (this.costs.settles)
      this.settle = this.costs.late === 1 ? (i, id) => this.late(i, id) : (i, id) => this.correct(i, id);
  }

  refusal(i: number, id: number): number {
    if (i >= this.full.length) this.reach(i);
    const now = this.context.clock[0]!;
    if (this.costs.late === 1) return this.full[i]! - this.span < now ? 0 : RATE_LIMIT;
    const cost = this.costs.before(i, id);
    const enough = this.full[i]! + (cost / this.rate - this.span);
    // A full bucket admits a request of up to the burst.
    if (enough <= now + ROUNDING * (now + this.span) && cost <= this.burst) return 0;
    return cost > this.burst ? TOO_LARGE : RATE_LIMIT;
  }

  again(i: number, id: number): void {
    if (this.refusal(i, id) === 0) return;
    const { again } = this.context.requests;
    const cost = this.costs.before(i, id);
    let at = this.full[i]! + (cost / this.rate - this.span);
    // The level has to be above zero: the next distinguishable moment.
    if (this.costs.late === 1) at += Math.max(1e-9, 4 * Number.EPSILON * at);
    again[id] = Math.max(again[id]!, cost > this.burst ? Infinity : at);
  }

  charge(i: number, id: number): void {
    if (i >= this.full.length) this.reach(i);
    this.take(i, this.costs.before(i, id));
  }

  look(i: number): void {
    if (i >= this.full.length) this.reach(i);
    const before = this.fill[i]!;
    this.show(i);
    // Readers that rank by `standing` see no change.
    if (this.fillings === null && this.fill[i] !== before) this.context.touch?.(i);
  }

  refresh(): void {
    const { used } = this;
    let kept = 0;
    for (const i of used) {
      this.look(i);
      if (this.fill[i] === 0) this.isUsed[i] = 0;
      else used[kept++] = i;
    }
    used.length = kept;
  }

  rank(): void {
    const { context } = this;
    const fillings = (this.fillings ??= this.watch());
    while (fillings.time <= context.clock[0]!) {
      const i = fillings.first;
      this.standing[i] = 0;
      fillings.set(i, Infinity);
      context.touch?.(i);
    }
  }

  private watch(): Agenda {
    const fillings = new Agenda(this.full.length);
    this.standing.forEach((at, i) => {
      if (at > 0) fillings.set(i, at);
    });
    return fillings;
  }

  private take(i: number, cost: number): void {
    const now = this.context.clock[0]!;
    const full = Math.max(this.full[i]!, now) + cost / this.rate;
    this.full[i] = full;
    this.standing[i] = full > now ? full : 0;
    if (this.fillings !== null) this.fillings.set(i, full > now ? full : Infinity);
    this.show(i);
    if (this.isUsed[i] === 1) return;
    this.isUsed[i] = 1;
    this.used.push(i);
  }

  private show(i: number): void {
    this.fill[i] = Math.max(0, this.full[i]! - this.context.clock[0]!) / this.span;
  }

  /** Corrects the charge to the true cost. */
  private correct(i: number, id: number): void {
    if (this.costs.right(id)) return;
    this.take(i, this.costs.after(i, id) - this.costs.before(i, id));
    this.context.touch?.(i);
  }

  /** Charges what was not charged at admission. */
  private late(i: number, id: number): void {
    this.take(i, this.costs.after(i, id));
    this.context.touch?.(i);
  }

  private reach(i: number): void {
    this.full = longer(this.full, i);
    this.fill = longer(this.fill, i);
    this.standing = longer(this.standing, i);
    this.isUsed = longer(this.isUsed, i);
  }
}
