import type { Piscina } from 'piscina';
import type { ExecutorOptions, JobsRunning } from '../experiment/executor.ts';
import type { Failed, Finished, Job } from '../experiment/job.ts';
import { unpack } from '../experiment/packed.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { BatchSize, LONGEST } from './batchSize.ts';
import { messageOf } from './message.ts';
import { Texts } from './texts.ts';
import type { Answer, BatchAnswers, JobBatch } from './worker.ts';

/** How often a job is begun whose worker dies. */
const ATTEMPTS = 3;
/** Milliseconds between two looks at how far the running jobs are. */
const LOOK = 100;

/** A job with how often a worker has died over it, or over another of its batch. */
interface Waiting {
  readonly job: Job;
  readonly deaths: number;
}

/** Some jobs on a pool of threads, in batches. A seat is a place among the batches in flight. */
export class Shift {
  readonly #pool: Piscina<JobBatch, BatchAnswers>;
  /** Two numbers a seat, written by the threads. */
  readonly #running: Float64Array;
  readonly #free: number[];
  readonly #over: (Finished | Failed)[] = [];
  /** Jobs that have been handed out and were not begun, or whose worker died. */
  readonly #again: Waiting[] = [];
  readonly #size: BatchSize;
  readonly #texts: Texts = new Texts();
  #wake: () => void = () => undefined;
  #inFlight = 0;

  constructor(pool: Piscina<JobBatch, BatchAnswers>, running: Float64Array) {
    const seats = running.length / 2;
    this.#pool = pool;
    this.#running = running;
    this.#free = Array.from({ length: seats }, (_, i) => i);
    this.#size = new BatchSize(seats);
  }

  async *run(
    jobs: Iterable<Job>,
    { signal, onRunning }: ExecutorOptions = {},
  ): AsyncGenerator<Finished | Failed> {
    const fresh = jobs[Symbol.iterator]();
    if (Array.isArray(jobs)) this.#size.left = jobs.length;
    const look = onRunning && setInterval(() => onRunning(this.#look()), LOOK);
    const stop = (): void => this.#wake();
    signal?.addEventListener('abort', stop);
    try {
      const stopped = (): boolean => signal?.aborted === true;
      for (;;) {
        while (!stopped() && this.#free.length > 0) {
          const batch = this.#next(fresh);
          if (batch.length === 0) break;
          void this.#begin(batch, this.#free.pop()!);
        }
        const over = this.#over.shift();
        if (over) yield over;
        else if (stopped() || this.#inFlight === 0) return;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      clearInterval(look);
      signal?.removeEventListener('abort', stop);
    }
  }

  /** The next batch. A job whose worker died goes alone: whoever kills it next time, it is that job. */
  #next(fresh: Iterator<Job>): Waiting[] {
    const batch: Waiting[] = [];
    const size = this.#size.now();
    while (batch.length < size) {
      const waiting = this.#again.pop();
      if (waiting && waiting.deaths > 0 && batch.length > 0) {
        this.#again.push(waiting);
        break;
      }
      if (waiting) {
        batch.push(waiting);
        if (waiting.deaths > 0) break;
        continue;
      }
      const next = fresh.next();
      if (next.done) break;
      batch.push({ job: next.value, deaths: 0 });
    }
    return batch;
  }

  async #begin(batch: readonly Waiting[], seat: number): Promise<void> {
    this.#inFlight++;
    try {
      const { answers, milliseconds } = await this.#pool.run(this.#batchOf(batch, seat));
      this.#size.learn(answers.length, milliseconds);
      answers.forEach((answer, i) => this.#over.push(overOf(batch[i]!.job, answer)));
      for (const waiting of batch.slice(answers.length).toReversed()) this.#again.push(waiting);
    } catch (error) {
      // Only a worker that dies breaks its promise: what a job throws is an answer.
      for (const { job, deaths } of batch.toReversed())
        if (deaths + 1 < ATTEMPTS) this.#again.push({ job, deaths: deaths + 1 });
        else
          this.#over.push(overOf(job, { error: `its worker died ${ATTEMPTS} times: ${messageOf(error)}` }));
    }
    this.#running.fill(0, 2 * seat, 2 * seat + 2);
    this.#free.push(seat);
    this.#inFlight--;
    this.#wake();
  }

  #batchOf(batch: readonly Waiting[], seat: number): JobBatch {
    const places = new Map<Scenario, number>();
    const jobs = batch.map(({ job: { scenario, ...job } }) => {
      if (!places.has(scenario)) places.set(scenario, places.size);
      return { job, scenario: places.get(scenario)! };
    });
    const scenarios = [...places.keys()].map((scenario) => this.#texts.of(scenario));
    return { jobs, scenarios, seat, until: LONGEST };
  }

  #look(): JobsRunning {
    let requests = 0;
    let share = 0;
    for (let i = 0; i < this.#running.length; i += 2) {
      requests += this.#running[i]!;
      share += this.#running[i + 1]!;
    }
    return { requests, share };
  }
}

function overOf({ cell, replication, draw }: Job, answer: Answer): Finished | Failed {
  if ('error' in answer) return { cell, replication, draw, error: answer.error };
  const { packed } = answer;
  return { cell, replication, draw, result: unpack(packed), packed };
}
