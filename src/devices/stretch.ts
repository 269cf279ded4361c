import type { Model, Run } from '../model.ts';
import type { Batch } from './batch.ts';
import { chunkEnd, cutChunks } from './chunks.ts';
import type { Prompts } from './prompts.ts';
import { risingSeconds, risingUntil } from './steps.ts';

/**
 * What a batching machine does until it is next looked at: some decode steps of a batch that stays as it is, some
 * reading of prompts, or both: in turn, or side by side in chunks. Side by side the power reported is the mean of both
 * where they take turns within a step, and that of reading where they overlap. Accounts for it, at its end or at any
 * moment before.
 */
export class Stretch {
  /** When its first step began, its decode steps, and the seconds of decoding and reading in it. */
  from = 0;
  steps = 0;
  decoding = 0;
  reading = 0;
  /** Of the seconds of reading, those that overlap with nothing. */
  attention = 0;
  /** What both take less together than one after the other. */
  saved = 0;
  /** Prompt tokens that are read beside a step; 0 when decoding pauses. */
  chunk: number;
  /** Seconds it takes for a second of the profile. */
  slow = 1;
  /** Whether decoding and reading in one step take less than their sum. */
  readonly overlaps: boolean;
  /** Until when it is settled, and until when it is being settled: fields, since a double that crosses a call is boxed. */
  private since = 0;
  private until = 0;
  private readonly run: Run;
  private readonly i: number;
  private readonly model: Model;
  /** Seconds of a step by how many sequences decode, but for the tokens that they have cached, and those of each token. */
  readonly bases: Float64Array;
  readonly perCachedToken: number;
  /** Seconds that a step which reads prompts costs more. */
  readonly perStep: number;
  readonly batch: Batch;
  readonly prompts: Prompts;

  constructor(
    run: Run,
    i: number,
    { model, bases, chunk }: { readonly model: Model; readonly bases: Float64Array; readonly chunk: number },
    batch: Batch,
    prompts: Prompts,
  ) {
    this.run = run;
    this.i = i;
    this.model = model;
    this.bases = bases;
    this.perCachedToken = model.pace.step.perCachedToken;
    this.perStep = model.pace.prefill.perStep ?? 0;
    this.overlaps = (model.pace.overlap ?? 1) < 1;
    this.chunk = chunk;
    this.batch = batch;
    this.prompts = prompts;
  }

  get end(): number {
    return this.from + this.decoding + this.reading - this.saved;
  }

  /** The machine is looked at next when it ends. Said here, since a double that crosses a call is boxed. */
  due(): void {
    const { agenda } = this.run;
    agenda.due[this.i] = this.from + this.decoding + this.reading - this.saved;
    agenda.moved(this.i);
  }

  /** When it stops decoding and begins to read. */
  get middle(): number {
    return this.from + this.decoding;
  }

  /** Another one, that nothing is known of yet. */
  begin(): void {
    this.from = this.run.clock[0]!;
    this.since = this.from;
    this.steps = 0;
    this.decoding = 0;
    this.reading = 0;
    this.attention = 0;
    this.saved = 0;
  }

  /** In so many of its steps prompts are read. */
  readsIn(steps: number): void {
    this.reading += this.perStep * steps * this.slow;
  }

  /** Its one step both decodes and reads: the longer of both and what the profile says of the shorter. */
  overlap(): void {
    const { pace } = this.model;
    if (!this.overlaps || this.decoding === 0 || this.reading === 0) return;
    const base = this.bases[this.batch.size]! * this.slow;
    this.saved = (1 - pace.overlap!) * Math.min(base, this.reading - this.attention);
  }

  /** When that one of its steps began; of the one after the last, when that would. */
  began(step: number): number {
    if (step < 2 || this.reading > 0) return this.from;
    return this.from + this.seconds(step - 1) * this.slow;
  }

  /** So many steps. */
  decode(steps: number): void {
    this.steps = steps;
    this.decoding = this.batch.size > 0 ? this.seconds(steps) * this.slow : 0;
  }

  /** Seconds of the profile for so many steps of the batch. */
  seconds(steps: number): number {
    const { size, cached } = this.batch;
    const { perCachedToken } = this;
    return risingSeconds(this.bases[size]! + perCachedToken * cached, perCachedToken * size, steps);
  }

