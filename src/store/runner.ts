/** How a job is run where there are files: what worker threads load, and what runs in this process too. */
import type { Run } from '../experiment/executor.ts';
import { runJob } from '../experiment/runJob.ts';
import { makeFolder } from './atomic.ts';
import { RequestLog } from './requestLog.ts';
import { partPath } from './requestParts.ts';
import { sources } from './sources.ts';
import { guarded } from './storeError.ts';

/** Where its files are. */
export interface RunnerSettings {
  /** The folder that names of files in a scenario are relative to. */
  readonly base: string;
  /** Where the request logs of jobs go; none are kept when nothing is said. */
  readonly requests?: string;
}

/** For worker threads, which load it by its address. */
export const RUNNER: string = import.meta.url;

/** Runs jobs with the files they name, and with logs of their requests when asked. */
export function runner({ base, requests }: RunnerSettings): Run {
  const source = sources(base);
  return (job, progress) => {
    if (requests === undefined || job.draw !== null) return runJob(job, { source }, progress);
    guarded('cannot be made', requests, () => makeFolder(requests));
    const log = new RequestLog(partPath(requests, job), job);
    try {
      const result = runJob(job, { source, listeners: (names) => [log.listener(names)] }, progress);
      log.finish();
      return result;
    } catch (error) {
      log.abandon();
      throw error;
    }
  };
}
