import type { Agenda } from '../kernel/agenda.ts';
import type { Ranked, WaitingLines } from '../kernel/lines.ts';
import * as places from '../kernel/places.ts';
import type { Requests } from '../kernel/requests.ts';
import { catchUp, stepOf, there, welcome } from './arriving.ts';
import { Batch } from './batch.ts';
import { Cells } from './cells.ts';
import { answerRead, readChunks } from './chunks.ts';
import * as fields from './fields.ts';
import type { Shared } from './shared.ts';
import { interruptRanked, oust, putBack } from './ousting.ts';
import { Prompts } from './prompts.ts';
import { Stretch } from './stretch.ts';

const { FIRST, MADE, OUTPUT, PROMPT, STARTED } = places;
const { ANSWERED, CACHED, COUNT, HELD, LAST, PROMPT_ID, SIZE, STEP, STEPS } = fields;

/** The machines of an entry with continuous batching, one of which is selected at a time. */
export class Machine {
  readonly shared: Shared;
  readonly requests: Requests;
  readonly running: Int32Array;
  readonly cells: Cells;
  readonly prompts: Prompts;
  readonly batch: Batch;
  readonly stretch: Stretch;
  /** Parts of the shared state, copied since every request needs them. */
  readonly lines: WaitingLines;
  readonly coming: WaitingLines | null;
  readonly agenda: Agenda;
  readonly clock: Float64Array;
  private readonly first: number;
  private readonly ranked: Ranked | null;
  private readonly preempt: boolean;
  private readonly chunk: number;
  private readonly slots: number;
  /** Tokens that fit into the cache. */
  private readonly room: number;
  /** Seconds from a request's arrival until it reaches the engine. */
  readonly outside: number;

  constructor(shared: Shared) {
    const { context, bases, chunk, preempt } = shared;
    const { model, slots, requests, first } = context;
    this.shared = shared;
    this.lines = shared.lines;
    this.coming = shared.coming;
    this.agenda = context.agenda;
    this.clock = context.clock;
    this.ranked = shared.ranked;
    this.preempt = preempt;
    this.chunk = chunk;
    this.slots = slots;
    this.room = shared.admission.room;
    this.requests = requests;
    this.running = context.fleet.running;
    // While decoding pauses, prompts are read one at a time.
    const prompts = chunk > 0 ? slots : 1;
    this.cells = new Cells({ slots, prompts, aged: preempt, chunk });
    this.prompts = new Prompts(this.cells, requests, model.pace);
    this.batch = new Batch(this.cells, requests);
    this.stretch = new Stretch(context, { first, model, bases }, this.cells, this.batch, this.prompts);
    this.first = first;
    this.outside = model.pace.prefill.outside ?? 0;
  }

  /** Selects machine i of the fleet: all methods below refer to it. */
  at(i: number): this {
    this.cells.look(i - this.first);
    return this;
  }

  /** The selected machine: its index in the fleet, and in the entry. */
  get i(): number {
    return this.first + this.cells.k;
  }

  get k(): number {
    return this.cells.k;
  }

  /** Tokens of cache in use. */
  get held(): number {
    return this.cells.all[HELD]!;
  }

  set held(held: number) {
    this.cells.all[HELD] = held;
  }

  accept(id: number): void {
    const { lines, coming, ranked, agenda, clock } = this;
    (coming ?? lines).push(this.k, id);
    if (agenda.due[this.i] === Infinity) {
      // Starts after all arrivals of this instant.
      this.stretch.begin();
      agenda.due[this.i] = clock[0]! + this.outside;
      agenda.moved(this.i);
    } else if (this.decodes() && (ranked !== null || this.head === id)) this.interrupt();
  }

  /** The first request in the line, or on the way to it; -1 when there is none. */
  private get head(): number {
    const { lines, coming } = this;
    return lines.size[this.k]! > 0 || coming === null ? lines.first(this.k) : coming.first(this.k);
  }

  /** Returns how many requests are done; they are in `finished`. */
  advance(): number {
    const { stretch, shared } = this;
    const { all } = this.cells;
    const steps = all[STEPS]!;
    const size = all[SIZE]!;
    const last = this.coming === null ? 0 : stretch.began(steps);
    if (shared.late) catchUp(this, steps - 1);
    if (size > 0 || all[COUNT]! > 0) stretch.accounts.settle();
    if (steps > 0 && size > 0) {
      // As `batch.advance` does, inlined: V8 boxes a double that crosses a call.
      all[STEP]! += steps;
      all[CACHED]! += steps * size;
      if (this.preempt) all[HELD]! += steps * size;
    }
    if (all[COUNT]! > 0) this.answer();
    const finished = all[LAST] === all[STEP] ? this.finish() : 0;
    if (this.preempt) while (this.held > this.room) putBack(this);
    if (this.coming !== null) welcome(this, last);
    this.plan();
    return finished;
  }

