/** Clients who wait so long and no longer: for the first token, and for the whole answer. */
import type { Context } from './contexts.ts';
import { makeDistribution, type Spread } from './distribution.ts';
import type { Distribution } from './kernel/distributions.ts';
import { Heap } from './kernel/heap.ts';
import { derive } from './kernel/random.ts';
import { CLOUD, TIMEOUT, type Follower, type Servers, type Station } from './model.ts';

export interface PatienceOptions {
  /** Seconds from the first arrival; null for ever. */
  readonly firstToken: Spread | null;
  readonly answer: Spread | null;
  /**
   * What becomes of the work on a request whose client has left: it stops at once; at the end of the step that is in
   * progress; or never, and goes on for nobody.
   */
  readonly cancels: 'atOnce' | 'atStep' | 'never';
}

export interface PatienceContext extends Context {
  readonly servers: readonly Servers[];
}

/** What is drawn from a request's own draw. */
const FIRST_TOKEN = 305;
const ANSWER = 306;
/** Fewer entries than this are not worth being looked through. */
const FEW = 1024;

export class Patience implements Station, Follower {
  private readonly context: PatienceContext;
  private readonly cancels: PatienceOptions['cancels'];
  private readonly firstToken: Distribution | null;
  private readonly answer: Distribution | null;
  /** Two: that of the deadlines, and that of the steps after which work stops. */
  private readonly slot: number;
  private deadlines: Heap;
  /** The deadline that counts of each request in the system: others in the heap are void. */
  private readonly waiting: Map<number, number>;
  private readonly stops: Heap;
  /** The rows of those whose work is to stop, by which arrival they are: a row may be another's by then. */
  private readonly left: Map<number, number>;

  constructor({ firstToken, answer, cancels }: PatienceOptions, context: PatienceContext) {
    this.context = context;
    this.cancels = cancels;
    this.firstToken = firstToken && makeDistribution(firstToken);
    this.answer = answer && makeDistribution(answer);
    this.slot = context.claim(this, 2);
    this.deadlines = new Heap();
    this.waiting = new Map();
    this.stops = new Heap();
    this.left = new Map();
  }

  arrived(id: number): void {
    this.wait(id, Math.min(this.time(id, this.firstToken, FIRST_TOKEN), this.time(id, this.answer, ANSWER)));
  }

  ended(id: number): void {
    this.waiting.delete(id);
  }

  advance(slot: number): void {
    const heap = slot === this.slot ? this.deadlines : this.stops;
    const { time } = heap;
    const first = heap.pop();
    this.due();
    if (heap === this.stops) this.stop(first);
    else if (this.waiting.get(first) === time) this.expire(first);
  }

  /** Until when the client waits for that. */
  private time(id: number, spread: Distribution | null, salt: number): number {
    const { arrival, draw } = this.context.requests;
    return spread === null ? Infinity : arrival[id]! + spread.quantile(derive(draw[id]!, salt));
  }

  private wait(id: number, until: number): void {
    if (until === Infinity) return void this.waiting.delete(id);
    this.context.requests.deadline[id] = until;
    this.waiting.set(id, until);
    this.deadlines.push(id, until);
    if (this.deadlines.size > FEW && this.deadlines.size > 2 * this.waiting.size) this.tidy();
    this.due();
  }

  private expire(id: number): void {
    const { requests, clock } = this.context;
    const now = clock[0]!;
    const answer = this.time(id, this.answer, ANSWER);
    const began = requests.holder[id]! >= CLOUD && requests.first[id]! <= now;
    if (began && now < answer) this.wait(id, answer);
    else this.leave(id);
  }

  private leave(id: number): void {
    const { desk, requests, clock, servers } = this.context;
    this.waiting.delete(id);
    if (this.cancels === 'never') return desk.abandoned(id);
    const by = requests.holder[id]!;
    const until = this.cancels === 'atStep' && by >= 0 ? (servers[by]!.step?.(by, id) ?? 0) : 0;
    if (until <= clock[0]!) return desk.evict(id, TIMEOUT);
    this.left.set(requests.number[id]!, id);
    this.stops.push(requests.number[id]!, until);
    this.due();
    desk.abandoned(id);
  }

  /** The step is over, and unless the work on it is as well, it stops. */
  private stop(number: number): void {
    const { desk, requests } = this.context;
    const id = this.left.get(number)!;
    this.left.delete(number);
    if (requests.number[id] === number && requests.holder[id]! >= CLOUD) desk.evict(id, TIMEOUT);
  }

  /** Without the entries that are void. */
  private tidy(): void {
    const kept = new Heap(2 * this.waiting.size + 1);
    for (const [id, time] of this.waiting) kept.push(id, time);
    this.deadlines = kept;
  }

  private due(): void {
    const { agenda } = this.context;
    agenda.set(this.slot, this.deadlines.time);
    agenda.set(this.slot + 1, this.stops.time);
  }
}
