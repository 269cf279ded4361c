/** How a job is run where there are files: what worker threads load, and what runs in this process too. */
import type { RunJob } from '../experiment/executor.ts';
import { runJob } from '../experiment/runJob.ts';
import { Logs } from '../logs/logs.ts';
import { makeFolder } from './atomic.ts';
import type { RequestForm } from './requestForm.ts';
import { RequestLog } from './requestLog.ts';
import { partPath } from './requestParts.ts';
import { sources } from './sources.ts';
import { guarded } from './storeError.ts';

/** Where its files are. */
export interface RunnerSettings {
  /** The folder that names of files in a scenario are relative to. */
  readonly base: string;
  /** Those of them that lie elsewhere, by name. */
  readonly places?: Readonly<Record<string, string>>;
  /** Where the request logs of jobs go, and in which form; none are kept when nothing is said. */
  readonly requests?: {
    readonly folder: string;
    readonly form: RequestForm;
    /** Whether they have a column for names of tenants. */
    readonly named?: boolean;
  };
}

/** For worker threads, which load it by its address. */
export const RUNNER: string = import.meta.url;

/** Runs jobs with the files they name, and with logs of their requests when asked. */
export function runner({ base, places, requests }: RunnerSettings): RunJob {
  const source = sources(base, places);
  const logs = new Logs(source);
  return (job, progress) => {
    if (requests === undefined || job.draw !== null) return runJob(job, { source, logs }, progress);
    const { folder, form, named = false } = requests;
    guarded('cannot be made', folder, () => makeFolder(folder));
    const { cell, replication, seed } = job;
    const about = { form, named, cell, replication, seed, scenario: job.scenario.name };
    const log = new RequestLog(partPath(folder, job, form), about);
    try {
      const result = runJob(
        job,
        { source, logs, listeners: (...about) => [log.listener(...about)] },
        progress,
      );
      log.finish();
      return result;
    } catch (error) {
      log.abandon();
      throw error;
    }
  };
}
