import type { Model, Run } from '../model.ts';
import type { Batch } from './batch.ts';
import type { Prompts } from './prompts.ts';
import { stepsSeconds, stepsUntil } from './steps.ts';

/**
 * What a batching machine does until it is next looked at: some decode steps of a batch that stays as it is, some
 * reading of prompts, or both: in turn, or side by side in chunks, when the power reported is the mean of both.
 * Accounts for it, at its end or at any moment before.
 */
export class Stretch {
  /** When its first step began, its decode steps, and the seconds of decoding and reading in it. */
  from: number;
  steps: number;
  decoding: number;
  reading: number;
  /** Seconds it takes for a second of the profile. */
  slow: number;
  /** Until when it is settled. */
  private since: number;
  private readonly run: Run;
  private readonly i: number;
  private readonly model: Model;
  /** Prompt tokens that are read beside a step; 0 when decoding pauses. */
  private readonly chunk: number;
  private readonly batch: Batch;
  private readonly prompts: Prompts;

  constructor(run: Run, i: number, model: Model, chunk: number, batch: Batch, prompts: Prompts) {
    this.from = 0;
    this.steps = 0;
    this.decoding = 0;
    this.reading = 0;
    this.slow = 1;
    this.since = 0;
    this.run = run;
    this.i = i;
    this.model = model;
    this.chunk = chunk;
    this.batch = batch;
    this.prompts = prompts;
  }

  get end(): number {
    return this.from + this.decoding + this.reading;
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
  }

  /** So many steps. */
  decode(steps: number): void {
    const { size, cached } = this.batch;
    this.steps = steps;
    this.decoding = size > 0 ? stepsSeconds(this.model.pace, size, cached, steps) * this.slow : 0;
  }

  /** The step that ends first of those that do not end before now. */
  get step(): number {
    const { from, steps, slow, batch } = this;
    const { pace } = this.model;
    const now = this.run.clock[0]!;
    if (slow === 1) return stepsUntil(pace, batch.size, batch.cached, from, now, steps);
    return stepsUntil(pace, batch.size, batch.cached, 0, (now - from) / slow, steps);
  }

  /** Accounts for it up to now: time and energy. */
  settle(): void {
    this.settleUntil(this.run.clock[0]!);
  }

  /**
   * Settled up to now, and what is left of it begins with the step in progress, of which nothing is known but its end.
   * Returns the steps that are done.
   */
  cut(): number {
    const now = this.run.clock[0]!;
    if (this.reading > 0 && this.chunk > 0) return this.cutChunks(now);
    this.settle();
    if (this.steps === 0) return 0;
    const seconds = (steps: number): number => {
      if (steps === this.steps) return this.decoding;
      const { size, cached } = this.batch;
      return stepsSeconds(this.model.pace, size, cached, steps) * this.slow;
    };
    let done = now >= this.middle ? this.steps : this.step;
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
    const { prompts } = this;
    const factor = (end - this.from) / (this.decoding + this.reading);
    if (!(factor < Infinity)) return;
    this.decoding *= factor;
    this.reading *= factor;
    for (let k = 0; k < prompts.count; k++) prompts.unread(k, 0, prompts.seconds(k) * factor);
  }

  /** Step by step, since every step reads at a pace of its own: what is left is the step in progress. */
  private cutChunks(now: number): number {
    const { batch, prompts, chunk } = this;
    const { pace } = this.model;
    const planned = this.steps;
    let left = planned;
    if (planned > 1) {
      for (; ; left--) {
        this.decoding = batch.size > 0 ? stepsSeconds(pace, batch.size, batch.cached, 1) * this.slow : 0;
        this.reading = prompts.part(0, left, chunk) * this.slow;
        prompts.unread(0, 0, this.reading);
        if (left === 1 || this.end > now) break;
        this.settleUntil(this.end);
        this.from = this.end;
        batch.advance(1);
      }
      prompts.unread(0, (left - 1) * chunk, this.reading);
      this.steps = 1;
    }
    this.settleUntil(now);
    return planned - left;
  }

  private settleUntil(now: number): void {
    const { batch, since, reading } = this;
    const { power } = this.model;
    const watts = power.decode + power.decodePerSequence * (batch.size - 1);
    this.since = now;
    if (!(now > since)) return;
    let drawn = 0;
    if (reading === 0) {
      drawn = watts * (now - since);
      this.work(since, now, watts);
    } else if (this.chunk > 0) {
      const share = this.decoding / (this.decoding + reading);
      drawn = watts * share * (now - since);
      this.work(since, now, watts * share + power.prefill * (1 - share));
      this.charge(power.prefill * (1 - share) * (now - since));
    } else {
      const { middle } = this;
      if (since < middle) {
        const until = now < middle ? now : middle;
        drawn = watts * (until - since);
        this.work(since, until, watts);
      }
      if (now > middle) {
        const from = since > middle ? since : middle;
        this.work(from, now, power.prefill);
        this.charge(power.prefill * (now - from));
      }
    }
    if (batch.size > 0) batch.draw(drawn);
  }

  private work(from: number, to: number, watts: number): void {
    const { works } = this.run;
    const at = works.row(this.i);
    works.from[at] = from;
    works.to[at] = to;
    works.watts[at] = watts;
    works.share[at] = 1;
  }

  /** What reading drew goes to the prompts by the time they took. */
  private charge(drawn: number): void {
    const { joules } = this.run.requests;
    const { prompts, reading } = this;
    for (let k = 0; k < prompts.count; k++) joules[prompts.id(k)]! += (drawn * prompts.seconds(k)) / reading;
  }
}
