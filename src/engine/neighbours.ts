/**
 * What a region has to do with others: it sends them what it would turn away, and takes what they send. To its home a
 * neighbour is like a cloud: a leg that goes away, and whose end comes back. All that passes between regions are letters
 * that take their time; those that are due at one instant are opened by whom they are from, and in the order in which they
 * were written, so that nothing depends on when they were handed over.
 */
import type { Context } from '../contexts.ts';
import { Letters, type Letter } from '../kernel/letters.ts';
import {
  AWAY,
  CLOUD,
  LOST,
  NONE,
  TIMEOUT,
  type AnswerTimes,
  type Follower,
  type Recourse,
  type Servers,
} from '../model.ts';
import { COMPLETED } from '../kernel/moves.ts';

/** Where a region stands among those it talks with. */
export interface Place {
  /** Its number, and those of the regions that it asks, in this order. */
  readonly own: number;
  readonly to: readonly number[];
  /** Seconds to each of them, and back; and the same of every region by its number. */
  readonly delay: number;
  readonly delays: readonly number[];
  /** Where its groups of machines begin among those of all kinds of regions that talk. */
  readonly first: number;
  /** Hands a letter on. */
  readonly post: (letter: Letter) => void;
}

export class Neighbours implements Servers, Recourse, Follower {
  readonly letters: Letters = new Letters();
  /** Letters written and opened, to be held against each other. */
  written = 0;
  opened = 0;
  private readonly context: Context;
  private readonly place: Place;
  /** Of each machine its group, and where the own groups begin among those of all kinds of regions that talk. */
  private readonly groups: ArrayLike<number>;
  private readonly slot: number;
  /** What is asked before a neighbour, and what after. */
  private before: Recourse | null = null;
  private after_: Recourse | null = null;
  /** How many neighbours were asked for it, by row; and rows of those that are away, by which arrival they are. */
  private readonly asked: Map<number, number> = new Map();
  private readonly away: Map<number, number> = new Map();
  /** Guests by row: whose they are, which arrival there, and the machine that has them. */
  private readonly hosted: Map<number, { readonly from: number; readonly number: number; device: number }> =
    new Map();
  private readonly rows: Map<number, Map<number, number>> = new Map();
  /** Guests, by which arrival they are here, with when they came at home, until whoever counts has seen their ends. */
  private readonly numbers: Map<number, number> = new Map();
  /** When the guest that is arriving came at home; null while none is. */
  private arriving: number | null = null;

  constructor(context: Context, place: Place, groups: ArrayLike<number>) {
    this.context = context;
    this.place = place;
    this.groups = groups;
    this.slot = context.claim(this, 1);
  }

  /** Stands before the fallback, and before all that is asked ahead of it. */
  stand(before: Recourse, after: Recourse): void {
    this.before = before;
    this.after_ = after;
  }

  /** Whether the row is a guest's. */
  hosts(id: number): boolean {
    return this.arriving !== null || this.hosted.has(id);
  }

  /** Guests whose ends were not counted yet. */
  get guests(): number {
    return this.numbers.size;
  }

  /** When a guest came at home; nothing of who came here. */
  guestSince(number: number): number | undefined {
    return this.numbers.get(number);
  }

  /** Its end was counted. */
  forgetGuest(number: number): void {
    this.numbers.delete(number);
  }

  /** A letter is there. */
  receive(letter: Letter): void {
    this.letters.push(letter);
    this.due();
  }

  /** What is sent here and turned away goes back; what comes back refused is not tried at home again. */
  after(id: number, reason: number, by: number): number {
    if (this.hosts(id)) return LOST;
    return by === AWAY ? this.next(id, reason, by) : this.before!.after(id, reason, by);
  }

  forget(id: number): void {
    this.before!.forget?.(id);
  }

  /** The next neighbour, or what comes after them all. */
  next(id: number, reason: number, by: number): number {
    const asked = this.asked.get(id) ?? 0;
    if (by !== CLOUD && asked < this.place.to.length) {
      this.asked.set(id, asked + 1);
      return AWAY;
    }
    return this.after_!.after(id, reason, by === AWAY ? NONE : by);
  }

  refusal(): number {
    return 0;
  }