  /** The prompt is read: its next token is produced, and its sequence decodes with the others. */
  private answer(): void {
    const { cells, requests } = this;
    const { all, prompts } = cells;
    if (this.chunk > 0) return answerRead(this);
    const id = all[prompts + PROMPT_ID]! | 0;
    const tokens = all[prompts + ANSWERED]! + 1;
    all[COUNT] = 0;
    if (tokens === 1) requests.rows[id + FIRST] = this.clock[0]!;
    this.batch.join(id, tokens);
  }

  private finish(): number {
    const { all } = this.cells;
    const { rows } = this.requests;
    const { finished } = this.shared;
    let count = 0;
    while (all[LAST] === all[STEP]) {
      const id = this.batch.finish();
      all[HELD]! -= rows[id + PROMPT]! + rows[id + OUTPUT]!;
      finished[count++] = id;
    }
    this.running[this.i]! -= count;
    return count;
  }

  /** Cache that it reserves: all it will ever need, or what it needs once its prompt is read. */
  need(id: number): number {
    const { rows } = this.requests;
    return rows[id + PROMPT]! + (this.preempt ? rows[id + MADE]! + 1 : rows[id + OUTPUT]!);
  }

  /** Whether it may start once the batch has grown by so many tokens. */
  fits(id: number, growth: number): boolean {
    return (
      id >= 0 &&
      this.running[this.i]! < this.slots &&
      this.cells.all[HELD]! + growth + this.need(id) <= this.room
    );
  }

  /** Admits requests, at a moment when the stretch does not decode any more. */
  admit(): void {
    const { requests, stretch } = this;
    const id = this.lines.shift(this.k);
    this.held += this.need(id);
    if (requests.rows[id + STARTED] === Infinity) requests.rows[id + STARTED] = stretch.middle;
    else requests.resumed[id] = stretch.middle;
    this.running[this.i]!++;
    this.prompts.add(id, requests.rows[id + MADE]!);
  }

  /** A new head of the line while all decode: the stretch ends with the step in which it arrives, if there is a place by then. */
  interrupt(): void {
    const { stretch, batch, lines, coming, preempt, k } = this;
    const { head } = this;
    if (head < 0 || !this.decodes()) return;
    if (this.ranked !== null) return interruptRanked(this);
    const comes = coming !== null && lines.size[k] === 0;
    const step = comes ? stepOf(this, head) : stretch.stepNow();
    if (step >= stretch.steps || !this.fits(head, preempt ? step * batch.size : 0)) return;
    stretch.decode(step);
    if (this.chunk === 0) {
      // No sequence leaves with this step, so what follows it is known as well.
      if (comes) lines.push(k, coming.shift(k));
      this.readNext();
    }
    stretch.due();
  }

  /** Plans another step in place of the one that began at `last`; -Infinity for one that has not begun. */
  replan(last: number): void {
    welcome(this, last);
    this.plan();
  }

  /** Plans what is done next. */
  plan(): void {
    const { stretch, prompts, shared, cells } = this;
    stretch.begin();
    if (shared.ousts && prompts.count === 0) oust(this);
    if (this.chunk > 0) {
      readChunks(this);
      if (prompts.count > 0) return stretch.readBeside();
    } else if (this.fits(this.lines.first(cells.k), 0)) {
      this.readNext();
      return stretch.due();
    }
    if (cells.all[SIZE] === 0) return this.rest();
    cells.all[STEPS] = this.preempt ? this.horizon() : cells.all[LAST]! - cells.all[STEP]!;
    stretch.redecode();
    stretch.due();
    if (this.coming !== null) this.interrupt();
  }

  /** Nothing to do: no request is at the engine. */
  private rest(): void {
    const { agenda, clock, head } = this;
    agenda.set(this.i, head < 0 ? Infinity : Math.max(clock[0]!, there(this, head)));
  }

  /** Admits the first of the line; its prompt is read in one go while decoding pauses. */
  private readNext(): void {
    this.admit();
    this.prompts.readWhole();
  }

  /** Whether it only decodes. */
  private decodes(): boolean {
    const { all } = this.cells;
    return all[COUNT] === 0 && all[SIZE]! > 0;
  }

  /** Steps for which the batch does not change. */
  horizon(): number {
    const { left, size } = this.batch;
    if (!this.preempt || size === 0) return left;
    return Math.min(left, Math.floor((this.room - this.held) / size) + 1);
  }
}
