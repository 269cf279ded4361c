/** Machines token by token, for whom requests come, leave and are broken off: nothing is predicted, nothing kept sorted. */
import type { Model } from '../../src/model.ts';

export interface Asked {
  readonly prompt: number;
  readonly output: number;
  readonly priority: number;
  /** Of its present leg; NaN while it is not known. */
  started: number;
  first: number;
  /** Tokens that were out when a leg ended without an answer. */
  made: number;
}

export interface Slow {
  readonly held: Asked[];
  /** When something happens to it next. */
  readonly next: number;
  /** Tokens that its cache has room for. */
  readonly room: number;
  add(one: Asked, now: number): void;
  /** What is due now; returns whose answers are complete. */
  happen(now: number): Asked[];
  /** It leaves, and how much of its answer was out is put down. */
  remove(one: Asked, now: number): void;
  /** It goes down: everyone inside, in the order in which they came. */
  empty(now: number): Asked[];
  /** When the step ends that works on it. */
  stepEnd(one: Asked, now: number): number;
  /** From now on a second of its profile takes so many: what is under way and what comes. */
  pace(slow: number, now: number): void;
}

/** How the machines of a world go about their work. */
export interface Way {
  readonly device: 'serial' | 'static' | 'continuous';
  /** Prompt tokens that are read beside a decode step; 0 for prompts that are read while decoding pauses. */
  readonly chunk: number;
  /** Whether a request starts when there is room for its prompt, and the youngest gives way when there is none left. */
  readonly preempt: boolean;
  /** Who waits goes first by priority, and whether it takes the place of who runs with less. */
  readonly order: 'fifo' | 'priority' | 'ousting';
  /** Whether who comes while a step runs joins the one after the next, and what is decoded counts in the chunk. */
  readonly late: boolean;
}

export function slowMachine(way: Way, model: Model, slots: number): Slow {
  if (way.device === 'serial') return new Lanes(way, model, slots);
  return way.device === 'static' ? new Whole(way, model, slots) : new Stepped(way, model, slots);
}

/** Of those who wait the highest priority first, of equals who joined first. */
function sorted<One extends { readonly priority: number }>(
  { order }: Way,
  all: readonly One[],
  joined: readonly One[],
): One[] {
  if (order === 'fifo') return [...all];
  return [...all].sort((a, b) => b.priority - a.priority || joined.indexOf(a) - joined.indexOf(b));
}

function roomOf({ memory: { usable, weights, kvPerToken } }: Model): number {
  return kvPerToken > 0 ? Math.floor((usable - weights) / kvPerToken) : Infinity;
}

/** Seconds for the first tokens of a prompt. */
function reading({ pace }: Model, tokens: number): number {
  if (tokens === 0) return 0;
  const { fixed, perToken, perTokenSquared, padTo } = pace.prefill;
  let padded = tokens;
  while (padded % padTo !== 0) padded++;
  return fixed + perToken * padded + perTokenSquared * padded * padded;
}

const perStep = ({ pace }: Model): number => pace.prefill.perStep ?? 0;
const outside = ({ pace }: Model): number => pace.prefill.outside ?? 0;
/** Of reading so many tokens, what attention among them takes. */
function attention({ pace }: Model, tokens: number): number {
  const { padTo, perTokenSquared } = pace.prefill;
  let padded = tokens;
  while (padded % padTo !== 0) padded++;
  return perTokenSquared * padded * padded;
}
/** Where prompts are read one by one, with all that belongs to a request. */
const prefill = (model: Model, prompt: number): number =>
  reading(model, prompt) + perStep(model) + outside(model);

/** The part of a step that does not depend on what is cached. */
const base = ({ pace }: Model, sequences: number): number =>
  pace.step.fixed + pace.step.perSequence * sequences;

function step(model: Model, caches: readonly number[]): number {
  const cached = caches.reduce((sum, one) => sum + one, 0);
  return base(model, caches.length) + model.pace.step.perCachedToken * cached;
}

