import type { Device, DeviceContext, Estimate, Power, Reason, Report, Request } from '../model.ts';
import type { Pace } from '../kernel/pace.ts';
import type { Requests } from '../kernel/requests.ts';
import type { Admission } from './admission.ts';
import { Batch } from './batch.ts';
import { Line } from './line.ts';
import { Prompts } from './prompts.ts';
import { stepsSeconds, stepsUntil } from './steps.ts';

export interface ContinuousOptions {
  /** Prompt tokens that are read beside each decode step; 0 when prompts are read while decoding pauses. */
  readonly chunk: number;
  /** Whether memory is taken as it is needed, and the youngest sequence gives way when there is no more. */
  readonly preempt: boolean;
}

/**
 * Sequences join and leave between steps. Work goes in stretches of some decode steps of a batch that stays as it is,
 * some reading of prompts, or both: in turn, or side by side in chunks, when the power reported is the mean of both.
 */
export class Continuous implements Device {
  readonly capability: number;
  due: number = Infinity;
  running = 0;
  clear = 0;
  readonly #index: number;
  readonly #pace: Pace;
  readonly #power: Power;
  readonly #requests: Requests;
  readonly #admission: Admission;
  readonly #chunk: number;
  readonly #preempt: boolean;
  readonly #line: Line;
  readonly #prompts: Prompts;
  readonly #batch: Batch;
  /** Who had the last token at the end of the stretch. */
  readonly #finished: Int32Array;
  /** Tokens of cache that are taken. */
  #held = 0;
  /** The stretch: when it began, its decode steps, and the seconds of decoding and reading in it. */
  #from = 0;
  #steps = 0;
  #decoding = 0;
  #reading = 0;

  constructor(context: DeviceContext, admission: Admission, { chunk, preempt }: ContinuousOptions) {
    const { index, model, requests, slots } = context;
    this.capability = admission.capability;
    this.#index = index;
    this.#pace = model.pace;
    this.#power = model.power;
    this.#requests = requests;
    this.#admission = admission;
    this.#chunk = chunk;
    this.#preempt = preempt;
    this.#line = new Line(slots);
    this.#prompts = new Prompts(model.pace, slots);
    this.#batch = new Batch(slots, requests, preempt);
    this.#finished = new Int32Array(slots);
  }

  get waiting(): number {
    return this.#line.size;
  }

  get open(): boolean {
    return this.#admission.open(this.#line.size + this.running);
  }

  refusal(request: Request): Reason | null {
    return this.#admission.refusal(request, this.#line.size + this.running);
  }

