/** Sends requests: at their times, or so many at once. */
import { attempt, type Attempt, type AttemptOptions } from './attempt.ts';
import type { Meant } from './observeLog.ts';
import type { PromptMaker } from './prompts.ts';

interface DriveOptions extends AttemptOptions {
  readonly prompts: PromptMaker;
  readonly model: string | null;
  readonly extras: boolean;
  /** Requests that may be at the server at a time. */
  readonly inFlight: number;
  readonly onEnd: (meant: Meant, made: Attempt, inFlight: number) => void;
}

/** What was sent later than it was due, because the line was full or this machine busy. */
export interface Lateness {
  readonly mean: number;
  readonly p99: number;
  readonly worst: number;
  /** Requests that waited here because as many as may be were at the server. */
  readonly heldBack: number;
}

export class Driver {
  readonly #options: DriveOptions;
  #flying = 0;
  /** The most that were at the server at once. */
  most = 0;

  constructor(options: DriveOptions) {
    this.#options = options;
  }

  /** One request, now. */
  async send(meant: Meant): Promise<Attempt> {
    const { prompts, model, extras, onEnd } = this.#options;
    const prompt = prompts.make(meant.prompt);
    const inFlight = ++this.#flying;
    this.most = Math.max(this.most, inFlight);
    const made = await attempt({ model, prompt, output: meant.output, exact: extras }, this.#options);
    this.#flying--;
    onEnd(meant, made, inFlight);
    return made;
  }

  /** All of them at once. */
  async together(all: readonly Meant[]): Promise<readonly Attempt[]> {
    return Promise.all(all.map(async (meant) => this.send(meant)));
  }

  /** So many lines, in each the next as soon as the one before has ended. */
  async flow(all: readonly Meant[], streams: number): Promise<void> {
    const left = [...all];
    const line = async (): Promise<void> => {
      for (let next = left.shift(); next && !this.#options.stop.aborted; next = left.shift())
        await this.send(next);
    };
    await Promise.all(Array.from({ length: streams }, line));
  }

  /** Each when it is due, however the others fare; in order. */
  async open(all: Iterable<Meant & { readonly due: number }>): Promise<Lateness> {
    const { clock, stop, inFlight } = this.#options;
    const late: number[] = [];
    const flying = new Set<Promise<unknown>>();
    let heldBack = 0;
    for (const meant of all) {
      await until(meant.due, clock, stop);
      if (this.#flying >= inFlight) heldBack++;
      while (this.#flying >= inFlight && !stop.aborted) await Promise.race(flying);
      if (stop.aborted) break;
      const sending = this.send(meant).then((made) => late.push(Math.max(0, made.sent - meant.due)));
      flying.add(sending);
      void sending.finally(() => flying.delete(sending));
    }
    await Promise.all(flying);
    late.sort((a, b) => a - b);
    const sum = late.reduce((total, each) => total + each, 0);
    return {
      mean: late.length > 0 ? sum / late.length : 0,
      p99: late[Math.floor(0.99 * (late.length - 1))] ?? 0,
      worst: late.at(-1) ?? 0,
      heldBack,
    };
  }
}

/** Milliseconds before which a timer is set; what is left is waited for awake, since timers are late. */
const AWAKE = 1.5;

async function until(due: number, clock: () => number, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const left = (due - clock()) * 1000;
    if (left <= 0) return;
    await (left > AWAKE ? asleep(left - AWAKE, stop) : new Promise((resolve) => setImmediate(resolve)));
  }
}

async function asleep(milliseconds: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(milliseconds, 60_000));
    stop.addEventListener('abort', done);
  });
}