  accept(_: number, id: number): void {
    const { arrival, number, prompt, output, tenant, draw, priority } = this.context.requests;
    this.away.set(number[id]!, id);
    const { own, to, delay, post } = this.place;
    post({
      kind: 'ask',
      at: this.context.clock[0]! + delay,
      from: own,
      to: to[this.asked.get(id)! - 1]!,
      sequence: this.written++,
      came: arrival[id]!,
      number: number[id]!,
      prompt: prompt[id]!,
      output: output[id]!,
      tenant: tenant[id]!,
      draw: draw[id]!,
      priority: priority[id]!,
    });
  }

  /** Whoever works on it hears of it when the letter is there. */
  withdraw(_: number, id: number): void {
    const { number, made } = this.context.requests;
    made[id] = 0;
    this.away.delete(number[id]!);
    const { own, to, delay, post } = this.place;
    const at = this.context.clock[0]! + delay;
    const whom = to[this.asked.get(id)! - 1]!;
    post({ kind: 'cancel', at, from: own, to: whom, sequence: this.written++, number: number[id]! });
  }

  /** The ways between regions do not break. */
  stop(): void {
    throw new Error('neighbours are not switched off');
  }

  start(): void {
    throw new Error('neighbours are not switched off');
  }

  /** Nobody plans with neighbours. */
  estimate(_: number, __: number, into: AnswerTimes): void {
    Object.assign(into, { first: Infinity, last: Infinity, abreast: 0, share: 0, joules: 0, dollars: 0 });
  }

  advance(): void {
    const letter = this.letters.pop();
    this.opened++;
    this.due();
    if (letter.kind === 'ask') this.host(letter);
    else if (letter.kind === 'cancel') this.cancel(letter);
    else this.back(letter);
  }

  arrived(id: number): void {
    if (this.arriving !== null) this.numbers.set(this.context.requests.number[id]!, this.arriving);
  }

  ended(id: number, outcome: number): void {
    const guest = this.hosted.get(id);
    if (guest === undefined) {
      if (this.asked.size > 0) this.asked.delete(id);
      return;
    }
    const { started, first, refused } = this.context.requests;
    const { from, number, device } = guest;
    this.hosted.delete(id);
    this.rows.get(from)!.delete(number);
    const { own, delays, post } = this.place;
    // An answer takes as long as the question did.
    const at = this.context.clock[0]! + delays[from]!;
    const sequence = this.written++;
    if (outcome === COMPLETED)
      post({
        kind: 'answer',
        at,
        from: own,
        to: from,
        sequence,
        number,
        started: started[id]!,
        first: first[id]!,
        group: this.place.first + this.groups[device]!,
      });
    else
      post({ kind: 'refusal', at, from: own, to: from, sequence, number, reason: refused[id]! || TIMEOUT });
  }

  /** A request of another region comes. */
  private host(letter: Letter & { readonly kind: 'ask' }): void {
    const { requests, clock, desk } = this.context;
    const { from, number } = letter;
    const id = requests.add(clock[0]!, letter.tenant, letter.prompt, letter.output, letter.draw);
    requests.priority[id] = letter.priority;
    this.arriving = letter.came;
    desk.arrive(id);
    this.arriving = null;
    this.hosted.set(id, { from, number, device: requests.holder[id]! });
    const rows = this.rows.get(from);
    if (rows) rows.set(number, id);
    else this.rows.set(from, new Map([[number, id]]));
  }

  /** Its client has left. */
  private cancel({ from, number }: Letter): void {
    const id = this.rows.get(from)?.get(number);
    if (id !== undefined) this.context.desk.evict(id, TIMEOUT);
  }

  /** What was away comes back; nobody waits for it when its client has left. */
  private back(letter: Letter & { readonly kind: 'answer' | 'refusal' }): void {
    const { requests, desk } = this.context;
    const id = this.away.get(letter.number);
    if (id === undefined) return;
    this.away.delete(letter.number);
    if (letter.kind === 'refusal') return desk.returned(id, letter.reason);
    requests.started[id] = letter.started;
    requests.first[id] = letter.first + this.place.delay;
    desk.completed(id, AWAY - letter.group);
  }

  private due(): void {
    this.context.agenda.set(this.slot, this.letters.time);
  }
}