  accept(id: number, now: number): void {
    const { prompt, output } = this.#requests;
    this.clear = this.#admission.clear(this.clear, now, prompt[id]!, output[id]!);
    const line = this.#line;
    line.push(id);
    if (this.due === Infinity) {
      // Begins when everyone is there who arrives at this instant.
      this.#from = now;
      this.due = now;
    } else if (line.size === 1 && this.#decodes()) this.#interrupt(now);
  }

  estimate(prompt: number, output: number, into: Estimate): void {
    this.#admission.estimate(prompt, output, into);
  }

  advance(now: number, report: Report): void {
    const batch = this.#batch;
    const prompts = this.#prompts;
    this.#settle(now, report);
    for (let k = 0; k < prompts.count; k++) if (prompts.left(k) === 0) this.#answer(k, now, report);
    prompts.settle();
    let finished = 0;
    while (batch.left === 0) finished = this.#finish(finished);
    while (this.#held > this.#admission.room) this.#putBack(now, report);
    this.#plan(now);
    for (let k = 0; k < finished; k++) report.completed!(this.#finished[k]!, this.#index, now);
  }

  /** Accounts for the stretch that ends now: tokens, time and energy. */
  #settle(now: number, report: Report): void {
    const batch = this.#batch;
    const power = this.#power;
    const from = this.#from;
    const watts = power.decode + power.decodePerSequence * (batch.size - 1);
    let drawn = 0;
    if (this.#reading === 0) {
      drawn = watts * (now - from);
      if (now > from) report.worked!(this.#index, from, now, watts, 1);
    } else if (this.#chunk > 0) {
      const share = this.#decoding / (this.#decoding + this.#reading);
      const mean = watts * share + power.prefill * (1 - share);
      drawn = watts * share * (now - from);
      report.worked!(this.#index, from, now, mean, 1);
      this.#charge(power.prefill * (1 - share) * (now - from));
    } else {
      const middle = from + this.#decoding;
      drawn = watts * (middle - from);
      if (middle > from) report.worked!(this.#index, from, middle, watts, 1);
      report.worked!(this.#index, middle, now, power.prefill, 1);
      this.#charge(power.prefill * (now - middle));
    }
    if (this.#steps === 0 || batch.size === 0) return;
    if (this.#preempt) this.#held += this.#steps * batch.size;
    batch.advance(this.#steps, drawn);
  }

  /** What reading drew goes to the prompts by the time they took. */
  #charge(drawn: number): void {
    const { joules } = this.#requests;
    const prompts = this.#prompts;
    for (let k = 0; k < prompts.count; k++) {
      joules[prompts.id(k)]! += (drawn * prompts.seconds(k)) / this.#reading;
    }
  }

  /** Prompt k is read: the next token of its answer is there, the others are decoded. */
  #answer(k: number, now: number, report: Report): void {
    const requests = this.#requests;
    const id = this.#prompts.id(k);
    const before = this.#prompts.tokens(k);
    if (before === 0) {
      requests.first[id] = now;
      report.firstToken!(id, this.#index, now);
    }
    const tokens = before + 1;
    this.#batch.join(id, requests.prompt[id]! + tokens, requests.output[id]! - tokens);
  }

  #finish(place: number): number {
    const { prompt, output } = this.#requests;
    const id = this.#batch.finish();
    this.#held -= prompt[id]! + output[id]!;
    this.running--;
    this.#finished[place] = id;
    return place + 1;
  }

  /** The youngest gives its cache up and goes back to the head of the line. What it has read by then is lost. */
  #putBack(now: number, report: Report): void {
    const prompts = this.#prompts;
    this.running--;
    let id: number;
    if (prompts.count > 0) {
      id = prompts.id(0);
      this.#held -= this.#requests.prompt[id]! + prompts.tokens(0) + 1;
      this.#line.putBack(id, prompts.tokens(0));
      prompts.count = 0;
    } else {
      const cached = this.#batch.youngestCached;
      id = this.#batch.expel();
      this.#held -= cached;
      this.#line.putBack(id, cached - this.#requests.prompt[id]!);
    }
    report.preempted?.(id, this.#index, now);
  }

  /** The cache that the first in the line would take: all it will ever need, or what it needs once it is read. */
  #need(): number {
    const { prompt, output } = this.#requests;
    const id = this.#line.first;
    return prompt[id]! + (this.#preempt ? this.#line.tokens + 1 : output[id]!);
  }

  /** Whether the first in the line may start once the batch has grown by so many tokens. */
  #fits(growth: number): boolean {
    const { slots, room } = this.#admission;
    return this.#line.size > 0 && this.running < slots && this.#held + growth + this.#need() <= room;
  }

  #admit(now: number): void {
    const line = this.#line;
    const { tokens, fresh } = line;
    this.#held += this.#need();
    const id = line.shift();
    if (fresh) this.#requests.started[id] = now;
    else this.#requests.resumed[id] = now;
    this.running++;
    this.#prompts.add(id, tokens, this.#requests.prompt[id]! + tokens);
  }

  /** Someone came to an empty line while all decode: the stretch ends with this step, if there is a place by then. */
  #interrupt(now: number): void {
    const { size, cached } = this.#batch;
    const steps = stepsUntil(this.#pace, size, cached, this.#from, now, this.#steps);
    if (steps === this.#steps || !this.#fits(this.#preempt ? steps * size : 0)) return;
    this.#decode(steps);
    if (this.#chunk > 0) return;
    // Nobody leaves with this step, so that what follows it is known as well.
    this.#admit(this.due);
    this.#reading = this.#prompts.read(0, this.#prompts.left(0));
    this.due += this.#reading;
  }

  /** What is done next. */
  #plan(now: number): void {
    this.#from = now;
    this.#reading = 0;
    this.#steps = 0;
    if (this.#chunk > 0) this.#readChunks(now);
    else if (this.#fits(0)) {
      this.#admit(now);
      this.#reading = this.#prompts.read(0, this.#prompts.left(0));
    }
    if (this.#decodes()) this.#decode(this.#horizon());
    else if (this.#prompts.count > 0) this.#decode(this.#steps);
    else {
      this.due = Infinity;
      this.clear = now;
    }
  }

  #decode(steps: number): void {
    const { size, cached } = this.#batch;
    this.#steps = steps;
    this.#decoding = size > 0 ? stepsSeconds(this.#pace, size, cached, steps) : 0;
    this.due = this.#from + this.#decoding + this.#reading;
  }

  /** Whether nothing but decoding goes on. */
  #decodes(): boolean {
    return this.#prompts.count === 0 && this.#batch.size > 0;
  }

  /** Steps for which the batch stays as it is. */
  #horizon(): number {
    const { left, size } = this.#batch;
    if (!this.#preempt || size === 0) return left;
    return Math.min(left, Math.floor((this.#admission.room - this.#held) / size) + 1);
  }

  /** One step's worth of prompts, or whole steps of a prompt that leaves no room for others. */
  #readChunks(now: number): void {
    const prompts = this.#prompts;
    let budget = this.#chunk;
    for (let k = 0; budget > 0; k++) {
      if (k === prompts.count) {
        if (!this.#fits(0)) return;
        this.#admit(now);
      }
      const left = prompts.left(k);
      if (budget === this.#chunk && left >= budget) {
        this.#steps = Math.min(Math.floor(left / budget), this.#horizon());
        this.#reading += prompts.read(k, this.#steps * budget);
        return;
      }
      const part = Math.min(left, budget);
      this.#reading += prompts.read(k, part);
      this.#steps = 1;
      budget -= part;
    }
  }
}
