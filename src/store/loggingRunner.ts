/** Runs jobs like runner.ts, and writes what becomes of every request. Apart, since worker threads start sooner without Parquet. */
import type { RunJob } from '../experiment/executor.ts';
import { runJob } from '../experiment/runJob.ts';
import { Logs } from '../logs/logs.ts';
import { makeFolder } from './atomic.ts';
import type { RequestForm } from './requestForm.ts';
import { RequestLog } from './requestLog.ts';
import { partPath } from './requestParts.ts';
import type { RunnerSettings } from './runner.ts';
import { sources } from './sources.ts';
import { guarded } from './storeError.ts';

export interface LoggingSettings extends RunnerSettings {
  /** Folder and format of the request logs. */
  readonly requests: {
    readonly folder: string;
    readonly form: RequestForm;
    /** Whether there are names of tenants. */
    readonly named?: boolean;
  };
}

/** The module that worker threads load. */
export const RUNNER: string = import.meta.url;

/** Draws of the profiles are run without a log. */
export function runner(settings: LoggingSettings): RunJob {
  const { base, places, requests } = settings;
  const { folder, form, named = false } = requests;
  const source = sources(base, places);
  const logs = new Logs(source);
  return (job, progress) => {
    if (job.draw !== null) return runJob(job, { source, logs }, progress);
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
