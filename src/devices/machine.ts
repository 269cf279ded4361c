import type { Requests } from '../kernel/requests.ts';
import { Batch } from './batch.ts';
import { readChunks } from './chunks.ts';
import type { Shared } from './shared.ts';
import { interruptRanked, oust, putBack } from './ousting.ts';
import { Prompts } from './prompts.ts';
import { Stretch } from './stretch.ts';

/** One machine whose sequences join and leave between steps. */
export class Machine {
  readonly shared: Shared;
  readonly i: number;
  readonly k: number;
  readonly requests: Requests;
  readonly running: Int32Array;
  readonly prompts: Prompts;
  readonly batch: Batch;
  readonly stretch: Stretch;
  /** Tokens of cache that are taken. */
  held: number;
  /** Seconds from its arrival until a request is at the engine. */
  private readonly outside: number;

  constructor(shared: Shared, i: number) {
    const { context, bases, chunk, preempt } = shared;
    const { model, slots, requests } = context;
    this.shared = shared;
    this.i = i;
    this.k = i - context.first;
    this.requests = requests;
    this.running = context.fleet.running;
    this.prompts = new Prompts(model.pace, slots);
    this.batch = new Batch(slots, requests, preempt);
    this.stretch = new Stretch(context, i, { model, bases, chunk }, this.batch, this.prompts);
    this.held = 0;
    this.outside = model.pace.prefill.outside ?? 0;
  }

  accept(id: number): void {
    const { context, lines, coming, ranked } = this.shared;
    const { agenda, clock } = context;
    (coming ?? lines).push(this.k, id);
    if (agenda.due[this.i] === Infinity) {
      // Begins when everyone is there who arrives at this instant.
      this.stretch.begin();
      agenda.set(this.i, clock[0]! + this.outside);
    } else if (ranked !== null || this.head === id) this.interrupt();
  }

  /** Who stands first, in the line or on the way to it; -1 when there is nobody. */
  private get head(): number {
    const { lines, coming } = this.shared;
    return lines.size[this.k]! > 0 || coming === null ? lines.first(this.k) : coming.first(this.k);
  }

  /** Whether it is not at the engine yet. */
  comes(id: number): boolean {
    const { coming } = this.shared;
    if (coming === null) return false;
    let one = coming.first(this.k);
    while (one >= 0 && one !== id) one = this.requests.next[one]!;
    return one === id;
  }

  /** When it is at the engine. */
  there(id: number): number {
    return this.requests.admitted[id]! + this.outside;
  }

  /** Those who are at the engine join the line; where joining is late, those who were when the last step began. */
  private welcome(last: number): void {
    const { lines, coming, late, context } = this.shared;
    if (coming === null) return;
    const idle = this.batch.size === 0 && this.prompts.count === 0 && lines.size[this.k] === 0;
    this.join(late && !idle ? last : context.clock[0]!);
  }

  /** Those who were at the engine by then. */
  private join(by: number): void {
    const { lines, coming } = this.shared;
    while (coming!.size[this.k]! > 0 && this.there(coming!.first(this.k)) <= by)
      lines.push(this.k, coming!.shift(this.k));
  }

  /** Where joining is late: those who joined between two steps of the stretch that are over. */
  catchUp(done: number): void {
    if (this.shared.late && done > 0 && this.stretch.reading === 0) this.join(this.stretch.began(done));
  }

  /** Returns how many are done: they are in `finished`. */
  advance(): number {
    const { batch, prompts, stretch } = this;
    const { admission, preempt } = this.shared;
    const last = this.shared.coming === null ? 0 : stretch.began(stretch.steps);
    this.catchUp(stretch.steps - 1);
    if (batch.size + prompts.count > 0) stretch.settle();
    if (stretch.steps > 0 && batch.size > 0) {
      if (preempt) this.held += stretch.steps * batch.size;
      batch.advance(stretch.steps);
    }
    for (let k = 0; k < prompts.count; k++) if (prompts.left(k) === 0) this.answer(k);
    prompts.settle();
    let finished = 0;
    while (batch.done) finished = this.finish(finished);
    while (this.held > admission.room) putBack(this);
    this.welcome(last);
    this.plan();
    return finished;
  }

