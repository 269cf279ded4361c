import type { DeviceContext, Estimate, Model, Reason, Request } from '../model.ts';
import { prefillSeconds } from '../kernel/pace.ts';

/** How many tokens' cache is kept for a request when it is let in: all it will ever need, or what it needs by then. */
export type Reserve = 'whole' | 'prompt';

/** What a batching device lets in, and how fast it can be expected to work that off. */
export class Admission {
  /** Requests per second with the batch as full as slots and memory allow, at the mean lengths. */
  readonly capability: number;
  readonly slots: number;
  /** Tokens that the cache has room for; Infinity when memory does not limit. */
  readonly room: number;
  readonly #model: Model;
  /** Requests that may be inside: on slots and waiting. */
  readonly #inside: number;
  /** The part of a step's fixed seconds that falls to each sequence of a full batch. */
  readonly #shared: number;
  /** Sequences in a full batch. */
  readonly #full: number;

  constructor({ model, slots, queue, means }: DeviceContext, kv: number | undefined, reserve: Reserve) {
    const { weights, usable } = model.memory;
    const perToken = kv ?? model.memory.kvPerToken;
    if (perToken > 0 && weights > usable) {
      throw new RangeError(
        `batching: the weights of ${model.name} must fit the memory; they are ${(weights - usable) / 1e9} GB larger than the usable ${usable / 1e9} GB`,
      );
    }
    this.slots = slots;
    this.room = perToken > 0 ? Math.floor((usable - weights) / perToken) : Infinity;
    this.#model = model;
    this.#inside = slots + queue;
    const { prompt, output } = means;
    const held = prompt + (reserve === 'whole' ? output : (output + 1) / 2);
    this.#full = Math.max(1, Math.min(slots, Math.floor(this.room / held)));
    this.#shared = model.pace.step.fixed / this.#full;
    this.capability = 1 / this.#work(prompt, output);
  }

  /** Whether one more may come when `inside` are waiting or running: who waits for a free slot counts on that slot. */
  open(inside: number): boolean {
    return inside < this.#inside;
  }

  refusal(request: Request, inside: number): Reason | null {
    const tokens = request.prompt + request.output;
    if (tokens > this.#model.context) return 'contextLimit';
    if (tokens > this.room) return 'tooLarge';
    return inside < this.#inside ? null : 'queueFull';
  }

  /**
   * An estimate of when all will be done, once a request joins work that is done by `clear`: its part of a full batch
   * after that, but not before it could be done alone. Exact with one slot.
   */
  clear(clear: number, now: number, prompt: number, output: number): number {
    const shared = this.#work(prompt, output);
    return Math.max(Math.max(clear, now) + shared, now + this.#alone(shared, output));
  }

  estimate(prompt: number, output: number, into: Estimate): void {
    const { pace, power } = this.#model;
    const shared = this.#work(prompt, output);
    const watts = power.decode + power.decodePerSequence * (this.#full - 1);
    into.first = prefillSeconds(pace, prompt);
    into.last = this.#alone(shared, output);
    into.abreast = this.#full;
    into.share = shared;
    into.joules = power.prefill * into.first + watts * (shared - into.first);
    into.dollars = 0;
  }

  /** Seconds from start to end of a request that is alone, from what it takes in a full batch. */
  #alone(shared: number, output: number): number {
    return shared + (output - 1) * (this.#model.pace.step.fixed - this.#shared);
  }

  /** Seconds of the device's time that a request takes in a full batch of its like. */
  #work(prompt: number, output: number): number {
    const { pace } = this.#model;
    const { perSequence, perCachedToken } = pace.step;
    const step = this.#shared + perSequence + perCachedToken * (prompt + output / 2);
    return prefillSeconds(pace, prompt) + (output - 1) * step;
  }
}
