import type { Device, DeviceContext, Estimate, Power, Reason, Report, Request } from '../model.ts';
import { prefillSeconds, type Pace } from '../kernel/pace.ts';
import { Queue } from '../kernel/queue.ts';
import type { Requests } from '../kernel/requests.ts';
import type { Admission } from './admission.ts';
import { stepsSeconds } from './steps.ts';

/**
 * Batches one after the other: formed from those who wait when the device is free, their prompts read in turn, then
 * all decoded for as many steps as the longest answer takes. Every answer is complete when the batch is: a shorter
 * one is padded, and so is its cache. One event per batch.
 */
export class Static implements Device {
  readonly capability: number;
  due: number = Infinity;
  running = 0;
  clear = 0;
  readonly #index: number;
  readonly #pace: Pace;
  readonly #power: Power;
  readonly #requests: Requests;
  readonly #admission: Admission;
  readonly #queue: Queue = new Queue();
  #ids: Int32Array;
  /** The batch before, while it is being reported. */
  #done: Int32Array;
  #from = 0;
  /** When the last prompt was read. */
  #read = 0;

  constructor(context: DeviceContext, admission: Admission) {
    const { index, model, requests, slots } = context;
    this.capability = admission.capability;
    this.#index = index;
    this.#pace = model.pace;
    this.#power = model.power;
    this.#requests = requests;
    this.#admission = admission;
    this.#ids = new Int32Array(slots);
    this.#done = new Int32Array(slots);
  }

  get waiting(): number {
    return this.#queue.size;
  }

  get open(): boolean {
    return this.#admission.open(this.#queue.size + this.running);
  }

  refusal(request: Request): Reason | null {
    return this.#admission.refusal(request, this.#queue.size + this.running);
  }

  accept(id: number, now: number): void {
    const { prompt, output } = this.#requests;
    this.clear = this.#admission.clear(this.clear, now, prompt[id]!, output[id]!);
    this.#queue.push(id);
    // Begins when everyone is there who arrives at this instant.
    if (this.due === Infinity) this.due = now;
  }

  estimate(prompt: number, output: number, into: Estimate): void {
    this.#admission.estimate(prompt, output, into);
  }

  advance(now: number, report: Report): void {
    const size = this.running;
    const ids = this.#ids;
    if (size > 0) this.#settle(now, report);
    this.#ids = this.#done;
    this.#done = ids;
    this.running = 0;
    if (this.#queue.size > 0) this.#form(now);
    else {
      this.due = Infinity;
      this.clear = now;
    }
    for (let k = 0; k < size; k++) report.completed!(ids[k]!, this.#index, now);
  }

  /** Accounts for the batch that ends now. */
  #settle(now: number, report: Report): void {
    const { joules, first } = this.#requests;
    const size = this.running;
    const watts = this.#power.decode + this.#power.decodePerSequence * (size - 1);
    report.worked!(this.#index, this.#from, this.#read, this.#power.prefill, 1);
    report.worked!(this.#index, this.#read, now, watts, 1);
    const drawn = (watts * (now - this.#read)) / size;
    for (let k = 0; k < size; k++) {
      const id = this.#ids[k]!;
      joules[id]! += drawn;
      report.firstToken!(id, this.#index, first[id]!);
    }
  }

  #form(now: number): void {
    const requests = this.#requests;
    const { slots, room } = this.#admission;
    const queue = this.#queue;
    let prompts = 0;
    let longest = 0;
    let at = now;
    while (queue.size > 0 && this.running < slots) {
      const id = queue.first;
      const prompt = requests.prompt[id]!;
      const output = Math.max(longest, requests.output[id]!);
      // Every answer takes as much cache as the longest.
      if (prompts + prompt + (this.running + 1) * output > room) break;
      longest = output;
      prompts += prompt;
      this.#ids[this.running++] = queue.shift();
      requests.started[id] = at;
      const first = at + prefillSeconds(this.#pace, prompt);
      requests.first[id] = first;
      requests.joules[id]! += this.#power.prefill * (first - at);
      at = first;
    }
    this.#from = now;
    this.#read = at;
    const size = this.running;
    this.due = at + stepsSeconds(this.#pace, size, prompts + size, longest - 1);
  }
}