  /** The step that ends first of those that do not end before then. */
  step(at: number): number {
    const { from, steps, slow, perCachedToken } = this;
    const { size, cached } = this.batch;
    const first = this.bases[size]! + perCachedToken * cached;
    const rise = perCachedToken * size;
    if (slow === 1) return risingUntil(first, rise, from, at, steps);
    return risingUntil(first, rise, 0, (at - from) / slow, steps);
  }

  /** Its steps that are over, of a batch that does nothing but decode. */
  done(): number {
    const now = this.run.clock[0]!;
    const step = this.step(now);
    return this.began(step + 1) > now ? step - 1 : step;
  }

  /** When the step in progress ends, now between two of them; a prompt that is read while decoding pauses is a step. */
  stepEnd(): number {
    const now = this.run.clock[0]!;
    const { batch, steps, reading, chunk } = this;
    if (now === this.from) return now;
    if (batch.size === 0 && reading === 0) return this.end;
    if (reading > 0 && chunk > 0) return chunkEnd(this, now);
    if (steps === 0 || now >= this.middle) return this.end;
    const step = this.step(now);
    if (step === steps) return this.middle;
    return this.from + this.seconds(step) * this.slow;
  }

  /** Accounts for it up to now: time and energy. */
  settle(): void {
    this.until = this.run.clock[0]!;
    this.account();
  }

  /** Accounts for its present step, and goes on to the next. */
  next(): void {
    this.until = this.end;
    this.account();
    this.from = this.until;
    this.batch.advance(1);
  }

  /**
   * Settled up to now, and what is left of it begins with the step in progress, of which nothing is known but its end.
   * Returns the steps that are done.
   */
  cut(): number {
    const now = this.run.clock[0]!;
    if (this.reading > 0 && this.chunk > 0) return cutChunks(this, now);
    this.settle();
    if (this.steps === 0 || this.batch.size === 0) return 0;
    const seconds = (steps: number): number =>
      steps === this.steps ? this.decoding : this.seconds(steps) * this.slow;
    let done = now >= this.middle ? this.steps : this.step(now);
    if (this.from + seconds(done) > now) done--;
    const took = seconds(done);
    this.from += took;
    this.decoding -= took;
    this.steps -= done;
    this.batch.advance(done);
    return done;
  }

  /** Nothing but the step in progress. After a cut, while the batch is still what it was. */
  shorten(): void {
    if (this.steps > 1) this.decode(1);
  }

  /** Ends then, whatever is left in it: in the proportions it has. */
  keep(end: number): void {
    const seconds = this.decoding + this.reading;
    // Whoever is left in it takes no time.
    if (seconds === 0) this.decoding = end - this.from;
    if (!(seconds > 0)) return;
    const factor = (end - this.from) / seconds;
    this.decoding *= factor;
    this.reading *= factor;
    this.saved = 0;
    this.prompts.scale(factor);
  }

  private account(): void {
    const { batch, since, until, reading } = this;
    const { power } = this.model;
    if (!(until > since)) return;
    if (batch.size > 0 && reading > 0 && this.chunk > 0) return this.sideBySide();
    this.since = until;
    if (batch.size === 0) {
      // Where nobody reads either, who took time in this step has left, and who is left in it takes none.
      this.work(since, until, power.prefill);
      this.prompts.charge(this.run.requests.joules, power.prefill * (until - since));
      return;
    }
    const { middle } = this;
    const decodes = reading === 0 || until < middle ? until : middle;
    if (since < decodes) {
      const watts = power.decode + power.decodePerSequence * (batch.size - 1);
      this.work(since, decodes, watts);
      batch.draw(watts * (decodes - since));
    }
    if (decodes < until) {
      const from = since > decodes ? since : decodes;
      this.work(from, until, power.prefill);
      this.prompts.charge(this.run.requests.joules, power.prefill * (until - from));
    }
  }

  /** Of steps that both decode and read. */
  private sideBySide(): void {
    const { batch, since, until, decoding, reading } = this;
    const { prefill, decode, decodePerSequence } = this.model.power;
    const share = decoding / (decoding + reading);
    const beside = this.overlaps ? prefill : decode + decodePerSequence * (batch.size - 1);
    this.since = until;
    this.work(since, until, beside * share + prefill * (1 - share));
    this.prompts.charge(this.run.requests.joules, prefill * (1 - share) * (until - since));
    batch.draw(beside * share * (until - since));
  }

  private work(from: number, to: number, watts: number): void {
    const { works } = this.run;
    const at = works.row(this.i);
    works.from[at] = from;
    works.to[at] = to;
    works.watts[at] = watts;
    works.share[at] = 1;
  }
}
