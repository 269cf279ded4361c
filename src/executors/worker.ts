/** What a worker thread runs: one job at a time, by a module it is told to load. */
import { workerData } from 'node:worker_threads';
import type { Run } from '../experiment/executor.ts';
import type { Job } from '../experiment/job.ts';
import { pack, type Packed } from '../experiment/packed.ts';
import type { Scenario } from '../scenario/scenario.ts';
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
  readonly job: Omit<Job, 'scenario'>;
  /** As JSON: a text is handed over at once, and many jobs share it. */
  readonly scenario: string;
  readonly seat: number;
}

export type Answer = { readonly packed: Packed } | { readonly error: string };

interface Runner {
  readonly runner: (settings: unknown) => Run;
}

/** A job that throws is an answer too; that way a broken promise means a worker that died. */
export async function work({ job, scenario, seat }: Task): Promise<Answer> {
  const { module, settings, seats } = workerData as Crew;
  const running = new Float64Array(seats);
  try {
    const { runner } = (await import(module)) as Runner;
    const whole: Job = { ...job, scenario: JSON.parse(scenario) as Scenario };
    const result = runner(settings)(whole, (requests, share) => {
      running[2 * seat] = requests;
      running[2 * seat + 1] = share;
    });
    return { packed: pack(result) };
  } catch (error) {
    return { error: messageOf(error) };
  }
}
