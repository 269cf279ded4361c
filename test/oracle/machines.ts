/** Machines token by token, for whom requests come, leave and are broken off: nothing is predicted, nothing kept sorted. */
import type { Model } from '../../src/model.ts';

export interface Asked {
  readonly prompt: number;
  readonly output: number;
  /** Of its present leg; NaN while it is not known. */
  started: number;
  first: number;
}

export interface Slow {
  readonly held: Asked[];
  /** When something happens to it next. */
  readonly next: number;
  add(one: Asked, now: number): void;
  /** What is due now; returns whose answers are complete. */
  happen(now: number): Asked[];
  remove(one: Asked, now: number): void;
  /** When the step ends that works on it. */
  stepEnd(one: Asked, now: number): number;
}

export const KINDS = ['serial', 'continuous', 'static'] as const;
export type Kind = (typeof KINDS)[number];

export function slowMachine(kind: Kind, model: Model, slots: number): Slow {
  if (kind === 'serial') return new Lanes(model, slots);
  return kind === 'static' ? new Whole(model, slots) : new Joined(model, slots);
}

function prefill({ pace }: Model, prompt: number): number {
  const { fixed, perToken, perTokenSquared, padTo } = pace.prefill;
  let padded = prompt;
  while (padded % padTo !== 0) padded++;
  return fixed + perToken * padded + perTokenSquared * padded * padded;
}

function step({ pace }: Model, caches: readonly number[]): number {
  const cached = caches.reduce((sum, one) => sum + one, 0);
  return pace.step.fixed + pace.step.perSequence * caches.length + pace.step.perCachedToken * cached;
}

const without = <One>(all: One[], one: One): void => void all.splice(all.indexOf(one), 1);

/** Each slot serves one request, by itself. */
class Lanes implements Slow {
  readonly held: Asked[] = [];
  readonly #model: Model;
  readonly #slots: number;
  /** When each token of those on slots is there. */
  readonly #tokens: Map<Asked, number[]> = new Map();

  constructor(model: Model, slots: number) {
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
    without(this.held, one);
    this.#tokens.delete(one);
    this.#fill(now);
  }

  stepEnd(one: Asked, now: number): number {
    const times = this.#tokens.get(one);
    return !times || one.started === now ? now : times.find((time) => time >= now)!;
  }

  #fill(now: number): void {
    for (const one of this.held) {
      if (this.#tokens.size === this.#slots) return;
      if (this.#tokens.has(one)) continue;
      const times = [now + prefill(this.#model, one.prompt)];
      for (let token = 1; token < one.output; token++)
        times.push(times.at(-1)! + step(this.#model, [one.prompt + token]));
      this.#tokens.set(one, times);
      one.started = now;
      one.first = times[0]!;
    }
  }
}

/** One step after the other: a prompt is read while decoding pauses, else all who are read decode a token. */
class Joined implements Slow {
  readonly held: Asked[] = [];
  next = Infinity;
  readonly #model: Model;
  readonly #slots: number;
  readonly #waiting: Asked[] = [];
  readonly #tokens: Map<Asked, number> = new Map();
  /** Whose prompt is read; null while all decode. */
  #reading: Asked | null = null;
  #began = NaN;

  constructor(model: Model, slots: number) {
    this.#model = model;
    this.#slots = slots;
  }

  add(one: Asked, now: number): void {
    this.held.push(one);
    this.#waiting.push(one);
    // Begins when all are there who come now.
    if (this.next === Infinity) this.next = now;
  }

  happen(now: number): Asked[] {
    const read = this.#reading;
    if (read) {
      this.#tokens.set(read, 1);
      read.first = now;
    } else if (!Number.isNaN(this.#began))
      for (const [one, tokens] of this.#tokens) this.#tokens.set(one, tokens + 1);
    const done = [...this.#tokens].filter(([one, tokens]) => tokens === one.output).map(([one]) => one);
    for (const one of done) {
      this.#tokens.delete(one);
      without(this.held, one);
    }
    this.#plan(now);
    return done;
  }

  remove(one: Asked, now: number): void {
    without(this.held, one);
    if (this.#waiting.includes(one)) {
      without(this.#waiting, one);
      return;
    }
    if (this.#reading === one) return this.#plan(now);
    this.#tokens.delete(one);
    const between = this.#reading === null && (this.#began === now || this.#tokens.size === 0);
    if (between) this.#plan(now);
  }

  stepEnd(one: Asked, now: number): number {
    return this.#waiting.includes(one) || this.#began === now ? now : this.next;
  }

  #plan(now: number): void {
    this.#reading = null;
    this.#began = now;
    if (this.#waiting.length > 0 && this.#tokens.size < this.#slots) {
      const one = (this.#reading = this.#waiting.shift()!);
      one.started = now;
      this.next = now + prefill(this.#model, one.prompt);
    } else if (this.#tokens.size > 0)
      this.next =
        now +
        step(
          this.#model,
          [...this.#tokens].map(([one, tokens]) => one.prompt + tokens),
        );
    else {
      this.next = Infinity;
      this.#began = NaN;
    }
  }
}

/** Batch after batch, padded to the longest answer; who leaves leaves a place that is computed on. */
class Whole implements Slow {
  readonly held: Asked[] = [];
  next = Infinity;
  readonly #model: Model;
  readonly #slots: number;
  readonly #waiting: Asked[] = [];
  #batch: Asked[] = [];
  /** When prompts are read, and tokens are there. */
  #marks: number[] = [];

  constructor(model: Model, slots: number) {
    this.#model = model;
    this.#slots = slots;
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
    without(this.held, one);
    if (this.#waiting.includes(one)) {
      without(this.#waiting, one);
      if (this.held.length === 0) this.next = Infinity;
      return;
    }
    without(this.#batch, one);
    if (this.#batch.length === 0) this.#form(now);
  }

  stepEnd(one: Asked, now: number): number {
    if (!this.#batch.includes(one)) return now;
    const here = this.#batch.flatMap(({ started, first }) => [started, first]);
    return Math.min(...[...here, ...this.#marks].filter((time) => time >= now));
  }

  #form(now: number): void {
    this.#batch = this.#waiting.splice(0, this.#slots);
    this.next = Infinity;
    if (this.#batch.length === 0) return;
    let at = now;
    for (const one of this.#batch) {
      one.started = at;
      one.first = at += prefill(this.#model, one.prompt);
    }
    this.#marks = [at];
    const caches = this.#batch.map(({ prompt }) => prompt);
    const longest = Math.max(...this.#batch.map(({ output }) => output));
    for (let token = 1; token < longest; token++) {
      at += step(
        this.#model,
        caches.map((prompt) => prompt + token),
      );
      this.#marks.push(at);
    }
    this.next = at;
  }
}
