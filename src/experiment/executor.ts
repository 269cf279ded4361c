/**
 * Executors run jobs: in this process, in threads, or on other machines. They are passed in, so that an experiment need not know.
 */
import type { Replication } from '../results.ts';
import type { Failed, Finished, Job } from './job.ts';

/** How far the jobs now running are, in all: requests simulated, and their shares of their durations, summed. */
export interface JobsRunning {
  readonly requests: number;
  readonly share: number;
}

/** How an executor is stopped and watched. */
export interface ExecutorOptions {
  /** Stops the work: what is in flight is lost, `run` ends early. */
  readonly signal?: AbortSignal;
  /** Called now and then while jobs run, never from within another call of the executor's. */
  readonly onRunning?: (running: JobsRunning) => void;
}

/** Runs jobs: in this process, in threads, or through a queue. */
export interface Executor {
  /** Runs the jobs and yields their results as they finish, in any order, each once. */
  run(jobs: Iterable<Job>, options?: ExecutorOptions): AsyncIterable<Finished | Failed>;
  /** Releases its resources. */
  close(): Promise<void>;
}

/** Runs one job. `progress` is called with the requests simulated and the share of the duration done. */
export type RunJob = (job: Job, progress?: (requests: number, share: number) => void) => Replication;
