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
import { assemble } from '../scenario/assemble.ts';
import { fingerprint } from '../store/fingerprint.ts';
import { RunFolder } from '../store/folder.ts';
import { inputs, sources } from '../store/sources.ts';
import { plain } from '../report/format.ts';
import { crew } from './crew.ts';
import { FAILED, Fault } from './fault.ts';
import type { RunFlags } from './flags.ts';
import { build, version } from './package.ts';
import { gauge, SILENT } from './progress.ts';
import type { Loaded } from './scenarioFile.ts';
import { INTERRUPTED, type Terminal } from './terminal.ts';
import { requestsOf } from './workloadSize.ts';

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
  rehearse(loaded);
  const folder = new RunFolder(out, { fingerprint: mark, force: flags.force, requests: flags.requests });
  try {
    const done = await work(loaded, folder, flags, terminal);
    folder.writeResults({ ...plan, text: loaded.textFor(out) }, done.outcome);
    return { ...done, folder };
  } catch (error) {
    folder.close();
    throw error;
  }
}

async function work(
  { plan, base }: Loaded,
  folder: RunFolder,
  flags: RunFlags,
  terminal: Terminal,
): Promise<Omit<Performed, 'folder'>> {
  const modelError = flags.modelError ? {} : undefined;
  const jobs = resume(jobsOf(plan, plan.replications, 'none', modelError), folder);
  const sizes = plan.cells.map(({ scenario }) => requestsOf(scenario, base));
  const requests = jobs.reduce((sum, { cell }) => sum + sizes[cell]!, 0);
  const { executor, threads } = await crew({
    settings: { base, ...(flags.requests && { requests: folder.requests }) },
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

/** A trace is read once before anything is written, so that a broken row is the mistake it is. */
function rehearse({ plan, base }: Loaded): void {
  const seen = new Set<string>();
  for (const { scenario } of plan.cells) {
    if (scenario.workload.kind !== 'trace') continue;
    const key = JSON.stringify(scenario.workload);
    if (seen.has(key)) continue;
    seen.add(key);
    try {
      assemble(scenario, { seed: plan.seed, replication: 0, source: sources(base) });
    } catch (error) {
      if (error instanceof RangeError) throw new Fault(error.message);
      throw error;
    }
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
