import type { Piscina } from 'piscina';
import type { ExecutorOptions, Running } from '../experiment/executor.ts';
import type { Failed, Finished, Job } from '../experiment/job.ts';
import { unpack } from '../experiment/packed.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { messageOf } from './message.ts';
import type { Answer, Task } from './worker.ts';

/** How often a job is begun whose worker dies. */
const ATTEMPTS = 3;
/** Texts kept of scenarios, tens of kilobytes each. */
const MOST_SCENARIOS = 256;
/** Milliseconds between two looks at how far the running jobs are. */
const LOOK = 100;

/** Some jobs on a pool of threads. A seat is a place among those in flight. */
export class Shift {
  readonly #pool: Piscina<Task, Answer>;
  /** Two numbers a seat, written by the threads. */
  readonly #running: Float64Array;
  readonly #free: number[];
  readonly #over: (Finished | Failed)[] = [];
  #wake: () => void = () => undefined;
  #inFlight = 0;
  #ended = false;
  /** As JSON, of the jobs begun last. */
  readonly #scenarios: Map<Scenario, string> = new Map();

  constructor(pool: Piscina<Task, Answer>, running: Float64Array) {
    this.#pool = pool;
    this.#running = running;
    this.#free = Array.from({ length: running.length / 2 }, (_, i) => i);
  }

  async *run(
    jobs: Iterable<Job>,
    { signal, onRunning }: ExecutorOptions = {},
  ): AsyncGenerator<Finished | Failed> {
    const waiting = jobs[Symbol.iterator]();
    const look = onRunning && setInterval(() => onRunning(this.#look()), LOOK);
    const stop = (): void => this.#wake();
    signal?.addEventListener('abort', stop);
    try {
      let more = true;
      const stopped = (): boolean => signal?.aborted === true;
      while (!stopped()) {
        while (more && this.#free.length > 0) {
          const next = waiting.next();
          if (next.done) more = false;
          else void this.#begin(next.value, this.#free.pop()!);
        }
        const over = this.#over.shift();
        if (over) yield over;
        else if (this.#inFlight === 0) return;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      this.#ended = true;
      clearInterval(look);
      signal?.removeEventListener('abort', stop);
    }
  }

  async #begin(job: Job, seat: number): Promise<void> {
    this.#inFlight++;
    const { scenario, ...rest } = job;
    const { cell, replication, draw } = job;
    const answer = await this.#attempts({ job: rest, scenario: this.#textOf(scenario), seat });
    const over = 'error' in answer ? answer : { result: unpack(answer.packed) };
    this.#over.push({ cell, replication, draw, ...over });
    this.#running.fill(0, 2 * seat, 2 * seat + 2);
    this.#free.push(seat);
    this.#inFlight--;
    this.#wake();
  }

  /** Only a worker that dies breaks its promise: what a job throws is an answer. */
  async #attempts(task: Task): Promise<Answer> {
    let last = '';
    for (let attempt = 0; attempt < ATTEMPTS && !this.#ended; attempt++) {
      try {
        return await this.#pool.run(task);
      } catch (error) {
        last = messageOf(error);
      }
    }
    return { error: `its worker died ${ATTEMPTS} times: ${last}` };
  }

  #textOf(scenario: Scenario): string {
    const known = this.#scenarios.get(scenario);
    if (known !== undefined) return known;
    if (this.#scenarios.size >= MOST_SCENARIOS) this.#scenarios.clear();
    const text = JSON.stringify(scenario);
    this.#scenarios.set(scenario, text);
    return text;
  }

  #look(): Running {
    let requests = 0;
    let share = 0;
    for (let i = 0; i < this.#running.length; i += 2) {
      requests += this.#running[i]!;
      share += this.#running[i + 1]!;
    }
    return { requests, share };
  }
}
