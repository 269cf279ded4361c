/** Who does the work: this process when it is soon done, else threads; workers anywhere when there is a queue. */
import { availableParallelism } from 'node:os';
import { inProcess } from '../../executors/inProcess.ts';
import type { Executor, RunJob } from '../../experiment/executor.ts';
import { prepareToDraw } from '../../render/figure.ts';
import type { QueueOrder } from './queueOrder.ts';
import type { LoggingSettings } from '../../store/loggingRunner.ts';
import { RUNNER, runner, type RunnerSettings } from '../../store/runner.ts';

/** Requests that are simulated sooner than threads are at work. */
const SOON = 500_000;
/** Requests of one run during which nothing else is heard in this process, an interruption neither. */
const AT_ONCE = 250_000;

/** How much there is to run, about. */
export interface Work {
  readonly runs: number;
  /** Requests of all of them, and of the largest. */
  readonly requests: number;
  readonly largest: number;
  /** Whether what is run next depends on results: the first jobs are then not all there is. */
  readonly open: boolean;
}

interface CrewOptions {
  readonly settings: RunnerSettings | LoggingSettings;
  readonly work: Work;
  readonly workers: number | undefined;
  /** Where workers are asked for it. */
  readonly queue?: QueueOrder | undefined;
}

/** Nobody is hired before there is something to do: what was finished before needs no threads. */
export function crew({ settings, work, workers, queue }: CrewOptions): Executor {
  let made: Promise<Executor> | undefined;
  const hire = async (left: number): Promise<Executor> => {
    if (queue) {
      const { queueCrew } = await import('./queueCrew.ts');
      prepareToDraw().catch(() => undefined);
      return queueCrew(queue);
    }
    const jobs = work.open ? work.runs : left;
    const requests = work.requests * (work.runs > 0 ? jobs / work.runs : 1);
    const soon = work.largest <= AT_ONCE && (requests <= SOON || jobs <= 1);
    // Who asks for several threads gets them.
    if (soon && (workers ?? 1) === 1) return inProcess((await runnerOf(settings)).here());
    const threads = Math.max(1, Math.min(workers ?? availableParallelism(), jobs));
    const { workers: threaded } = await import('../../executors/workers.ts');
    // While the threads start and work this one has time. What fails here fails again where it is needed, and is told there.
    prepareToDraw().catch(() => undefined);
    return threaded({ module: (await runnerOf(settings)).module, settings, threads });
  };
  return {
    async *run(jobs, options) {
      // Those that are made as they are wanted are as many as was said, and never held together.
      const left = Array.isArray(jobs) ? jobs.length : work.runs;
      if (left > 0) yield* (await (made ??= hire(left))).run(jobs, options);
    },
    close: async () => (await made)?.close(),
  };
}

/** The module that threads load, and what it does in this process. The one with logs of requests is loaded where they are asked for. */
async function runnerOf(settings: CrewOptions['settings']): Promise<{ module: string; here: () => RunJob }> {
  if (!('requests' in settings)) return { module: RUNNER, here: () => runner(settings) };
  const logging = await import('../../store/loggingRunner.ts');
  return { module: logging.RUNNER, here: () => logging.runner(settings) };
}
