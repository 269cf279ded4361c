/** Runs a scenario file into its folder. */
import type { Failed } from '../experiment/job.ts';
import type { Progress } from '../experiment/bench.ts';
import {
  countJobs,
  experiment,
  type ExperimentNeeds,
  type ExperimentOutcome,
} from '../experiment/experiment.ts';
import { shareOf } from '../experiment/shard.ts';
import { plainPairs, SLOWER } from '../experiment/elasticity.ts';
import { fingerprint } from '../store/fingerprint.ts';
import { RunFolder } from '../store/folder.ts';
import { inputs, namesTenants } from '../store/sources.ts';
import { plain } from '../report/format.ts';
import { crew } from './crew.ts';
import { orderOf } from './queueOrder.ts';
import { FAILED, Fault } from './fault.ts';
import type { RunFlags } from './flags.ts';
import { beginPart, endPart, type PartDone } from './shardOf.ts';
import { build, version } from './package.ts';
import { gauge, SILENT } from './progress.ts';
import type { Loaded } from './scenarioFile.ts';
import { INTERRUPTED, type Terminal } from './terminal.ts';
import { Demands } from './workloadSize.ts';

export interface Performed {
  readonly outcome: ExperimentOutcome;
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
  moves = false,
): Promise<Performed> {
  const { scenarioFile } = loaded;
  const { cells } = scenarioFile;
  const { folder, demands } = open(loaded, out, flags);
  try {
    folder.forgetShard();
    const done = await work({ loaded, folder, demands, moves }, flags, terminal);
    const { outcome, failures, interrupted, jobs } = done;
    if (!outcome) throw new Error('the experiment ended without an outcome');
    if (interrupted) throw stopped(folder.path, jobs);
    if (cells.every((_, cell) => outcome.findings.of(cell).length === 0)) refuse(failures);
    folder.writeResults({ ...scenarioFile, text: loaded.textFor(out) }, outcome);
    // Runs a little slower are not those that were asked for.
    const all = cells.reduce((sum, _, cell) => sum + outcome.findings.slower(cell).length, 0);
    return {
      outcome,
      folder,
      runs: jobs.done - jobs.before,
      before: flags.modelError ? jobs.before : jobs.before - (all - done.slowed),
      requests: done.requests,
      seconds: done.seconds,
    };
  } catch (error) {
    folder.close();
    throw error;
  }
}

/** The same for one part of the runs, whose results wait for those of the others. Returns the exit code. */
export async function performPart(
  loaded: Loaded,
  { out, command }: { readonly out: string; readonly command: string },
  flags: RunFlags,
  terminal: Terminal,
): Promise<number> {
  const opened = open(loaded, out, flags);
  const { folder, mark } = opened;
  try {
    const part = { folder, fingerprint: mark, command };
    beginPart(part, flags);
    return endPart(part, flags, await work({ loaded, ...opened }, flags, terminal), terminal);
  } finally {
    folder.close();
  }
}

function open({ scenarioFile, base, file }: Loaded, out: string, flags: RunFlags): Opened {
  const mark = fingerprint(scenarioFile, build(), inputs(scenarioFile, base));
  if (flags.merged !== undefined && flags.merged !== mark) throw changed(file);
  // A log is read before anything is written, so that a broken row is the mistake it is.
  const demands = new Demands(base);
  for (const { scenario } of scenarioFile.cells) demands.recordedOf(scenario);
  const folder = new RunFolder(out, {
    fingerprint: mark,
    force: flags.force,
    ...(flags.requests && { requests: flags.requests }),
  });
  return { folder, demands, mark };
}

interface Opened {
  readonly folder: RunFolder;
  readonly demands: Demands;
  readonly mark: string;
}

interface Work extends Pick<Opened, 'folder' | 'demands'> {
  readonly loaded: Loaded;
  /** Whether it is told how much figures move with service time. */
  readonly moves?: boolean;
}

interface Worked extends PartDone {
  /** None of a part. */
  readonly outcome: ExperimentOutcome | undefined;
  /** Of the runs made now, those a little slower. */
  readonly slowed: number;
  readonly requests: number;
  readonly seconds: number;
}

async function work(
  { loaded: { scenarioFile, base }, folder, demands, moves = false }: Work,
  flags: RunFlags,
  terminal: Terminal,
): Promise<Worked> {
  const modelError = flags.modelError ? {} : undefined;
  const { shard } = flags;
  const sizes = scenarioFile.cells.map(({ scenario }) => demands.requestsOf(scenario));
  const { cells, replications } = scenarioFile;
  const pairs = moves ? plainPairs(cells.length, replications, sumOf(sizes)) : 0;
  const more = { ...(modelError && { modelError }), pairs };
  const runs = shareOf(countJobs(scenarioFile, replications, more), shard);
  // To a precision there will be more than is known.
  const times = flags.precision === undefined ? 1 : 4;
  const executor = crew({
    settings: {
      base,
      ...(flags.requests && {
        requests: { folder: folder.requests, form: flags.requests, named: namesTenants(scenarioFile) },
      }),
    },
    work: {
      runs: times * runs,
      requests: (times * runs * sumOf(sizes)) / sizes.length,
      largest: Math.max(0, ...sizes),
      open: flags.precision !== undefined,
    },
    workers: flags.workers,
    queue: orderOf(flags, { scenarioFile, base }, terminal),
  });
  const stop = new AbortController();
  const restore = terminal.onInterrupt(() => stop.abort());
  const shown = flags.quiet ? SILENT : gauge(terminal.err);
  const began = performance.now();
  let last: Progress | undefined;
  const options: ExperimentNeeds = {
    executor,
    version: version(),
    done: folder.done,
    sums: folder.sums,
    signal: stop.signal,
    onProgress: (progress) => {
      last = progress;
      shown.update(progress);
    },
    ...more,
    ...(shard && { shard }),
    ...(flags.precision !== undefined && { precision: { target: flags.precision } }),
  };
  try {
    let outcome: ExperimentOutcome | undefined;
    const failures: Failed[] = [];
    let slowed = 0;
    for await (const step of experiment(scenarioFile, options)) {
      if (step.kind === 'finished') {
        folder.record(step.finished);
        if (step.finished.draw === SLOWER) slowed++;
      } else if (step.kind === 'failed') failures.push(step.failed);
      else outcome = step.outcome;
    }
    const { jobs, requests } = last!;
    const interrupted = outcome?.interrupted ?? (stop.signal.aborted && jobs.done < jobs.total);
    const seconds = (performance.now() - began) / 1000;
    return { outcome, failures, interrupted, jobs, slowed, requests, seconds };
  } finally {
    shown.stop();
    restore();
    await executor.close();
  }
}

function sumOf(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}

export function stopped(path: string, { done, total }: Progress['jobs']): Fault {
  return new Fault(
    `interrupted: ${plain(done)} of ${plain(total)} runs are kept in ${path}; the same command goes on from there`,
    INTERRUPTED,
  );
}

/** Of the parts that are merged. */
export function changed(file: string): Fault {
  return new Fault(
    `${file}: is not what the parts were run from, or was changed since: merge where the scenario and its log are as they were`,
  );
}

function refuse(failures: readonly Failed[]): never {
  throw new Fault(`every run failed: ${failures[0]?.error ?? 'there was none'}`, FAILED);
}