/** Seconds that a request takes which has a machine to itself. */
export function alone(model: Model, prompt: number, output: number): number {
  let seconds = prefill(model, prompt);
  for (let token = 1; token < output; token++) seconds += step(model, [prompt + token]);
  return seconds;
}

/** What was to be then, when from now on everything takes so many times as long. */
const later = (time: number, now: number, ratio: number): number =>
  time > now ? now + (time - now) * ratio : time;

const without = <One>(all: One[], one: One): void => void all.splice(all.indexOf(one), 1);

/** Each slot serves one request, by itself. */
class Lanes implements Slow {
  readonly held: Asked[] = [];
  readonly room = Infinity;
  readonly #way: Way;
  readonly #model: Model;
  readonly #slots: number;
  /** When each token of those on slots is there. */
  readonly #tokens: Map<Asked, number[]> = new Map();
  #slow = 1;

  constructor(way: Way, model: Model, slots: number) {
    this.#way = way;
    this.#model = model;
    this.#slots = slots;
  }

  get next(): number {
    return Math.min(...[...this.#tokens.values()].map((times) => times.at(-1)!));
  }

  add(one: Asked, now: number): void {
    this.held.push(one);
    this.#fill(now);
  }

  happen(now: number): Asked[] {
    const done = this.held.find((one) => this.#tokens.get(one)?.at(-1) === now)!;
    this.remove(done, now);
    return [done];
  }

  remove(one: Asked, now: number): void {
    this.#count(one, now);
    without(this.held, one);
    this.#tokens.delete(one);
    this.#fill(now);
  }

  empty(now: number): Asked[] {
    for (const one of this.held) this.#count(one, now);
    this.#tokens.clear();
    return this.held.splice(0);
  }

  #count(one: Asked, now: number): void {
    one.made = (this.#tokens.get(one) ?? []).filter((time) => time <= now).length;
  }

  stepEnd(one: Asked, now: number): number {
    const times = this.#tokens.get(one);
    return !times || one.started === now ? now : times.find((time) => time >= now)!;
  }

  pace(slow: number, now: number): void {
    const ratio = slow / this.#slow;
    this.#slow = slow;
    for (const [one, times] of this.#tokens) {
      this.#tokens.set(
        one,
        times.map((time) => later(time, now, ratio)),
      );
      one.first = later(one.first, now, ratio);
    }
  }

  #fill(now: number): void {
    const waiting = this.held.filter((one) => !this.#tokens.has(one));
    for (const one of sorted(this.#way, waiting, waiting)) {
      if (this.#tokens.size === this.#slots) return;
      const times = [now + this.#slow * prefill(this.#model, one.prompt)];
      for (let token = 1; token < one.output; token++)
        times.push(times.at(-1)! + this.#slow * step(this.#model, [one.prompt + token]));
      this.#tokens.set(one, times);
      one.started = now;
      one.first = times[0]!;
    }
  }
}

/** Someone who runs, or who ran and waits again. */
interface Sequence {
  readonly one: Asked;
  readonly priority: number;
  /** Tokens of the answer that are out. */
  tokens: number;
  /** Tokens of this reading: of the prompt, and of the answer so far. */
  read: number;
  length: number;
  decoding: boolean;
}

/**
 * One step after the other. In a step all who are read decode a token; prompts are read beside it, up to a chunk, or one
 * of them whole while decoding pauses. Whoever leaves in the middle of a step leaves it as long as it was, unless it was
 * the last in it.
 */
class Stepped implements Slow {
  readonly held: Asked[] = [];
  readonly room: number;
  next = Infinity;
  readonly #way: Way;
  readonly #model: Model;
  readonly #slots: number;
  /** On the way to the engine, each with when it is there. */
  #coming: { readonly sequence: Sequence; readonly at: number }[] = [];
  #waiting: Sequence[] = [];
  /** All who joined the line, in the order in which they did. */
  #joined: Sequence[] = [];
  #running: Sequence[] = [];
  /** Who decodes in this step, and what is read in it, to which token. */
  #decoders: Sequence[] = [];
  #reads: { readonly sequence: Sequence; readonly to: number }[] = [];
  /** When this step began, and the one before. */
  #began = NaN;
  #last = NaN;
  #slow = 1;

  constructor(way: Way, model: Model, slots: number) {
    this.#way = way;
    this.#model = model;
    this.#slots = slots;
    this.room = roomOf(model);
  }

  add(one: Asked, now: number): void {
    this.held.push(one);
    const { priority } = one;
    const sequence = { one, priority, tokens: 0, read: 0, length: 0, decoding: false };
    this.#coming.push({ sequence, at: now + outside(this.#model) });
    // Begins when all are there who come now.
    if (this.next === Infinity) this.next = now + outside(this.#model);
  }

  happen(now: number): Asked[] {
    for (const sequence of this.#decoders) sequence.tokens++;
    for (const { sequence, to } of this.#reads) {
      sequence.read = to;
      if (to < sequence.length) continue;
      sequence.tokens++;
      sequence.decoding = true;
      if (sequence.tokens === 1) sequence.one.first = now;
    }
    const done = this.#running.filter(({ one, tokens }) => tokens === one.output);
    for (const one of done) this.#leaves(one);
    while (this.#way.preempt && this.#taken() > this.room) this.#waiting.unshift(this.#running.pop()!);
    this.#plan(now, this.#began);
    return done.map(({ one }) => one);
  }

  remove(one: Asked, now: number): void {
    const comes = this.#coming.find(({ sequence }) => sequence.one === one);
    if (comes) {
      one.made = 0;
      without(this.#coming, comes);
      without(this.held, one);
      return;
    }
    const sequence = [...this.#waiting, ...this.#running].find((some) => some.one === one)!;
    one.made = sequence.tokens;
    const runs = this.#running.includes(sequence);
    const reads = this.#reads.some((some) => some.sequence === sequence);
    this.#leaves(sequence);
    if (!runs) return;
    const between = this.#reads.length === 0 && this.#began === now;
    this.#decoders = this.#decoders.filter((some) => some !== sequence);
    this.#reads = this.#reads.filter((some) => some.sequence !== sequence);
    const alone = reads && this.#way.chunk === 0;
    if (between) this.#plan(now, this.#last);
    else if (alone || this.#decoders.length + this.#reads.length === 0) this.#plan(now, this.#began);
  }

  empty(): Asked[] {
    for (const one of this.held) one.made = 0;
    for (const { one, tokens } of [...this.#waiting, ...this.#running]) one.made = tokens;
    this.#coming = [];
    this.#waiting = [];
    this.#running = [];
    this.#decoders = [];
    this.#reads = [];
    this.next = Infinity;
    this.#began = NaN;
    return this.held.splice(0);
  }

  stepEnd(one: Asked, now: number): number {
    const runs = this.#running.some((sequence) => sequence.one === one);
    return !runs || this.#began === now ? now : this.next;
  }

  /** Who is on the way to the engine is as fast as before. */
  pace(slow: number, now: number): void {
    const ratio = slow / this.#slow;
    this.#slow = slow;
    if (this.#decoders.length + this.#reads.length > 0) this.next = later(this.next, now, ratio);
  }

  #leaves(sequence: Sequence): void {
    this.#waiting = this.#waiting.filter((one) => one !== sequence);
    this.#running = this.#running.filter((one) => one !== sequence);
    without(this.held, sequence.one);
  }

  /** Tokens of cache that are taken. */
  #taken(): number {
    return this.#running.reduce((sum, one) => sum + this.#need(one, one.decoding ? 0 : 1), 0);
  }

  #need({ one: { prompt, output }, tokens }: Sequence, more: number): number {
    return prompt + (this.#way.preempt ? tokens + more : output);
  }

  #fits(): boolean {
    const [first] = this.#waiting;
    if (first === undefined || this.#running.length >= this.#slots) return false;
    return this.#taken() + this.#need(first, 1) <= this.room;
  }

  #sort(): void {
    if (this.#way.order !== 'fifo') this.#waiting = sorted(this.#way, this.#waiting, this.#joined);
  }

  /** As many give way to the first in the line as it takes, the last of them first, or nobody. */
  #oust(): void {
    const [first] = this.#waiting;
    if (this.#way.order !== 'ousting' || first === undefined || this.#fits()) return;
    if (this.#running.some(({ decoding }) => !decoding)) return;
    const behind = sorted(
      this.#way,
      this.#running.filter(({ priority }) => priority < first.priority),
      this.#joined,
    );
    const before = this.#running;
    this.#running = before.filter((one) => !behind.includes(one));
    const enough = this.#fits();
    this.#running = before;
    if (!enough) return;
    while (!this.#fits()) {
      const last = behind.pop()!;
      this.#running = this.#running.filter((one) => one !== last);
      this.#waiting.push(last);
    }
    this.#sort();
  }

  #admit(now: number): Sequence {
    const sequence = this.#waiting.shift()!;
    if (Number.isNaN(sequence.one.started)) sequence.one.started = now;
    sequence.read = 0;
    sequence.length = sequence.one.prompt + sequence.tokens;
    sequence.decoding = false;
    this.#running.push(sequence);
    return sequence;
  }

  /** The next step. Who is late joins it if it was there when the last one began. */
  #plan(now: number, last: number): void {
    const idle = this.#running.length === 0 && this.#waiting.length === 0;
    const by = this.#way.late && !idle ? last : now;
    this.#sort();
    while (this.#coming.length > 0 && this.#coming[0]!.at <= by) {
      const { sequence } = this.#coming.shift()!;
      this.#waiting.push(sequence);
      this.#joined.push(sequence);
    }
    this.#sort();
    this.#oust();
    this.#last = last;
    this.#began = now;
    this.#decoders = this.#running.filter(({ decoding }) => decoding);
    this.#reads = [];
    const seconds = this.#way.chunk > 0 ? this.#chunk(now) : this.#turn(now);
    if (this.#decoders.length + this.#reads.length > 0) this.next = now + this.#slow * seconds;
    else {
      this.#began = NaN;
      this.next = this.#coming.length > 0 ? Math.max(now, this.#coming[0]!.at) : Infinity;
    }
  }

  #decodes(): number {
    if (this.#decoders.length === 0) return 0;
    return step(
      this.#model,
      this.#decoders.map(({ one, tokens }) => one.prompt + tokens),
    );
  }

  /** A whole prompt, or a token for everyone. */
  #turn(now: number): number {
    if (!this.#fits()) return this.#decodes();
    const sequence = this.#admit(now);
    this.#decoders = [];
    this.#reads = [{ sequence, to: sequence.length }];
    return reading(this.#model, sequence.length) + perStep(this.#model);
  }

  #chunk(now: number): number {
    const { chunk, late } = this.#way;
    let budget = late ? Math.max(1, chunk - this.#decoders.length) : chunk;
    let seconds = 0;
    let alone = 0;
    const read = (sequence: Sequence): void => {
      const to = Math.min(sequence.length, sequence.read + budget);
      budget -= to - sequence.read;
      seconds += reading(this.#model, to) - reading(this.#model, sequence.read);
      alone += attention(this.#model, to) - attention(this.#model, sequence.read);
      this.#reads.push({ sequence, to });
    };
    for (const sequence of this.#running) if (!sequence.decoding) read(sequence);
    while (budget > 0 && this.#fits()) read(this.#admit(now));
    if (this.#reads.length === 0) return this.#decodes();
    seconds += perStep(this.#model);
    if (this.#decoders.length === 0) return seconds;
    // Of the shorter of both, attention to what is cached or read aside, only a share counts.
    const { overlap = 1 } = this.#model.pace;
    const shorter = Math.min(base(this.#model, this.#decoders.length), seconds - alone);
    return this.#decodes() + seconds - (1 - overlap) * shorter;
  }
}

/** Batch after batch, padded to the longest answer; who leaves leaves a place that is computed on. */
class Whole implements Slow {
  readonly held: Asked[] = [];
  readonly room: number;
  next = Infinity;
  readonly #way: Way;
  readonly #model: Model;
  readonly #slots: number;
  #waiting: Asked[] = [];
  #batch: Asked[] = [];
  /** When prompts are read, and tokens are there. */
  #marks: number[] = [];
  #slow = 1;

  constructor(way: Way, model: Model, slots: number) {
    this.#way = way;
    this.#model = model;
    this.#slots = slots;
    this.room = roomOf(model);
  }

  add(one: Asked, now: number): void {
    this.held.push(one);
    this.#waiting.push(one);
    if (this.next === Infinity) this.next = now;
  }

  happen(now: number): Asked[] {
    const done = this.#batch;
    for (const one of done) without(this.held, one);
    this.#form(now);
    return done;
  }

  remove(one: Asked, now: number): void {
    this.#count(one, now);
    without(this.held, one);
    if (this.#waiting.includes(one)) {
      without(this.#waiting, one);
      if (this.held.length === 0) this.next = Infinity;
      return;
    }
    without(this.#batch, one);
    if (this.#batch.length === 0) this.#form(now);
  }

  empty(now: number): Asked[] {
    for (const one of this.held) this.#count(one, now);
    this.#waiting = [];
    this.#batch = [];
    this.next = Infinity;
    return this.held.splice(0);
  }

  stepEnd(one: Asked, now: number): number {
    if (!this.#batch.includes(one)) return now;
    const here = this.#batch.flatMap(({ started, first }) => [started, first]);
    return Math.min(...[...here, ...this.#marks].filter((time) => time >= now));
  }

  #count(one: Asked, now: number): void {
    const begun = this.#batch.includes(one) && one.first <= now;
    const steps = this.#marks.slice(1).filter((time) => time <= now).length;
    one.made = begun ? Math.min(one.output, 1 + steps) : 0;
  }

  pace(slow: number, now: number): void {
    const ratio = slow / this.#slow;
    this.#slow = slow;
    for (const one of this.#batch) {
      one.started = later(one.started, now, ratio);
      one.first = later(one.first, now, ratio);
    }
    this.#marks = this.#marks.map((time) => later(time, now, ratio));
    if (this.#batch.length > 0) this.next = later(this.next, now, ratio);
  }

  #form(now: number): void {
    this.#batch = [];
    let prompts = 0;
    let longest = 0;
    for (const one of sorted(this.#way, this.#waiting, this.#waiting)) {
      const most = Math.max(longest, one.output);
      const needs = prompts + one.prompt + most * (this.#batch.length + 1);
      if (this.#batch.length === this.#slots || needs > this.room) break;
      this.#batch.push(one);
      prompts += one.prompt;
      longest = most;
    }
    this.#waiting = this.#waiting.filter((one) => !this.#batch.includes(one));
    this.next = Infinity;
    if (this.#batch.length === 0) return;
    let at = now;
    for (const one of this.#batch) {
      one.started = at;
      one.first = at += this.#slow * prefill(this.#model, one.prompt);
    }
    this.#marks = [at];
    const caches = this.#batch.map(({ prompt }) => prompt);
    for (let token = 1; token < longest; token++) {
      const caching = caches.map((prompt) => prompt + token);
      at += this.#slow * step(this.#model, caching);
      this.#marks.push(at);
    }
    this.next = at;
  }
}
