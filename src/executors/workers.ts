/** Jobs on worker threads of this machine. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { Executor } from '../experiment/executor.ts';
import { Shift } from './shift.ts';
import type { BatchAnswers, JobBatch, WorkerSettings } from './worker.ts';

/** The script of the threads, and their number. */
export interface WorkersOptions extends Omit<WorkerSettings, 'seats'> {
  /** Number of threads; by default one per core. */
  readonly threads?: number;
  /** Memory limit of a thread in megabytes; by default that of Node. */
  readonly memory?: number;
}

/** Batches of jobs handed out per thread: one to work on and one at hand. */
const AHEAD = 2;

/**
 * Runs jobs in threads. A worker that dies is replaced, and its job started again. After an abort the executor cannot
 * be used again.
 */
export function workers({
  module,
  settings,
  threads = availableParallelism(),
  memory,
}: WorkersOptions): Executor {
  const seats = new SharedArrayBuffer(16 * AHEAD * threads);
  const crew: WorkerSettings = { module, settings, seats };
  const pool = new Piscina<JobBatch, BatchAnswers>({
    filename: workerFile(import.meta.url),
    name: 'work',
    minThreads: threads,
    maxThreads: threads,
    recordTiming: false,
    workerData: crew,
    ...(memory !== undefined && { resourceLimits: { maxOldGenerationSizeMb: memory } }),
  });
  // A worker that dies while idle is replaced like any other.
  pool.on('error', () => undefined);
  return {
    async *run(jobs, options) {
      yield* new Shift(pool, new Float64Array(seats)).run(jobs, options);
      // Without waiting until the threads are gone: who stops is answered at once.
      if (options?.signal?.aborted) void pool.destroy();
    },
    close: () => pool.destroy(),
  };
}

/** The worker's file beside this one, as it is on the disk: built, or as it is written where Node reads that. */
export function workerFile(here: string): string {
  const written = here.endsWith('.ts');
  if (written && !('typescript' in process.features && process.features.typescript))
    throw new Error('workers need the built program or a Node that reads TypeScript: npm run build');
  return fileURLToPath(new URL(written ? './worker.ts' : './worker.js', here));
}
