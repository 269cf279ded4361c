/** Runs jobs that read and write files, in worker threads or in this process. */
import type { RunJob } from '../experiment/executor.ts';
import { runJob } from '../experiment/runJob.ts';
import { Logs } from '../logs/logs.ts';
import { makeFolder } from './atomic.ts';
import type { RequestForm } from './requestForm.ts';
import { RequestLog } from './requestLog.ts';
import { partPath } from './requestParts.ts';
import { sources } from './sources.ts';
import { guarded } from './storeError.ts';

/** Where files are. */
export interface RunnerSettings {
  /** The folder to which file names in a scenario are relative. */
  readonly base: string;
  /** Files that are elsewhere, by name. */
  readonly places?: Readonly<Record<string, string>>;
  /** Folder and format of request logs; none by default. */
  readonly requests?: {
    readonly folder: string;
    readonly form: RequestForm;
    /** Whether there are names of tenants. */
    readonly named?: boolean;
  };
}

/** The module that worker threads load. */
export const RUNNER: string = import.meta.url;

/** Runs jobs with the files they name, and with request logs if requested. */
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
