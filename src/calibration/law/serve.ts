/** A batching server step by step, for fits: some requests through the law of kernel/pace.ts. */
import { attentionSeconds, baseSeconds, readSeconds, togetherSeconds, type Pace } from '../../kernel/pace.ts';

/** One request as it was sent. */
export interface Sent {
  readonly at: number;
  readonly prompt: number;
  readonly output: number;
}

/** A sequence that is decoding at the start. */
export interface Ahead {
  readonly prompt: number;
  readonly output: number;
  readonly made: number;
}

export interface ServerLaw {
  readonly pace: Pace;
  /** Tokens per step: one for each decoding sequence, the rest for prompts. */
  readonly budget: number;
  readonly slots: number;
  /** Tokens there is room for in the cache; Infinity for no limit. */
  readonly room: number;
  /** Whether a request that arrives during a step joins one step later. */
  readonly late: boolean;
}

/** Times of the first and the last token of each request. */
interface ServedTimes {
  readonly first: Float64Array;
  readonly end: Float64Array;
}

interface Sequence {
  /** Negative for a sequence that was there before. */
  readonly id: number;
  readonly prompt: number;
  readonly output: number;
  read: number;
  made: number;
}

/** Requests in the order they were sent. Stops when the first `wanted` of them have ended. */
export function serve(
  server: ServerLaw,
  sent: readonly Sent[],
  ahead: readonly Ahead[] = [],
  wanted: number = sent.length,
): ServedTimes {
  return new Run(server, sent, ahead).until(wanted);
}

class Run {
  readonly #server: ServerLaw;
  readonly #sent: readonly Sent[];
  readonly #first: Float64Array;
  readonly #end: Float64Array;
  readonly #outside: number;
  readonly #waiting: number[] = [];
  #reading: Sequence[] = [];
  #decoding: Sequence[];
  #now: number;
  /** When the step before began; negative infinity when the server was idle. */
  #before = -Infinity;
  #next = 0;
  #held = 0;
  #wanted = 0;
  #missing = 0;

  constructor(server: ServerLaw, sent: readonly Sent[], ahead: readonly Ahead[]) {
    this.#server = server;
    this.#sent = sent;
    this.#first = new Float64Array(sent.length).fill(NaN);
    this.#end = new Float64Array(sent.length).fill(NaN);
    this.#outside = server.pace.prefill.outside ?? 0;
    this.#decoding = ahead.map(({ prompt, output, made }) => ({
      id: -1,
      prompt,
      output,
      read: prompt,
      made,
    }));
    for (const { prompt, output } of ahead) this.#held += prompt + output;
    this.#now = (sent[0]?.at ?? 0) + this.#outside;
    // On average, an arrival is in the middle of a step.
    if (ahead.length > 0) this.#now += 0.5 * baseSeconds(server.pace.step, ahead.length);
  }

  until(wanted: number): ServedTimes {
    this.#wanted = wanted;
    this.#missing = wanted;
    while (this.#missing > 0) {
      this.#admitArrivals();
      if (this.#reading.length === 0 && !this.#fits()) this.#decode();
      else this.#step();
    }
    return { first: this.#first, end: this.#end };
  }

  #arrival(id: number): number {
    return id < this.#sent.length ? this.#sent[id]!.at + this.#outside : Infinity;
  }

  /** Queues arrivals up to now; if joining is late, only those from before the running step. */
  #admitArrivals(): void {
    const idle = this.#waiting.length + this.#reading.length + this.#decoding.length === 0;
    if (idle && this.#arrival(this.#next) > this.#now) {
      this.#now = this.#arrival(this.#next);
      this.#before = -Infinity;
    }
    const by = this.#server.late && !idle && this.#before > -Infinity ? this.#before : this.#now;
    while (this.#arrival(this.#next) <= by) this.#waiting.push(this.#next++);
  }

  #fits(): boolean {
    const id = this.#waiting[0];
    if (id === undefined) return false;
    const { slots, room } = this.#server;
    const { prompt, output } = this.#sent[id]!;
    const running = this.#reading.length + this.#decoding.length;
    return running < slots && (running === 0 || this.#held + prompt + output <= room);
  }

  /** Decode-only steps, until a sequence ends or a request may join. */
  #decode(): void {
    const { pace } = this.#server;
    const all = this.#decoding;
    const size = all.length;
    const base = baseSeconds(pace.step, size);
    const rise = pace.step.perCachedToken * size;
    let cached = 0;
    let left = Infinity;
    for (const { prompt, output, made } of all) {
      cached += prompt + made;
      left = Math.min(left, Math.max(1, Math.ceil(output - made)));
    }
    const level = base + pace.step.perCachedToken * cached;
    const at = this.#arrival(this.#next);
    let steps = left;
    if (at < this.#now + left * level + (rise * left * (left - 1)) / 2) {
      steps = 1;
      while (steps < left && this.#now + steps * level + (rise * steps * (steps - 1)) / 2 < at) steps++;
    }
    this.#before = this.#now + (steps - 1) * level + (rise * (steps - 1) * (steps - 2)) / 2;
    this.#now += steps * level + (rise * steps * (steps - 1)) / 2;
    for (const each of all) each.made += steps;
    this.#leave();
  }

  /** One step that reads prompts, and decodes. */
  #step(): void {
    const { pace, budget } = this.#server;
    const size = this.#decoding.length;
    let left = Math.max(1, budget - size);
    let reading = pace.prefill.perStep ?? 0;
    let attention = 0;
    const readOn = (each: Sequence): void => {
      const to = Math.min(each.prompt, each.read + left);
      reading += readSeconds(pace, each.read, to);
      attention += attentionSeconds(pace, each.read, to);
      left -= to - each.read;
      each.read = to;
    };
    for (const each of this.#reading) readOn(each);
    while (left > 0 && this.#fits()) {
      const id = this.#waiting.shift()!;
      const { prompt, output } = this.#sent[id]!;
      this.#held += prompt + output;
      const each = { id, prompt, output, read: 0, made: 0 };
      this.#reading.push(each);
      readOn(each);
    }
    let cached = 0;
    for (const { prompt, made } of this.#decoding) cached += prompt + made;
    const base = size > 0 ? baseSeconds(pace.step, size) : 0;
    this.#before = this.#now;
    this.#now += togetherSeconds(pace, base, reading) + attention + pace.step.perCachedToken * cached;
    for (const each of this.#decoding) each.made++;
    for (const each of this.#reading) {
      if (each.read < each.prompt) continue;
      each.made = 1;
      this.#first[each.id] = this.#now;
      this.#decoding.push(each);
    }
    this.#reading = this.#reading.filter(({ read, prompt }) => read < prompt);
    this.#leave();
  }

  #leave(): void {
    if (this.#decoding.every(({ made, output }) => made < output)) return;
    for (const { id, prompt, output, made } of this.#decoding) {
      if (made < output) continue;
      this.#held -= prompt + output;
      if (id < 0) continue;
      this.#end[id] = this.#now;
      if (id < this.#wanted) this.#missing--;
    }
    this.#decoding = this.#decoding.filter(({ made, output }) => made < output);
  }
}
