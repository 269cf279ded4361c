/** Runs jobs that read files, in worker threads or in this process. */
import type { RunJob } from '../experiment/executor.ts';
import { runJob } from '../experiment/runJob.ts';
import { Logs } from '../logs/logs.ts';
import { sources } from './sources.ts';

/** Where files are. */
export interface RunnerSettings {
  /** The folder to which file names in a scenario are relative. */
  readonly base: string;
  /** Files that are elsewhere, by name. */
  readonly places?: Readonly<Record<string, string>>;
}

/** The module that worker threads load. */
export const RUNNER: string = import.meta.url;

/** Runs jobs with the files they name. */
export function runner({ base, places }: RunnerSettings): RunJob {
  const source = sources(base, places);
  const logs = new Logs(source);
  return (job, progress) => runJob(job, { source, logs }, progress);
}
