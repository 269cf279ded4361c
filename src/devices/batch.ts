import { Agenda } from '../kernel/agenda.ts';
import type { Requests } from '../kernel/requests.ts';

/**
 * The sequences that decode together, each on a place. Every one gains a token per step, so its last step is a whole
 * number known when it joins. What a step draws is shared evenly: a running sum per sequence, read at both ends.
 */
export class Batch {
  size = 0;
  /** Cached tokens that the next step reads. */
  cached = 0;
  /** Steps done since the device began. */
  #step = 0;
  /** Joules each sequence drew that was there all the time. */
  #joules = 0;
  readonly #requests: Requests;
  /** The last step of the sequence on each place. */
  readonly #last: Agenda;
  readonly #ids: Int32Array;
  /** Cached tokens less the steps done: constant while the sequence stays. */
  readonly #offset: Float64Array;
  readonly #joulesBefore: Float64Array;
  /** Places by age, kept where it matters: who joined next before and next after. */
  readonly #aged: boolean;
  readonly #older: Int32Array;
  readonly #younger: Int32Array;
  #youngest = -1;
  readonly #free: Int32Array;

  /** With `aged` it is known who joined last. */
  constructor(slots: number, requests: Requests, aged: boolean) {
    this.#requests = requests;
    this.#aged = aged;
    this.#last = new Agenda(slots);
    this.#ids = new Int32Array(slots);
    this.#offset = new Float64Array(slots);
    this.#joulesBefore = new Float64Array(slots);
    this.#older = new Int32Array(aged ? slots : 0);
    this.#younger = new Int32Array(aged ? slots : 0);
    this.#free = Int32Array.from({ length: slots }, (_, k) => slots - 1 - k);
  }

  /** Steps until the next sequence has its last token; 0 when one has it, Infinity when empty. */
  get left(): number {
    return this.#last.time - this.#step;
  }

  /** A sequence with so many tokens in its cache and so many steps to go. */
  join(id: number, cached: number, steps: number): void {
    const place = this.#free[this.#free.length - ++this.size]!;
    this.#ids[place] = id;
    this.#offset[place] = cached - this.#step;
    this.#joulesBefore[place] = this.#joules;
    if (this.#aged) this.#link(place);
    this.#last.set(place, this.#step + steps);
    this.cached += cached;
  }

  /** Steps were done that drew so many joules in all. */
  advance(steps: number, joules: number): void {
    this.#step += steps;
    this.cached += steps * this.size;
    this.#joules += joules / this.size;
  }

  /** Takes out the sequence that is done first. */
  finish(): number {
    return this.#leave(this.#last.first);
  }

  /** Takes out the sequence that joined last. */
  expel(): number {
    return this.#leave(this.#youngest);
  }

  /** Tokens in the cache of the sequence that joined last. */
  get youngestCached(): number {
    return this.#offset[this.#youngest]! + this.#step;
  }

  #leave(place: number): number {
    const id = this.#ids[place]!;
    if (this.#aged) this.#unlink(place);
    this.#last.set(place, Infinity);
    this.cached -= this.#offset[place]! + this.#step;
    this.#requests.joules[id]! += this.#joules - this.#joulesBefore[place]!;
    this.#free[this.#free.length - this.size--] = place;
    if (this.size === 0) this.#joules = 0;
    return id;
  }

  #link(place: number): void {
    this.#older[place] = this.#youngest;
    this.#younger[place] = -1;
    if (this.#youngest >= 0) this.#younger[this.#youngest] = place;
    this.#youngest = place;
  }

  #unlink(place: number): void {
    const older = this.#older[place]!;
    const younger = this.#younger[place]!;
    if (older >= 0) this.#younger[older] = younger;
    if (younger >= 0) this.#older[younger] = older;
    else this.#youngest = older;
  }
}
