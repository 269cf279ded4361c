import type { Model, Run } from '../model.ts';
import { Accounts } from './accounts.ts';
import type { Batch } from './batch.ts';
import type { Cells } from './cells.ts';
import { chunkEnd, cutChunks } from './chunks.ts';
import * as fields from './fields.ts';
import type { Prompts } from './prompts.ts';
import { risingSeconds, searchStep } from './steps.ts';

const { ATTENTION, CACHED, CHUNK, DECODING, FROM, READING, SAVED, SINCE, SIZE, SLOW, STEPS, UNTIL } = fields;
const { AT, BEGAN, FIRST_TAKES, FOUND, MOST, RISE, SEARCH } = fields;

/** State and constants shared by the machines of an entry. */
interface EntryMachines {
  readonly first: number;
  readonly model: Model;
  /** The base of a step by the number of decoding sequences, in seconds, without the part for cached tokens. */
  readonly bases: Float64Array;
}

/**
 * What a batching machine does until its next event: decode steps of a batch that does not change, reading of prompts, or
 * both, in turn or side by side in chunks. Side by side, the power reported is the mean of both where they take turns
 * within a step, and that of reading where they overlap. A stretch is accounted for at its end or at any moment before.
 * Times are kept in the cells, since V8 boxes a double that crosses a call.
 */
export class Stretch {
  readonly cells: Cells;
  readonly batch: Batch;
  readonly prompts: Prompts;
  readonly accounts: Accounts;
  readonly bases: Float64Array;
  /** Seconds of a step per cached token, and the additional seconds of a step that reads prompts. */
  readonly perCachedToken: number;
  readonly perStep: number;
  /** Whether decoding and reading in one step take less than their sum. */
  readonly overlaps: boolean;
  private readonly overlap_: number;
  private readonly run: Run;
  private readonly first: number;
  /** For finding the step that is in progress at a time. */
  private readonly asked: Float64Array = new Float64Array(SEARCH);

  constructor(
    run: Run,
    { first, model, bases }: EntryMachines,
    cells: Cells,
    batch: Batch,
    prompts: Prompts,
  ) {
    const { pace } = model;
    this.run = run;
    this.first = first;
    this.bases = bases;
    this.perCachedToken = pace.step.perCachedToken;
    this.perStep = pace.prefill.perStep ?? 0;
    this.overlap_ = pace.overlap ?? 1;
    this.overlaps = this.overlap_ < 1;
    this.cells = cells;
    this.batch = batch;
    this.prompts = prompts;
    this.accounts = new Accounts(run, { first, model }, cells, prompts);
  }

  get from(): number {
    return this.cells.all[FROM]!;
  }

  get steps(): number {
    return this.cells.all[STEPS]!;
  }

  get reading(): number {
    return this.cells.all[READING]!;
  }

  get slow(): number {
    return this.cells.all[SLOW]!;
  }

  get end(): number {
    const { all } = this.cells;
    return all[FROM]! + all[DECODING]! + all[READING]! - all[SAVED]!;
  }

  /** When it stops decoding and begins to read. */
  get middle(): number {
    const { all } = this.cells;
    return all[FROM]! + all[DECODING]!;
  }

  /** Schedules the machine's next event for the end of the stretch. */
  due(): void {
    const { agenda } = this.run;
    const { all, k } = this.cells;
    agenda.due[this.first + k] = all[FROM]! + all[DECODING]! + all[READING]! - all[SAVED]!;
    agenda.moved(this.first + k);
  }

  /** Starts an empty stretch. */
  begin(): void {
    const { all } = this.cells;
    const now = this.run.clock[0]!;
    all[FROM] = now;
    all[SINCE] = now;
    all[STEPS] = 0;
    all[DECODING] = 0;
    all[READING] = 0;
    all[ATTENTION] = 0;
    all[SAVED] = 0;
  }

  /** Adds the cost of reading prompts in so many of its steps. */
  readsIn(steps: number): void {
    const { all } = this.cells;
    all[READING]! += this.perStep * steps * all[SLOW]!;
  }

  /** Reads prompts in its steps, beside decoding. */
  readBeside(): void {
    this.redecode();
    this.overlap();
    this.due();
  }

  /** One step that decodes and reads: the longer of both plus the profile's share of the shorter. */
  private overlap(): void {
    const { all } = this.cells;
    if (!this.overlaps || all[DECODING] === 0 || all[READING] === 0) return;
    const base = this.bases[all[SIZE]!]! * all[SLOW]!;
    all[SAVED] = (1 - this.overlap_) * Math.min(base, all[READING]! - all[ATTENTION]!);
  }

