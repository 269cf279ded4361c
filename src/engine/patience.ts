/** Clients who wait so long and no longer: for the first token, and for the whole answer. */
import type { Context } from '../contexts.ts';
import { makeDistribution, type Spread } from '../distribution.ts';
import type { Distribution } from '../kernel/distributions.ts';
import { Heap } from '../kernel/heap.ts';
import { derive } from '../kernel/random.ts';
import { CLOUD, TIMEOUT, type Follower, type Servers, type Station } from '../model.ts';

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

interface PatienceContext extends Context {
  readonly fleet: { serversOf(i: number): Servers };
}

/** How long clients wait, and what they all wait if that is the same. */
interface Wait {
  readonly spread: Distribution;
  readonly always: number | null;
}

function waitOf(given: Spread): Wait {
  const spread = makeDistribution(given);
  const least = spread.quantile(0);
  return { spread, always: least === spread.quantile(1) ? least : null };
}

/** What is drawn from a request's own draw. */
const FIRST_TOKEN = 305;
const ANSWER = 306;
/** Fewer entries than this are not worth being looked through. */
const FEW = 1024;

export class Patience implements Station, Follower {
  private readonly context: PatienceContext;
  private readonly cancels: PatienceOptions['cancels'];
  private readonly firstToken: Wait | null;
  private readonly answer: Wait | null;
  /** Two: that of the deadlines, and that of the steps after which work stops. */
  private readonly slot: number;
  private deadlines: Heap;
  /** The deadline that counts of the request in each row, Infinity for none: others in the heap are void. */
  private until: Float64Array;
  /** How many have one. */
  private waiting: number;
  private readonly stops: Heap;
  /** The rows of those whose work is to stop, by which arrival they are: a row may be another's by then. */
  private readonly left: Map<number, number>;

  constructor({ firstToken, answer, cancels }: PatienceOptions, context: PatienceContext) {
    this.context = context;
    this.cancels = cancels;
    this.firstToken = firstToken && waitOf(firstToken);
    this.answer = answer && waitOf(answer);
    this.slot = context.claim(this, 2);
    this.deadlines = new Heap();
    this.until = new Float64Array(0);
    this.waiting = 0;
    this.stops = new Heap();
    this.left = new Map();
  }

  arrived(id: number): void {
    this.wait(id, Math.min(this.time(id, this.firstToken, FIRST_TOKEN), this.time(id, this.answer, ANSWER)));
  }

  ended(id: number): void {
    this.forget(this.context.requests.rowOf(id));
  }

  advance(slot: number): void {
    const heap = slot === this.slot ? this.deadlines : this.stops;
    const { time } = heap;
    const first = heap.pop();
    this.due();
    if (heap === this.stops) this.stop(first);
    else if (this.counts(first, time)) this.expire(first);
  }

  /** Until when the client waits for that. */
  private time(id: number, wait: Wait | null, salt: number): number {
    const { arrival, draw } = this.context.requests;
    if (wait === null) return Infinity;
    return arrival[id]! + (wait.always ?? wait.spread.quantile(derive(draw[id]!, salt)));
  }

  private wait(id: number, until: number): void {
    const { requests } = this.context;
    const row = requests.rowOf(id);
    this.forget(row);
    if (until === Infinity) return;
    if (row >= this.until.length) this.lengthen(requests.capacity);
    requests.deadline[id] = until;
    this.until[row] = until;
    this.waiting++;
    this.deadlines.push(id, until);
    if (this.deadlines.size > FEW && this.deadlines.size > 2 * this.waiting) this.tidy();
    this.due();
  }

  private forget(row: number): void {
    if (!(this.until[row]! < Infinity)) return;
    this.until[row] = Infinity;
    this.waiting--;
  }

  private counts(id: number, time: number): boolean {
    return this.until[this.context.requests.rowOf(id)] === time;
  }

  private lengthen(rows: number): void {
    const longer = new Float64Array(rows).fill(Infinity);
    longer.set(this.until);
    this.until = longer;
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
    const { desk, requests, clock, fleet } = this.context;
    this.forget(requests.rowOf(id));
    if (this.cancels === 'never') return desk.abandoned(id);
    const by = requests.holder[id]!;
    const until = this.cancels === 'atStep' && by >= 0 ? (fleet.serversOf(by).step?.(by, id) ?? 0) : 0;
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

  /** Without the entries that are void; the others in the order in which they came. */
  private tidy(): void {
    const { deadlines } = this;
    const { requests } = this.context;
    const ids = new Set<number>();
    for (let k = 0; k < deadlines.size; k++)
      if (this.counts(deadlines.at(k), deadlines.timeAt(k))) ids.add(deadlines.at(k));
    const kept = new Heap(2 * ids.size + 1);
    for (const id of [...ids].sort((one, other) => requests.number[one]! - requests.number[other]!))
      kept.push(id, this.until[requests.rowOf(id)]!);
    this.deadlines = kept;
  }

  private due(): void {
    const { agenda } = this.context;
    const { due } = agenda;
    if (due[this.slot] !== this.deadlines.time) agenda.set(this.slot, this.deadlines.time);
    if (due[this.slot + 1] !== this.stops.time) agenda.set(this.slot + 1, this.stops.time);
  }
}
