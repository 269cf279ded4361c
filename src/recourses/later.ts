import { grouped } from '../kernel/grouped.ts';
import { Heap } from '../kernel/heap.ts';
import { derive } from '../kernel/random.ts';
import {
  CONTEXT_LIMIT,
  KEPT,
  LOST,
  TOO_LARGE,
  type Recourse,
  type RecourseContext,
  type Station,
} from '../model.ts';
import { count, plugin, positive, seconds, share, type Plugin } from '../options.ts';

interface Options {
  first: number;
  factor: number;
  jitter: number;
  most: number;
  upTo: number;
}

/** Shorter waits, or more of them, would be tries without end at a machine that is busy or down. */
const LEAST_WAIT = 1e-3;
const MOST_TRIES = 1_000_000;
/** What is drawn for the k-th wait. */
const SALT = 311;

export const later: Plugin<Options, RecourseContext, Recourse> = plugin(
  'waits and tries again, with growing waits; a request that can never be accepted goes on at once',
  {
    first: seconds().default(1).describe('the first wait'),
    factor: positive().default(2).describe('factor from each wait to the next'),
    jitter: share().default(0.5).describe('makes a wait shorter or longer by up to this share, uniformly'),
    most: count().default(5).describe('most retries of a request'),
    upTo: seconds().default(60).describe('longest wait, before jitter; Retry-After may ask for more'),
  },
  (options, context: RecourseContext) => {
    if (options.upTo < options.first)
      throw new RangeError(
        `later.upTo: must not be below first; got ${options.upTo} s and ${options.first} s`,
      );
    if (options.first < LEAST_WAIT)
      throw new RangeError(`later.first: must be ${LEAST_WAIT} s or more; got ${options.first} s`);
    if (options.most > MOST_TRIES)
      throw new RangeError(
        `later.most: must be ${grouped(MOST_TRIES)} at most; got ${grouped(options.most)}`,
      );
    if (options.factor < 1) throw new RangeError(`later.factor: must be at least 1; got ${options.factor}`);
    return new Later(context, options);
  },
);

class Later implements Recourse, Station {
  private readonly context: RecourseContext;
  private readonly options: Options;
  private readonly slot: number;
  /** Who waits, by when it comes again. */
  private readonly waiting: Heap;

  constructor(context: RecourseContext, options: Options) {
    this.context = context;
    this.options = options;
    this.slot = context.claim(this, 1);
    this.waiting = new Heap();
  }

  after(id: number, reason: number, by: number): number {
    const { requests, clock, desk, next } = this.context;
    const round = requests.rounds[id]!;
    const never = reason === CONTEXT_LIMIT || reason === TOO_LARGE;
    if (!never) desk.again(id, by);
    const again = requests.again[id]!;
    if (round >= this.options.most || never || again === Infinity)
      return next === null ? LOST : next.after(id, reason, by);
    requests.rounds[id] = round + 1;
    this.waiting.push(id, Math.max(clock[0]! + this.wait(round, requests.draw[id]!), again));
    this.due();
    return KEPT;
  }

  advance(): void {
    const id = this.waiting.pop();
    this.due();
    this.context.requests.hops[id] = 0;
    this.context.desk.offer(id);
  }

  forget(id: number): void {
    if (Number.isNaN(this.waiting.remove(id))) return this.context.next?.forget?.(id);
    this.due();
  }

  private wait(round: number, draw: number): number {
    const { first, factor: grows, jitter, upTo } = this.options;
    let wait = first;
    for (let k = 0; k < round && wait < upTo; k++) wait *= grows;
    return Math.min(upTo, wait) * (1 + jitter * (2 * derive(draw, SALT + round) - 1));
  }

  private due(): void {
    this.context.agenda.set(this.slot, this.waiting.time);
  }
}
