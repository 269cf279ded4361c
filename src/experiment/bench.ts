/**
 * Runs the jobs of every study: results finished earlier are reused, new ones are passed on to be stored, and progress is
 * reported.
 */
import { SLOWER } from './modelError.ts';
import type { Executor, JobsRunning } from './executor.ts';
import { keyText, type Failed, type Finished, type Job } from './job.ts';

/** Options common to all kinds of study. */
export interface BenchOptions {
  readonly executor: Executor;
  /**
   * Results finished before. Read once, and again if time series are needed again; results that the study does not need
   * are ignored.
   */
  readonly done?: Iterable<Finished>;
  readonly signal?: AbortSignal;
  /** Called with each new result, before it is used. */
  readonly onFinished?: (finished: Finished) => void;
  readonly onFailed?: (failed: Failed) => void;
  /** Called with every result, and from time to time while jobs run. */
  readonly onProgress?: (progress: Progress) => void;
}

/** The progress of a study. */
export interface Progress {
  /** The present stage in a few words, for studies whose later runs depend on earlier results. */
  readonly stage?: string;
  /** Finished jobs of those planned so far, including failed ones and ones from an earlier start. */
  readonly jobs: {
    readonly done: number;
    readonly total: number;
    readonly failed: number;
    readonly before: number;
  };
  /** Requests simulated by this process. */
  readonly requests: number;
  /** Of these, requests in repeated runs with slightly longer service times; missing when there are none. */
  readonly again?: number;
  /** Share of the planned work done, including the progress of running jobs. */
  readonly share: number;
}

/** Thrown after an abort. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** Thrown when a run failed that the study needs. */
export class RunFailed extends Error {
  override readonly name = 'RunFailed';
}

const NONE: JobsRunning = { requests: 0, share: 0 };

export class Bench {
  /** The stage in a few words; empty when all jobs are known beforehand. */
  stage = '';
  /** At least this many jobs, when more are planned than were requested so far. */
  planned = 0;
  readonly failures: Failed[] = [];
  readonly #options: BenchOptions;
  /** Results finished earlier and not requested yet: only those without time series, which are too large to hold. */
  readonly #waiting: Map<string, Finished> = new Map();
  #unread: boolean;
  #asked = 0;
  #done = 0;
  #before = 0;
  #requests = 0;
  #again = 0;

  constructor(options: BenchOptions) {
    this.#options = options;
    this.#unread = options.done !== undefined;
  }

  get stopped(): boolean {
    return this.#options.signal?.aborted === true;
  }

  /** Whether the signal left planned jobs undone. */
  get interrupted(): boolean {
    return this.stopped && this.#done < this.#total;
  }

  get #total(): number {
    return Math.max(this.planned, this.#asked);
  }

  /** Drops all earlier results that were not requested yet. */
  forget(): void {
    this.#waiting.clear();
    this.#unread = false;
  }

  /**
   * Runs these jobs, all together; `take` gets each result once, earlier ones first. Yields the new ones. `usable` decides
   * whether an earlier result can be used: by default not one whose series were dropped.
   */
  async *run(
    jobs: readonly Job[],
    take: (finished: Finished) => void,
    usable: (finished: Finished) => boolean = ({ summed }) => summed !== true,
  ): AsyncGenerator<Finished | Failed, void, undefined> {
    const open = this.#resume(jobs, take, usable);
    this.#asked += jobs.length;
    this.#before += jobs.length - open.length;
    this.#done += jobs.length - open.length;
    this.#tell();
    if (open.length > 0) yield* this.#work(open, take);
  }

  /**
   * The same for jobs that are created one by one and never held together: the caller has left out those finished
   * earlier, gives their number, and the number planned.
   */
  async *stream(
    jobs: Iterable<Job>,
    before: number,
    take: (finished: Finished) => void,
  ): AsyncGenerator<Finished | Failed, void, undefined> {
    this.#before += before;
    this.#done += before;
    this.#tell();
    yield* this.#work(jobs, take);
  }

  async *#work(
    jobs: Iterable<Job>,
    take: (finished: Finished) => void,
  ): AsyncGenerator<Finished | Failed, void, undefined> {
    const { executor, signal, onFinished, onFailed } = this.#options;
    const watched = { ...(signal && { signal }), onRunning: (now: JobsRunning) => this.#tell(now) };
    for await (const over of executor.run(jobs, watched)) {
      this.#done++;
      if ('error' in over) {
        this.failures.push(over);
        onFailed?.(over);
      } else {
        onFinished?.(over);
        const { arrived = 0 } = over.result.metrics;
        this.#requests += arrived ?? 0;
        if (over.draw === SLOWER) this.#again += arrived ?? 0;
        take(over);
      }
      yield over;
      this.#tell();
    }
  }

  /** The same, waiting for all of them; failed ones are only counted. */
  async all(jobs: readonly Job[], take: (finished: Finished) => void): Promise<void> {
    for await (const _ of this.run(jobs, take));
  }

  /** The same for a study that needs every one of them. */
  async need(jobs: readonly Job[], take: (finished: Finished) => void): Promise<void> {
    for await (const over of this.run(jobs, take)) if ('error' in over) throw new RunFailed(over.error);
    if (this.#done < this.#asked) throw new Stopped('interrupted');
  }

  #resume(
    jobs: readonly Job[],
    take: (finished: Finished) => void,
    usable: (finished: Finished) => boolean,
  ): readonly Job[] {
    const open = new Map(jobs.map((job) => [keyText(job), job]));
    for (const key of this.#waiting.size > 0 ? open.keys() : []) {
      const finished = this.#waiting.get(key);
      if (finished === undefined) continue;
      this.#waiting.delete(key);
      open.delete(key);
      take(finished);
    }
    if (!this.#unread || open.size === 0) return [...open.values()];
    this.#unread = false;
    for (const finished of this.#options.done ?? []) {
      const key = keyText(finished);
      const wanted = open.has(key);
      if (wanted && usable(finished)) {
        open.delete(key);
        take(finished);
      } else if (!wanted && finished.result.series.length === 0 && finished.summed !== true)
        this.#waiting.set(key, finished);
      else if (!wanted) this.#unread = true;
    }
    return [...open.values()];
  }

  progress({ requests, share }: JobsRunning = NONE): Progress {
    const { stage } = this;
    const total = this.#total;
    return {
      ...(stage !== '' && { stage }),
      jobs: { done: this.#done, total, failed: this.failures.length, before: this.#before },
      requests: this.#requests + requests,
      ...(this.#again > 0 && { again: this.#again }),
      share: total === 0 ? 1 : Math.min(1, (this.#done + share) / total),
    };
  }

  #tell(now?: JobsRunning): void {
    this.#options.onProgress?.(this.progress(now));
  }
}
