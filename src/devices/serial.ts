import type { Device, DeviceContext, Estimate, Model, Reason, Report, Request } from '../model.ts';
import { Heap } from '../kernel/heap.ts';
import { decodeSeconds, prefillSeconds, serviceSeconds } from '../kernel/pace.ts';
import type { Requests } from '../kernel/requests.ts';
import { plugin, type Plugin } from '../options.ts';

export const serial: Plugin<Record<string, never>, DeviceContext, Device> = plugin(
  'slots that each serve one request at a time, independently, first come first served',
  {},
  (_, context: DeviceContext) => new Serial(context),
);

/** With several slots each is a lane of its own at full speed that draws 1 / slots of the board's power. */
class Serial implements Device {
  readonly capability: number;
  readonly #index: number;
  readonly #model: Model;
  readonly #slots: number;
  readonly #bound: number;
  readonly #requests: Requests;
  /** Who waits: a chain through the request columns, so that an idle device of many holds no memory for it. */
  #waiting = 0;
  #head = -1;
  #tail = -1;
  /** The others that run, when there is more than one slot, by the end of their service. */
  readonly #others: Heap | null;
  /** The one that ends first, and when. */
  #id = -1;
  #due = Infinity;
  #clear = -1;

  constructor(context: DeviceContext) {
    this.#index = context.index;
    this.#model = context.model;
    this.#slots = context.slots;
    this.#bound = context.queue;
    this.#requests = context.requests;
    this.#others = context.slots > 1 ? new Heap() : null;
    const { prompt, output } = context.means;
    this.capability = context.slots / serviceSeconds(context.model.pace, prompt, output);
  }

  get due(): number {
    return this.#due;
  }

  get waiting(): number {
    return this.#waiting;
  }

  get running(): number {
    if (this.#id < 0) return 0;
    return this.#others === null ? 1 : 1 + this.#others.size;
  }

  /** Exact for one slot; with more, the work spread evenly over them. */
  get clear(): number {
    return this.#clear;
  }

  get open(): boolean {
    return this.running < this.#slots || this.#waiting < this.#bound;
  }

  refusal(request: Request): Reason | null {
    if (request.prompt + request.output > this.#model.context) return 'contextLimit';
    return this.open ? null : 'queueFull';
  }

  accept(id: number, now: number): void {
    const { prompt, output } = this.#requests;
    const service = serviceSeconds(this.#model.pace, prompt[id]!, output[id]!);
    this.#clear = Math.max(this.#clear, now) + service / this.#slots;
    if (this.running < this.#slots) this.#start(id, now);
    else this.#enqueue(id);
  }

  estimate(prompt: number, output: number, into: Estimate): void {
    const { pace, power } = this.#model;
    into.first = prefillSeconds(pace, prompt);
    into.last = serviceSeconds(pace, prompt, output);
    into.abreast = this.#slots;
    into.share = into.last / this.#slots;
    into.joules = (power.prefill * into.first + power.decode * (into.last - into.first)) / this.#slots;
    into.dollars = 0;
  }

  advance(now: number, report: Report): void {
    const requests = this.#requests;
    const { power } = this.#model;
    const id = this.#id;
    this.#due = this.#others === null ? Infinity : this.#others.time;
    this.#id = this.#due < Infinity ? this.#others!.pop() : -1;
    if (this.#waiting > 0) this.#start(this.#dequeue(), now);
    const started = requests.started[id]!;
    const first = requests.first[id]!;
    const share = 1 / this.#slots;
    requests.joules[id] = share * (power.prefill * (first - started) + power.decode * (now - first));
    report.worked!(this.#index, started, first, power.prefill, share);
    report.worked!(this.#index, first, now, power.decode, share);
    report.firstToken!(id, this.#index, first);
    report.completed!(id, this.#index, now);
  }

  #start(id: number, now: number): void {
    const requests = this.#requests;
    const prompt = requests.prompt[id]!;
    const first = now + prefillSeconds(this.#model.pace, prompt);
    const end = first + decodeSeconds(this.#model.pace, prompt, requests.output[id]!);
    requests.started[id] = now;
    requests.first[id] = first;
    if (end >= this.#due) return this.#others!.push(id, end);
    if (this.#id >= 0) this.#others!.push(this.#id, this.#due);
    this.#id = id;
    this.#due = end;
  }

  #enqueue(id: number): void {
    if (this.#waiting++ === 0) this.#head = id;
    else this.#requests.next[this.#tail] = id;
    this.#tail = id;
  }

  #dequeue(): number {
    const id = this.#head;
    this.#head = this.#requests.next[id]! | 0;
    this.#waiting--;
    return id;
  }
}
