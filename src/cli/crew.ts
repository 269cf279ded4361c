/** Who does the work: this process when it is soon done, else threads. */
import { availableParallelism } from 'node:os';
import { inProcess } from '../executors/inProcess.ts';
import type { Executor } from '../experiment/executor.ts';
import { RUNNER, runner, type RunnerSettings } from '../store/runner.ts';

/** Requests that are simulated sooner than threads are at work. */
const SOON = 500_000;
/** Requests of one run during which nothing else is heard in this process, an interruption neither. */
const AT_ONCE = 250_000;

export interface CrewOptions {
  readonly settings: RunnerSettings;
  /** Runs still to be done. */
  readonly jobs: number;
  /** Requests of all of them, and of the largest, about. */
  readonly requests: number;
  readonly largest: number;
  readonly workers: number | undefined;
}

export interface Crew {
  readonly executor: Executor;
  readonly threads: number;
}

export async function crew({ settings, jobs, requests, largest, workers }: CrewOptions): Promise<Crew> {
  const soon = largest <= AT_ONCE && (requests <= SOON || jobs <= 1);
  // Who asks for several threads gets them.
  if (soon && (workers ?? 1) === 1) return { executor: inProcess(runner(settings)), threads: 0 };
  const threads = Math.max(1, Math.min(workers ?? availableParallelism(), jobs));
  const made = await import('../executors/workers.ts');
  return { executor: made.workers({ module: RUNNER, settings, threads }), threads };
}
