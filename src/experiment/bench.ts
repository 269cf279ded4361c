/**
 * Where every study has its jobs run: what was finished before is not run again, each result is handed to whoever keeps
 * it, and how far it is, is said.
 */
import { SLOWER } from './elasticity.ts';
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

/** How far a study is. */
export interface Progress {
  /** What is being looked at, in a few words, where what is run next depends on what was found. */
  readonly stage?: string;
  /** Jobs that are over, failed ones and those finished before among them, of those planned so far. */
  readonly jobs: {
    readonly done: number;
    readonly total: number;
    readonly failed: number;
    readonly before: number;
  };
  /** Requests simulated in this run of the program. */
  readonly requests: number;
  /** Of these, in runs made once more a little slower; none where there are no such runs. */
  readonly again?: number;
  /** Share of the planned work that is over, with what the running jobs have done. */
  readonly share: number;
}

/** Thrown after an abort. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** Thrown where a study cannot do without a run that failed. */
export class RunFailed extends Error {
  override readonly name = 'RunFailed';
}

const NONE: JobsRunning = { requests: 0, share: 0 };

export class Bench {
  /** In a few words; empty where all is known beforehand. */
  stage = '';
  /** Jobs there will be at least, where more are known than were asked for. */
  planned = 0;
  readonly failures: Failed[] = [];
  readonly #options: BenchOptions;
  /** Finished before and not asked for yet: with what has no time series, since those are too large to be held. */
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

  /** Whether the signal left some of what was planned undone. */
  get interrupted(): boolean {
    return this.stopped && this.#done < this.#total;
  }

  get #total(): number {
    return Math.max(this.planned, this.#asked);
  }

  /** Nothing that was finished before and not asked for yet is of use. */
  forget(): void {
    this.#waiting.clear();
    this.#unread = false;
  }

  /**
   * Has these jobs run, all of them together; `take` gets each result once, those finished before first. Yields what is
   * new. `usable` says of a result from before whether it will do: one whose series are gone will not, unless said
   * otherwise.
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
   * The same for jobs that are made one by one and never held together: whoever makes them has left out those that were
   * finished before, which are so many, and has said how many are planned.
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

  /** The same for who waits for all of them; a failed one is only counted. */
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