  /** Prompt k is read: the next token of its answer is there, the others are decoded. */
  private answer(k: number): void {
    const { requests } = this;
    const id = this.prompts.id(k);
    const tokens = this.prompts.tokens(k) + 1;
    if (tokens === 1) requests.first[id] = this.shared.context.clock[0]!;
    this.batch.join(id, requests.prompt[id]! + tokens, requests.output[id]! - tokens);
  }

  private finish(place: number): number {
    const { prompt, output } = this.requests;
    const id = this.batch.finish();
    this.held -= prompt[id]! + output[id]!;
    this.running[this.i]!--;
    this.shared.finished[place] = id;
    return place + 1;
  }

  /** The cache that it would take: all it will ever need, or what it needs once it is read. */
  need(id: number): number {
    const { prompt, output, made } = this.requests;
    return prompt[id]! + (this.shared.preempt ? made[id]! + 1 : output[id]!);
  }

  /** Whether it may start once the batch has grown by so many tokens. */
  fits(id: number, growth: number): boolean {
    const { admission } = this.shared;
    return (
      id >= 0 &&
      this.running[this.i]! < admission.slots &&
      this.held + growth + this.need(id) <= admission.room
    );
  }

  admit(at: number): void {
    const { requests } = this;
    const id = this.shared.lines.shift(this.k);
    this.held += this.need(id);
    const tokens = requests.made[id]!;
    if (requests.started[id] === Infinity) requests.started[id] = at;
    else requests.resumed[id] = at;
    this.running[this.i]!++;
    this.prompts.add(id, tokens, requests.prompt[id]! + tokens);
  }

  /** Someone new stands first while all decode: the stretch ends with the step in which it comes, if there is a place by then. */
  interrupt(): void {
    const { stretch, batch, head } = this;
    const { lines, coming, chunk, preempt, context } = this.shared;
    if (!this.decodes() || head < 0) return;
    if (this.shared.ranked !== null) return interruptRanked(this);
    const comes = lines.size[this.k] === 0;
    const step = comes ? this.stepOf(head) : stretch.step(context.clock[0]!);
    if (step >= stretch.steps || !this.fits(head, preempt ? step * batch.size : 0)) return;
    stretch.decode(step);
    if (chunk === 0) {
      // Nobody leaves with this step, so that what follows it is known as well.
      if (comes) lines.push(this.k, coming!.shift(this.k));
      this.admit(stretch.end);
      this.readWhole();
    }
    stretch.due();
  }

  /** With how many steps of the stretch it joins that is on its way. */
  stepOf(id: number): number {
    const { stretch } = this;
    const there = this.there(id);
    const now = this.shared.context.clock[0]!;
    if (!this.shared.late) return stretch.step(Math.max(now, there));
    // Who is late joins with the first step that begins when it is there; it may be there for long, behind others.
    const joins = there <= stretch.from ? 1 : stretch.step(there) + 1;
    return now <= stretch.from ? joins : Math.max(joins, stretch.step(now));
  }

  /** Another step begins in place of the one that began at `last`, or of one that has not begun: -Infinity. */
  replan(last: number): void {
    this.welcome(last);
    this.plan();
  }

  /** What is done next. */
  plan(): void {
    const { agenda, clock } = this.shared.context;
    const { stretch, prompts } = this;
    const now = clock[0]!;
    stretch.begin();
    if (this.shared.ousts && prompts.count === 0) oust(this);
    if (this.shared.chunk > 0) readChunks(this, now);
    else if (this.fits(this.shared.lines.first(this.k), 0)) {
      this.admit(now);
      this.readWhole();
    }
    if (prompts.count > 0) {
      stretch.decode(stretch.steps);
      stretch.overlap();
      stretch.due();
    } else if (this.batch.size > 0) {
      stretch.decode(this.horizon());
      stretch.due();
      if (this.shared.coming !== null) this.interrupt();
    } else agenda.set(this.i, this.head < 0 ? Infinity : Math.max(now, this.there(this.head)));
  }

  private readWhole(): void {
    const { stretch, prompts } = this;
    stretch.reading = prompts.read(0, prompts.left(0), stretch.slow);
    stretch.readsIn(1);
  }

  /** Whether nothing but decoding goes on. */
  private decodes(): boolean {
    return this.prompts.count === 0 && this.batch.size > 0;
  }

  /** Steps for which the batch stays as it is. */
  horizon(): number {
    const { left, size } = this.batch;
    if (!this.shared.preempt || size === 0) return left;
    return Math.min(left, Math.floor((this.shared.admission.room - this.held) / size) + 1);
  }
}
