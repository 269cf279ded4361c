import type { Requests } from '../kernel/requests.ts';

/**
 * The sequences that decode together, each on a place. Every one gains a token per step, so its last step is a whole
 * number known when it joins. What a step draws is shared evenly: a running sum per sequence, read at both ends.
 */
export class Batch {
  size: number;
  /** Cached tokens that the next step reads. */
  cached: number;
  /** Steps done since the device began. */
  private step: number;
  /** Joules each sequence drew that was there all the time. */
  private joules: number;
  private readonly requests: Requests;
  /** The last step of whoever is done first; Infinity when nobody is here. */
  private last: number;
  /** Of the sequence on each place its last step and the place, as one number; Infinity for a free place. */
  private readonly keys: Float64Array;
  /** Those of all who are here from `head` to `end`, sorted: who is done first, of several the one on the lowest place. */
  private readonly line: Float64Array;
  private head: number;
  private end: number;
  /** What a step counts in a key: a power of two, as many as there are places or more. */
  private readonly unit: number;
  private readonly ids: Int32Array;
  /** Cached tokens less the steps done: constant while the sequence stays. */
  private readonly offset: Float64Array;
  private readonly joulesBefore: Float64Array;
  /** Places by age, kept where it matters: who joined next before and next after. */
  private readonly aged: boolean;
  private readonly older: Int32Array;
  private readonly younger: Int32Array;
  private youngest: number;
  private readonly free: Int32Array;

  /** With `aged` it is known who joined last. */
  constructor(slots: number, requests: Requests, aged: boolean) {
    this.size = 0;
    this.cached = 0;
    this.step = 0;
    this.joules = 0;
    this.requests = requests;
    this.aged = aged;
    this.last = Infinity;
    this.keys = new Float64Array(slots).fill(Infinity);
    this.line = new Float64Array(2 * slots);
    this.head = 0;
    this.end = 0;
    let unit = 1;
    while (unit < slots) unit *= 2;
    this.unit = unit;
    this.ids = new Int32Array(slots);
    this.offset = new Float64Array(slots);
    this.joulesBefore = new Float64Array(slots);
    this.older = new Int32Array(aged ? slots : 0);
    this.younger = new Int32Array(aged ? slots : 0);
    this.youngest = -1;
    this.free = Int32Array.from({ length: slots }, (_, k) => slots - 1 - k);
  }

  /** Whether somebody has its last token. */
  get done(): boolean {
    return this.last === this.step;
  }

  /** Steps until the next sequence has its last token; 0 when one has it, Infinity when empty. */
  get left(): number {
    return this.last - this.step;
  }

  /** A sequence with so many tokens in its cache and so many steps to go. */
  join(id: number, cached: number, steps: number): void {
    const place = this.free[this.free.length - ++this.size]!;
    this.ids[place] = id;
    this.offset[place] = cached - this.step;
    this.joulesBefore[place] = this.joules;
    if (this.aged) this.link(place);
    this.enter(place, this.step + steps);
    this.cached += cached;
  }

  /** All together drew so many joules. */
  draw(joules: number): void {
    this.joules += joules / this.size;
  }

  advance(steps: number): void {
    this.step += steps;
    this.cached += steps * this.size;
  }

  /** Takes out the sequence that is done first. */
  finish(): number {
    return this.leave(this.first);
  }

  /** Takes out the sequence that joined last. */
  expel(): number {
    return this.leave(this.youngest);
  }

  has(id: number): boolean {
    return this.placeOf(id) >= 0;
  }

  /** Takes this one out, which is here; returns the tokens in its cache. */
  remove(id: number): number {
    const place = this.placeOf(id);
    const cached = this.offset[place]! + this.step;
    this.leave(place);
    return cached;
  }

  /** The tokens of its answer that are out, of one who is here. */
  tokensOf(id: number): number {
    return this.offset[this.placeOf(id)]! + this.step - this.requests.prompt[id]!;
  }

  /** All who are here. */
  members(): number[] {
    return [...this.ids].filter((_, place) => this.keys[place]! < Infinity);
  }

  /** Somebody who is here. */
  get anyone(): number {
    return this.ids[this.first]!;
  }

  /** Tokens in the cache of the sequence that joined last. */
  get youngestCached(): number {
    return this.offset[this.youngest]! + this.step;
  }

  private placeOf(id: number): number {
    return this.ids.findIndex((one, place) => one === id && this.keys[place]! < Infinity);
  }

  private leave(place: number): number {
    const id = this.ids[place]!;
    if (this.aged) this.unlink(place);
    this.quit(place);
    this.cached -= this.offset[place]! + this.step;
    this.requests.joules[id]! += this.joules - this.joulesBefore[place]!;
    this.free[this.free.length - this.size--] = place;
    if (this.size === 0) this.joules = 0;
    return id;
  }

  /** The place of whoever is done first. */
  private get first(): number {
    return this.line[this.head]! - this.last * this.unit;
  }

  /** Most stay longer than those who are here: the line is gone through from its end. */
  private enter(place: number, last: number): void {
    const { line, head } = this;
    if (this.end === line.length) return this.pack(place, last);
    const key = last * this.unit + place;
    let at = this.end++;
    for (; at > head && line[at - 1]! > key; at--) line[at] = line[at - 1]!;
    line[at] = key;
    this.keys[place] = key;
    if (at === head) this.last = last;
  }

  /** The line goes back to the beginning of its room. */
  private pack(place: number, last: number): void {
    this.line.copyWithin(0, this.head, this.end);
    this.end -= this.head;
    this.head = 0;
    this.enter(place, last);
  }

  private quit(place: number): void {
    const { line, keys } = this;
    let at = this.head++;
    // Who is not the first: those before it move up.
    if (line[at] !== keys[place]) {
      const found = line.indexOf(keys[place]!, at);
      line.copyWithin(at + 1, at, found);
    }
    keys[place] = Infinity;
    at++;
    this.last = at < this.end ? Math.floor(line[at]! / this.unit) : Infinity;
  }

  private link(place: number): void {
    this.older[place] = this.youngest;
    this.younger[place] = -1;
    if (this.youngest >= 0) this.younger[this.youngest] = place;
    this.youngest = place;
  }

  private unlink(place: number): void {
    const older = this.older[place]!;
    const younger = this.younger[place]!;
    if (older >= 0) this.younger[older] = younger;
    if (younger >= 0) this.older[younger] = older;
    else this.youngest = older;
  }
}