  /** When a step began; for the one after the last, when it would begin. */
  began(step: number): number {
    const { all } = this.cells;
    if (step < 2 || all[READING]! > 0) return this.from;
    return this.from + this.seconds(step - 1) * this.slow;
  }

  /** Sets the number of decode steps. */
  decode(steps: number): void {
    this.cells.all[STEPS] = steps;
    this.redecode();
  }

  /** For the number of decode steps in the cell: what they take. */
  redecode(): void {
    const { all } = this.cells;
    const { perCachedToken } = this;
    const size = all[SIZE]!;
    // As `seconds` does, inlined: V8 boxes a double that crosses a call.
    const first = this.bases[size]! + perCachedToken * all[CACHED]!;
    all[DECODING] = size > 0 ? risingSeconds(first, perCachedToken * size, all[STEPS]!) * all[SLOW]! : 0;
  }

  /** Seconds of the profile for so many steps of the batch. */
  seconds(steps: number): number {
    const { all } = this.cells;
    const { perCachedToken } = this;
    const size = all[SIZE]!;
    return risingSeconds(this.bases[size]! + perCachedToken * all[CACHED]!, perCachedToken * size, steps);
  }

  /** The first step that does not end before a time. */
  step(time: number): number {
    this.asked[AT] = time;
    this.find();
    return this.asked[FOUND]!;
  }

  /** The same for now, without an argument: V8 boxes a double that crosses a call. */
  stepNow(): number {
    this.asked[AT] = this.run.clock[0]!;
    this.find();
    return this.asked[FOUND]!;
  }

  private find(): void {
    const { asked, perCachedToken } = this;
    const { all } = this.cells;
    const size = all[SIZE]!;
    const from = all[FROM]!;
    const slow = all[SLOW]!;
    asked[FIRST_TAKES] = this.bases[size]! + perCachedToken * all[CACHED]!;
    asked[RISE] = perCachedToken * size;
    asked[BEGAN] = slow === 1 ? from : 0;
    if (slow !== 1) asked[AT] = (asked[AT]! - from) / slow;
    asked[MOST] = all[STEPS]!;
    searchStep(asked);
  }

  /** Completed steps of a stretch that only decodes. */
  done(): number {
    const now = this.run.clock[0]!;
    const step = this.step(now);
    return this.began(step + 1) > now ? step - 1 : step;
  }

  /** When the step in progress ends, now between two steps; reading a prompt while decoding pauses is one step. */
  stepEnd(): number {
    const now = this.run.clock[0]!;
    const { all } = this.cells;
    const reads = all[READING]! > 0;
    if (now === this.from) return now;
    if (all[SIZE] === 0 && !reads) return this.end;
    if (reads && all[CHUNK]! > 0) return chunkEnd(this, now);
    if (this.steps === 0 || now >= this.middle) return this.end;
    const step = this.step(now);
    if (step === this.steps) return this.middle;
    return this.from + this.seconds(step) * this.slow;
  }

  /** Accounts for the present step and moves on to the next. */
  next(): void {
    const { all } = this.cells;
    all[UNTIL] = this.end;
    this.accounts.settleUntil();
    all[FROM] = all[UNTIL]!;
    this.batch.advance(1);
  }

  /**
   * Accounts for everything up to now; the rest begins with the step in progress, of which only the end is planned.
   * Returns the completed steps.
   */
  cut(): number {
    const now = this.run.clock[0]!;
    const { all } = this.cells;
    if (all[READING]! > 0 && all[CHUNK]! > 0) return cutChunks(this, now);
    this.accounts.settle();
    if (this.steps === 0 || all[SIZE] === 0) return 0;
    const seconds = (steps: number): number =>
      steps === this.steps ? all[DECODING]! : this.seconds(steps) * this.slow;
    let done = now >= this.middle ? this.steps : this.step(now);
    if (this.from + seconds(done) > now) done--;
    const took = seconds(done);
    all[FROM]! += took;
    all[DECODING]! -= took;
    all[STEPS]! -= done;
    this.batch.advance(done);
    return done;
  }

  /** Keeps only the step in progress. Call it after a cut, before the batch changes. */
  shorten(): void {
    if (this.steps > 1) this.decode(1);
  }
}
