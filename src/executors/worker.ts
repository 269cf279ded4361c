/** What a worker thread runs: a batch of jobs, one after another, by a module it is told to load. */
import { workerData } from 'node:worker_threads';
import type { RunJob } from '../experiment/executor.ts';
import type { Job } from '../experiment/job.ts';
import { pack, type Packed } from '../experiment/packed.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { messageOf } from './message.ts';

/** What every worker of a pool is given. */
export interface WorkerSettings {
  /** URL of a module that exports `runner(settings): Run`. */
  readonly module: string;
  readonly settings: unknown;
  /** Two numbers a seat: requests simulated, and the jobs done with the share of the one it is at. */
  readonly seats: SharedArrayBuffer;
}

export interface JobBatch {
  readonly jobs: readonly Ordered[];
  /** As JSON: a text is handed over at once, and jobs share it. */
  readonly scenarios: readonly string[];
  readonly seat: number;
  /** Milliseconds after which no further job of the batch is begun. */
  readonly until: number;
}

interface Ordered {
  readonly job: Omit<Job, 'scenario'>;
  /** Its place among the scenarios. */
  readonly scenario: number;
}

export type Answer = { readonly packed: Packed } | { readonly error: string };

/** An answer for each of the first jobs; the others were not begun. */
export interface BatchAnswers {
  readonly answers: readonly Answer[];
  readonly milliseconds: number;
}

interface Runner {
  readonly runner: (settings: unknown) => RunJob;
}

/** What piscina calls for every batch. */
export const work: (batch: JobBatch) => Promise<BatchAnswers> = thread();

/** One runner for all batches of the thread: what it has read for one of them, a log for instance, it need not read again. */
function thread(): (batch: JobBatch) => Promise<BatchAnswers> {
  let run: RunJob | undefined;
  return async (batch) => {
    try {
      const { module, settings } = workerData as WorkerSettings;
      run ??= ((await import(module)) as Runner).runner(settings);
    } catch (error) {
      return { answers: batch.jobs.map(() => ({ error: messageOf(error) })), milliseconds: 0 };
    }
    return answered(run, batch);
  };
}

/** A job that throws is an answer too; that way a broken promise means a worker that died. */
function answered(run: RunJob, { jobs, scenarios, seat, until }: JobBatch): BatchAnswers {
  const { seats } = workerData as WorkerSettings;
  const seen = progressOf(new Float64Array(seats), seat);
  const began = performance.now();
  const parsed: Scenario[] = [];
  const answers: Answer[] = [];
  let passed = 0;
  for (const { job, scenario } of jobs) {
    if (answers.length > 0 && passed > until) break;
    parsed[scenario] ??= JSON.parse(scenarios[scenario]!) as Scenario;
    answers.push(answer(run, { ...job, scenario: parsed[scenario] }, seen));
    passed = performance.now() - began;
  }
  return { answers, milliseconds: passed };
}

function answer(run: RunJob, job: Job, seen: Seen): Answer {
  try {
    const result = run(job, seen.at);
    seen.over(result.metrics['arrived'] ?? 0);
    return { packed: pack(result) };
  } catch (error) {
    seen.over(0);
    return { error: messageOf(error) };
  }
}

interface Seen {
  readonly at: (requests: number, share: number) => void;
  readonly over: (requests: number) => void;
}

/** How far the batch is, where the main thread sees it. */
function progressOf(running: Float64Array, seat: number): Seen {
  let requests = 0;
  let jobs = 0;
  const tell = (more: number, share: number): void => {
    running[2 * seat] = requests + more;
    running[2 * seat + 1] = jobs + share;
  };
  return {
    at: tell,
    over: (more) => {
      requests += more;
      jobs++;
      tell(0, 0);
    },
  };
}
