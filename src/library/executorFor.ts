import { inProcess } from '../executors/inProcess.ts';
import { workers } from '../executors/workers.ts';
import { grouped } from '../kernel/grouped.ts';
import type { Executor } from '../experiment/executor.ts';
import { RUNNER, runner } from '../store/runner.ts';

/** Where runs are executed. Results do not depend on it. */
export interface Running {
  /** Number of threads; 1 by default, in this process. */
  readonly workers?: number;
  /** An executor to use instead of this process or its threads. The caller closes it. */
  readonly executor?: Executor;
}

/** Throws where a number that a caller gave is not a whole one in these bounds. */
export function mustBeWhole(
  name: string,
  number: number,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): void {
  if (!Number.isInteger(number) || number < least || number > most)
    throw new RangeError(
      `${name} must be a whole number from ${least}${most < Number.MAX_SAFE_INTEGER ? ` to ${grouped(most)}` : ''}, not ${number}`,
    );
}

/** Who makes the runs, and what gives back what it holds. */
export function executorFor(
  { workers: threads = 1, executor }: Running,
  base: string,
): { readonly executor: Executor; readonly close: () => Promise<void> } {
  if (executor) return { executor, close: () => Promise.resolve() };
  mustBeWhole('workers', threads, 1);
  const settings = { base };
  const made = threads === 1 ? inProcess(runner(settings)) : workers({ module: RUNNER, settings, threads });
  return { executor: made, close: () => made.close() };
}
