/** What a worker thread runs: one job at a time, by a module it is told to load. */
import { workerData } from 'node:worker_threads';
import type { Run } from '../experiment/executor.ts';
import type { Job } from '../experiment/job.ts';
import type { Replication } from '../results.ts';
import { messageOf } from './message.ts';

/** What every worker of a pool is given. */
export interface Crew {
  /** URL of a module that exports `runner(settings): Run`. */
  readonly module: string;
  readonly settings: unknown;
  /** Two numbers a seat: requests simulated, and the share of the duration. */
  readonly seats: SharedArrayBuffer;
}

export interface Task {
  readonly job: Job;
  readonly seat: number;
}

export type Answer = { readonly result: Replication } | { readonly error: string };

interface Runner {
  readonly runner: (settings: unknown) => Run;
}

/** A job that throws is an answer too; that way a broken promise means a worker that died. */
export async function work({ job, seat }: Task): Promise<Answer> {
  const { module, settings, seats } = workerData as Crew;
  const running = new Float64Array(seats);
  try {
    const { runner } = (await import(module)) as Runner;
    const result = runner(settings)(job, (requests, share) => {
      running[2 * seat] = requests;
      running[2 * seat + 1] = share;
    });
    return { result };
  } catch (error) {
    return { error: messageOf(error) };
  }
}
