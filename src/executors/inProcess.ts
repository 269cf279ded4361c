/** Jobs in this process, one after another. */
import type { Executor, ExecutorOptions, RunJob, JobsRunning } from '../experiment/executor.ts';
import type { Failed, Finished, Job } from '../experiment/job.ts';
import { messageOf } from './message.ts';

/** Milliseconds between two turns of the event loop, in which a signal is heard and a picture drawn. */
const TURN = 20;
const REPORT = 100;

/** Runs jobs in this process. An abort takes effect between jobs; use workers for long jobs. */
export function inProcess(run: RunJob): Executor {
  return { run: (jobs, options) => runAll(run, jobs, options), close: () => Promise.resolve() };
}

async function* runAll(
  run: RunJob,
  jobs: Iterable<Job>,
  { signal, onRunning }: ExecutorOptions = {},
): AsyncGenerator<Finished | Failed> {
  let turned = -Infinity;
  for (const job of jobs) {
    if (performance.now() - turned > TURN) {
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
      turned = performance.now();
    }
    if (signal?.aborted) return;
    yield runOne(run, job, onRunning);
  }
}

function runOne(run: RunJob, job: Job, onRunning?: (running: JobsRunning) => void): Finished | Failed {
  const { cell, replication, draw } = job;
  let told = performance.now();
  try {
    const result = run(
      job,
      onRunning &&
        ((requests, share) => {
          if (performance.now() - told < REPORT) return;
          told = performance.now();
          onRunning({ requests, share });
        }),
    );
    return { cell, replication, draw, result };
  } catch (error) {
    return { cell, replication, draw, error: messageOf(error) };
  }
}
