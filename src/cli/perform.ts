/** Runs a plan into its folder. */
import type { Failed } from '../experiment/job.ts';
import {
  experiment,
  jobsOf,
  resume,
  type ExperimentOptions,
  type Outcome,
  type Progress,
} from '../experiment/experiment.ts';
import { prepareToDraw } from '../render/figure.ts';
import { fingerprint } from '../store/fingerprint.ts';
import { RunFolder } from '../store/folder.ts';
import { inputs, namesTenants } from '../store/sources.ts';
import { plain } from '../report/format.ts';
import { crew } from './crew.ts';
import { FAILED, Fault } from './fault.ts';
import type { RunFlags } from './flags.ts';
import { build, version } from './package.ts';
import { gauge, SILENT } from './progress.ts';
import type { Loaded } from './scenarioFile.ts';
import { INTERRUPTED, type Terminal } from './terminal.ts';
import { Demands } from './workloadSize.ts';

export interface Performed {
  readonly outcome: Outcome;
  readonly folder: RunFolder;
  /** Runs that were there already, and seconds that the others took. */
  readonly before: number;
  readonly runs: number;
  readonly seconds: number;
  readonly requests: number;
}

/** Whoever gets the folder closes it. */
export async function perform(
  loaded: Loaded,
  out: string,
  flags: RunFlags,
  terminal: Terminal,
): Promise<Performed> {
  const { plan, base } = loaded;
  const mark = fingerprint(plan, build(), inputs(plan, base));
  // A log is read before anything is written, so that a broken row is the mistake it is.
  const demands = new Demands(base);
  for (const { scenario } of plan.cells) demands.recordedOf(scenario);
  const folder = new RunFolder(out, { fingerprint: mark, force: flags.force, requests: flags.requests });
  try {
    const done = await work({ loaded, folder, demands }, flags, terminal);
    folder.writeResults({ ...plan, text: loaded.textFor(out) }, done.outcome);
    return { ...done, folder };
  } catch (error) {
    folder.close();
    throw error;
  }
}

interface Work {
  readonly loaded: Loaded;
  readonly folder: RunFolder;
  readonly demands: Demands;
}

async function work(
  { loaded: { plan, base }, folder, demands }: Work,
  flags: RunFlags,
  terminal: Terminal,
): Promise<Omit<Performed, 'folder'>> {
  const modelError = flags.modelError ? {} : undefined;
  const jobs = resume(jobsOf(plan, plan.replications, 'none', modelError), folder);
  const sizes = plan.cells.map(({ scenario }) => demands.requestsOf(scenario));
  const requests = jobs.reduce((sum, { cell }) => sum + sizes[cell]!, 0);
  const { executor, threads } = await crew({
    settings: { base, ...(flags.requests && { requests: folder.requests, named: namesTenants(plan) }) },
    jobs: flags.precision === undefined ? jobs.length : Infinity,
    requests: flags.precision === undefined ? requests : requests * 4,
    largest: Math.max(0, ...sizes),
    workers: flags.workers,
  });
  // While the threads start and work this one has time. What fails here fails again where it is needed, and is told there.
  if (threads > 0) prepareToDraw().catch(() => undefined);
  const stop = new AbortController();
  const restore = terminal.onInterrupt(() => stop.abort());
  const shown = flags.quiet ? SILENT : gauge(terminal.err);
  const began = performance.now();
  let last: Progress | undefined;
  const options: ExperimentOptions = {
    executor,
    version: version(),
    done: folder.done,
    sums: folder.sums,
    signal: stop.signal,
    onProgress: (progress) => {
      last = progress;
      shown.update(progress);
    },
    ...(modelError && { modelError }),
    ...(flags.precision !== undefined && { precision: { target: flags.precision } }),
  };
  try {
    for await (const step of experiment(plan, options)) {
      if (step.kind === 'finished') folder.record(step.finished);
      if (step.kind !== 'outcome') continue;
      shown.stop();
      const { outcome } = step;
      const { jobs, requests } = last!;
      if (outcome.interrupted) throw interrupted(folder.path, jobs);
      if (plan.cells.every((_, cell) => outcome.findings.of(cell).length === 0)) refuse(outcome.failures);
      const seconds = (performance.now() - began) / 1000;
      return { outcome, runs: jobs.done - jobs.before, before: jobs.before, requests, seconds };
    }
    throw new Error('the experiment ended without an outcome');
  } finally {
    shown.stop();
    restore();
    await executor.close();
  }
}

function interrupted(path: string, { done, total }: Progress['jobs']): Fault {
  return new Fault(
    `interrupted: ${plain(done)} of ${plain(total)} runs are kept in ${path}; the same command goes on from there`,
    INTERRUPTED,
  );
}

function refuse(failures: readonly Failed[]): never {
  throw new Fault(`every run failed: ${failures[0]?.error ?? 'there was none'}`, FAILED);
}
