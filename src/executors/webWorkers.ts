/** Jobs on web workers, in a page. */
import type { Executor, ExecutorOptions } from '../experiment/executor.ts';
import type { Failed, Finished, Job } from '../experiment/job.ts';
import { unpack } from '../experiment/packed.ts';
import type { JobAnswer, Asked } from './serve.ts';

/** The part of a web worker's interface that is used. */
export interface WebWorker {
  postMessage(message: unknown): void;
  addEventListener(kind: 'message', heard: (event: { readonly data: unknown }) => void): void;
  addEventListener(kind: 'error', heard: (event: { readonly message?: string }) => void): void;
  terminate(): void;
}

/** How to start the workers, and how many. */
export interface WebWorkersOptions {
  /** Starts a worker whose script calls `serve`. */
  readonly start: () => WebWorker;
  /** Number of workers; 1 by default. */
  readonly workers?: number;
}

/** How often a job is begun whose worker dies. */
const ATTEMPTS = 3;

/**
 * A job is synchronous, so that its worker hears nothing until it is over: an abort ends the workers that are at work. One
 * more than are used is kept warm, so that whoever comes next need not wait until one has started.
 */
export function webWorkers({ start, workers = 1 }: WebWorkersOptions): Executor {
  const idle: Seat[] = [];
  const made = (): Seat => new Seat(start());
  const take = (): Seat => {
    const seat = idle.pop() ?? made();
    if (idle.length === 0) idle.push(made());
    return seat;
  };
  idle.push(made());
  return {
    run: (jobs, options) => runAll(jobs, options, { workers, take, give: (seat) => idle.push(seat) }),
    close() {
      for (const seat of idle.splice(0)) seat.end();
      return Promise.resolve();
    },
  };
}

interface Pool {
  readonly workers: number;
  readonly take: () => Seat;
  readonly give: (seat: Seat) => void;
}

async function* runAll(
  jobs: Iterable<Job>,
  { signal }: ExecutorOptions = {},
  pool: Pool,
): AsyncGenerator<Finished | Failed> {
  const fresh = jobs[Symbol.iterator]();
  const over: (Finished | Failed)[] = [];
  const busy = new Set<Seat>();
  let wake: () => void = () => undefined;
  let atWork = 0;
  const stop = (): void => {
    for (const seat of busy) seat.end();
    wake();
  };
  const aborted = (): boolean => signal?.aborted === true;
  const work = async (): Promise<void> => {
    atWork++;
    let seat = pool.take();
    for (let next = fresh.next(); next.done !== true && !aborted(); next = fresh.next()) {
      let answer: JobAnswer | null = null;
      for (let attempt = 0; answer === null && attempt < ATTEMPTS && !aborted(); attempt++) {
        busy.add(seat);
        answer = await seat.ask({ job: next.value });
        busy.delete(seat);
        if (answer === null && !aborted()) {
          seat.end();
          seat = pool.take();
        }
      }
      if (aborted()) break;
      over.push(overOf(next.value, answer ?? { error: `its worker died ${ATTEMPTS} times` }));
      wake();
    }
    if (!seat.ended) pool.give(seat);
    atWork--;
    wake();
  };
  signal?.addEventListener('abort', stop);
  try {
    for (let i = 0; i < pool.workers; i++) void work();
    for (;;) {
      if (aborted()) return;
      const one = over.shift();
      if (one) yield one;
      else if (atWork === 0) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** A worker with the one question it has been asked. */
class Seat {
  readonly #worker: WebWorker;
  #heard: (answer: JobAnswer | null) => void = () => undefined;
  ended = false;

  constructor(worker: WebWorker) {
    this.#worker = worker;
    worker.addEventListener('message', ({ data }) => this.#heard(data as JobAnswer));
    worker.addEventListener('error', () => this.#heard(null));
  }

  /** Null when the worker died over it or was ended. */
  ask(asked: Asked): Promise<JobAnswer | null> {
    return new Promise((resolve) => {
      this.#heard = resolve;
      this.#worker.postMessage(asked);
    });
  }

  end(): void {
    this.ended = true;
    this.#worker.terminate();
    this.#heard(null);
  }
}

function overOf({ cell, replication, draw }: Job, answer: JobAnswer): Finished | Failed {
  if ('error' in answer) return { cell, replication, draw, error: answer.error };
  return { cell, replication, draw, result: unpack(answer.packed), packed: answer.packed };
}
