import { inProcess } from '../executors/inProcess.ts';
import { workers } from '../executors/workers.ts';
import type { Executor } from '../experiment/executor.ts';
import { RUNNER, runner } from '../store/runner.ts';

/** Where runs are made. Results are the same wherever it is. */
export interface Running {
  /** Threads that work at a time; 1, in this process, when nothing is said. */
  readonly workers?: number;
  /** In the place of this process or its threads. Whoever hands it in closes it. */
  readonly executor?: Executor;
}

/** Who makes the runs, and what gives back what it holds. */
export function executorFor(
  { workers: threads = 1, executor }: Running,
  base: string,
): { readonly executor: Executor; readonly close: () => Promise<void> } {
  if (executor) return { executor, close: () => Promise.resolve() };
  if (!Number.isInteger(threads) || threads < 1)
    throw new RangeError(`workers must be a whole number from 1, not ${threads}`);
  const settings = { base };
  const made = threads === 1 ? inProcess(runner(settings)) : workers({ module: RUNNER, settings, threads });
  return { executor: made, close: () => made.close() };
}
