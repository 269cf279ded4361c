import { inProcess } from '../executors/inProcess.ts';
import { workers } from '../executors/workers.ts';
import type { Executor } from '../experiment/executor.ts';
import { RUNNER, runner } from '../store/runner.ts';

/** Where runs are executed. Results do not depend on it. */
export interface Running {
  /** Number of threads; 1 by default, in this process. */
  readonly workers?: number;
  /** An executor to use instead of this process or its threads. The caller closes it. */
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
