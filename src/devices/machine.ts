import type { DeviceContext } from '../model.ts';
import type { Lines } from '../kernel/lines.ts';
import type { Requests } from '../kernel/requests.ts';
import type { Admission } from './admission.ts';
import { Batch } from './batch.ts';
import { Prompts } from './prompts.ts';
import { Stretch } from './stretch.ts';

/** What the machines of an entry share. */
export interface Shared {
  readonly context: DeviceContext;
  readonly admission: Admission;
  readonly lines: Lines;
  /** Prompt tokens that are read beside each decode step; 0 when prompts are read while decoding pauses. */
  readonly chunk: number;
  /** Whether memory is taken as it is needed, and the youngest sequence gives way when there is no more. */
  readonly preempt: boolean;
  /** Who had the last token at the end of the stretch. */
  readonly finished: Int32Array;
}

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

  constructor(shared: Shared, i: number) {
    const { context, chunk, preempt } = shared;
    const { model, slots, requests } = context;
    this.shared = shared;
    this.i = i;
    this.k = i - context.first;
    this.requests = requests;
    this.running = context.fleet.running;
    this.prompts = new Prompts(model.pace, slots);
    this.batch = new Batch(slots, requests, preempt);
    this.stretch = new Stretch(context, i, model, chunk, this.batch, this.prompts);
    this.held = 0;
  }

  accept(id: number): void {
    const { context, lines } = this.shared;
    const { agenda, clock } = context;
    lines.push(this.k, id);
    if (agenda.due[this.i] === Infinity) {
      // Begins when everyone is there who arrives at this instant.
      this.stretch.begin();
      agenda.set(this.i, clock[0]!);
    } else if (lines.first(this.k) === id) this.interrupt();
  }

  /** Returns how many are done: they are in `finished`. */
  advance(): number {
    const { batch, prompts, stretch } = this;
    const { admission, preempt } = this.shared;
    stretch.settle();
    if (stretch.steps > 0 && batch.size > 0) {
      if (preempt) this.held += stretch.steps * batch.size;
      batch.advance(stretch.steps);
    }
    for (let k = 0; k < prompts.count; k++) if (prompts.left(k) === 0) this.answer(k);
    prompts.settle();
    let finished = 0;
    while (batch.left === 0) finished = this.finish(finished);
    while (this.held > admission.room) this.putBack();
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

  /** The youngest gives its cache up and goes back to the head of the line. What it has read by then is lost. */
  private putBack(): void {
    const { prompts, batch, requests } = this;
    this.running[this.i]!--;
    let id: number;
    if (prompts.count > 0) {
      id = prompts.id(0);
      this.held -= requests.prompt[id]! + prompts.tokens(0) + 1;
      requests.made[id] = prompts.tokens(0);
      prompts.count = 0;
    } else {
      const cached = batch.youngestCached;
      id = batch.expel();
      this.held -= cached;
      requests.made[id] = cached - requests.prompt[id]!;
    }
    this.shared.lines.putBack(this.k, id);
    this.shared.context.desk.preempted(id, this.i);
  }

  /** The cache that the first in the line would take: all it will ever need, or what it needs once it is read. */
  private need(): number {
    const { prompt, output, made } = this.requests;
    const id = this.shared.lines.first(this.k);
    return prompt[id]! + (this.shared.preempt ? made[id]! + 1 : output[id]!);
  }

  /** Whether the first in the line may start once the batch has grown by so many tokens. */
  private fits(growth: number): boolean {
    const { lines, admission } = this.shared;
    return (
      lines.size[this.k]! > 0 &&
      this.running[this.i]! < admission.slots &&
      this.held + growth + this.need() <= admission.room
    );
  }

  private admit(at: number): void {
    const { requests } = this;
    this.held += this.need();
    const id = this.shared.lines.shift(this.k);
    const tokens = requests.made[id]!;
    if (requests.started[id] === Infinity) requests.started[id] = at;
    else requests.resumed[id] = at;
    this.running[this.i]!++;
    this.prompts.add(id, tokens, requests.prompt[id]! + tokens);
  }

  /** Someone new stands first while all decode: the stretch ends with this step, if there is a place by then. */
  interrupt(): void {
    const { stretch, batch } = this;
    if (!this.decodes()) return;
    const { step } = stretch;
    if (step === stretch.steps || !this.fits(this.shared.preempt ? step * batch.size : 0)) return;
    stretch.decode(step);
    if (this.shared.chunk === 0) {
      // Nobody leaves with this step, so that what follows it is known as well.
      this.admit(stretch.end);
      stretch.reading = this.prompts.read(0, this.prompts.left(0), stretch.slow);
    }
    this.shared.context.agenda.set(this.i, stretch.end);
  }

  /** What is done next. */
  plan(): void {
    const { agenda, clock } = this.shared.context;
    const { stretch, prompts } = this;
    const now = clock[0]!;
    stretch.begin();
    if (this.shared.chunk > 0) this.readChunks(now);
    else if (this.fits(0)) {
      this.admit(now);
      stretch.reading = prompts.read(0, prompts.left(0), stretch.slow);
    }
    if (this.decodes()) stretch.decode(this.horizon());
    else if (prompts.count > 0) stretch.decode(stretch.steps);
    else return agenda.set(this.i, Infinity);
    agenda.set(this.i, stretch.end);
  }

  /** Whether nothing but decoding goes on. */
  private decodes(): boolean {
    return this.prompts.count === 0 && this.batch.size > 0;
  }

  /** Steps for which the batch stays as it is. */
  private horizon(): number {
    const { left, size } = this.batch;
    if (!this.shared.preempt || size === 0) return left;
    return Math.min(left, Math.floor((this.shared.admission.room - this.held) / size) + 1);
  }

  /** One step's worth of prompts, or whole steps of a prompt that leaves no room for others. */
  private readChunks(now: number): void {
    const { prompts, stretch } = this;
    const { chunk } = this.shared;
    let budget = chunk;
    for (let k = 0; budget > 0; k++) {
      if (k === prompts.count) {
        if (!this.fits(0)) return;
        this.admit(now);
      }
      const left = prompts.left(k);
      if (budget === chunk && left >= budget) {
        stretch.steps = Math.min(Math.floor(left / budget), this.horizon());
        stretch.reading += prompts.read(k, stretch.steps * budget, stretch.slow);
        return;
      }
      const part = Math.min(left, budget);
      stretch.reading += prompts.read(k, part, stretch.slow);
      stretch.steps = 1;
      budget -= part;
    }
  }
}
