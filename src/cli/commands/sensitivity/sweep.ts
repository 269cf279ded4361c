/** A sweep, from a file to its folder: streamed, so that neither memory nor the folder grow with more than a few numbers a run. */
import { counted } from '../../../kernel/words.ts';
import { join } from 'node:path';
import { Bench } from '../../../experiment/bench.ts';
import type { Finished } from '../../../experiment/job.ts';
import { withoutVaried } from '../../../studies/sensitivity/withoutVaried.ts';
import { readInputs } from '../../../studies/sensitivity/over.ts';
import { partValues, sweepJobs, sweepPlan, SweepSums, type SweepPlan } from '../../../studies/sweep/sweep.ts';
import { namesIn } from '../../../metrics/definitions.ts';
import { plain } from '../../../report/format.ts';
import { wrap } from '../../../report/table.ts';
import { fingerprint } from '../../../store/fingerprint.ts';
import { inputs as files, sources } from '../../../store/sources.ts';
import { JOURNAL } from '../../../store/journal.ts';
import { SweepFolder } from '../../../store/sweepFolder.ts';
import { LEFT } from '../../../studies/kinds.ts';
import type { Sweep } from '../../../studies/sweep/result.ts';
import { Demands } from '../../../studies/demands.ts';
import { sweepAnswer } from '../../../studies/sweep/report/answer.ts';
import { SWEEP } from '../../../studies/sweep/study.ts';
import { requestsWords } from '../../../studies/words.ts';
import type { Typed } from '../../command.ts';
import { crew, type Work } from '../../study/crew.ts';
import { codeAfter, DONE, Fault, refuseTooMany } from '../../fault.ts';
import type { RunFlags } from '../../flags/runFlags.ts';
import { frame } from '../../study/frame.ts';
import { build, version } from '../../package.ts';
import { leaveSweep } from './leaveSweep.ts';
import { gauge, SILENT } from '../../terminal/progress.ts';
import { orderOf } from '../../study/queueOrder.ts';
import { load, type Loaded } from '../../scenarioFile.ts';
import type { SensitivityFlags } from './flags.ts';
import { INTERRUPTED, type Terminal } from '../../terminal/terminal.ts';

/** Milliseconds between two looks that are written down. */
const LOOK = 10_000;
/** What is known so far is said when there are so many parts of the runs, and whenever there are twice as many. */
const SAID = 16;
/** Of a study of another kind. */
const NOT_SWEPT: readonly string[] = [
  'map',
  'side',
  'claims',
  'points',
  'samples',
  'walks',
  'keep-all',
  'levels',
  'doc',
  'replications',
  'shard',
];

export function refuseToSweep(typed: Typed): void {
  const other = NOT_SWEPT.find((name) => typed[name] !== undefined && typed[name] !== false);
  if (other !== undefined)
    throw new Fault(
      `edgewise sensitivity: --${other} does not go with --sweep, which has runs all over the ranges and nothing else`,
    );
}

export async function runSweep(
  file: string,
  flags: RunFlags,
  { asked: { over, metrics }, sweep }: SensitivityFlags,
  command: string,
  terminal: Terminal,
): Promise<number> {
  const { out, err } = terminal;
  const read = load(file, flags);
  const scenarioFile = withoutVaried(read.scenarioFile, over);
  const { base } = read;
  const plan = sweepPlan(
    scenarioFile,
    readInputs(scenarioFile, over),
    metrics ?? namesIn('sensitivity'),
    sweep!,
  );
  const path = flags.out ?? join('out', `${scenarioFile.name}-sweep`);
  const size = `${plain(plan.points)} points × ${counted(scenarioFile.cells.length, 'cell')} = ${plain(plan.runs)} runs`;
  const bytes = 4 * (plan.metrics.length + 1);
  if (flags.dryRun) {
    out.write(
      `${wrap(`${scenarioFile.name}: ${counted(plan.inputs.length, 'input')}, ${size}, ${bytes} bytes of each are kept: ${plain((plan.runs * bytes) / 1e6)} MB. Results would go to ${path}`, out.columns)}\n`,
    );
    return DONE;
  }
  refuseTooMany(plan.runs);
  if (!flags.quiet) err.write(`${err.paint(`${scenarioFile.name}: ${size}`, 'quiet')}\n`);
  const mark = fingerprint(scenarioFile, `${build()} sweep`, {
    ...files(scenarioFile, base),
    design: JSON.stringify([plan.inputs, plan.metrics, plan.runs]),
  });
  const folder = new SweepFolder(path, {
    mark,
    force: flags.force,
    runs: plan.runs,
    numbers: plan.metrics.length,
    others: [JOURNAL, ...LEFT],
  });
  try {
    const loaded = { ...read, scenarioFile };
    const found = await swept(plan, folder, loaded, mark, flags, terminal);
    await leaveSweep(folder, found.result, loaded, command);
    return ended(found, folder, flags, terminal);
  } finally {
    folder.close();
  }
}

interface Swept {
  readonly result: Sweep;
  readonly failures: Bench['failures'];
  /** Runs that were there before, and requests that were simulated now. */
  readonly before: number;
  readonly requests: number;
}

async function swept(
  plan: SweepPlan,
  folder: SweepFolder,
  loaded: Loaded,
  mark: string,
  flags: RunFlags,
  terminal: Terminal,
): Promise<Swept> {
  const { err } = terminal;
  const told = teller(plan, loaded, mark);
  let sums = summed(plan, folder);
  folder.tell(told(sums));
  const before = sums.done;
  const executor = crew({
    settings: { base: loaded.base },
    work: workOf(plan, loaded, before),
    workers: flags.workers,
    queue: orderOf(flags, loaded, terminal),
  });
  const stop = new AbortController();
  const restore = terminal.onInterrupt(() => stop.abort());
  const shown = flags.quiet ? SILENT : gauge(err);
  const bench = new Bench({
    executor,
    signal: stop.signal,
    onProgress: (progress) => shown.update(progress),
  });
  bench.planned = plan.runs;
  let written = performance.now();
  let said = Math.max(2 * before, plan.runs / SAID);
  const take = ({ cell, result: { metrics } }: Finished): void => {
    const figures = Float32Array.from(plan.metrics, (one) => metrics[one] ?? NaN);
    folder.runs.set(cell, figures);
    sums.add(cell, figures);
  };
  try {
    const jobs = sweepJobs(plan, (run) => folder.runs.has(run));
    for await (const _ of bench.stream(jobs, before, take)) {
      if (performance.now() - written < LOOK) continue;
      const now = told(sums);
      folder.tell(now);
      if (sums.done >= said) {
        said = 2 * sums.done;
        shown.say(sweepAnswer(now).text);
      }
      written = performance.now();
    }
  } finally {
    shown.stop();
    restore();
    await executor.close();
  }
  // In the order of the runs: sums of floating point depend on it, and results must not.
  sums = summed(plan, folder);
  const result = told(sums);
  folder.tell(result);
  const { failures, interrupted } = bench;
  if (interrupted)
    throw new Fault(
      `interrupted: ${plain(sums.done)} of ${plain(plan.runs)} runs are kept in ${folder.path}; the same command goes on from there`,
      INTERRUPTED,
    );
  return { result, failures, before, requests: bench.progress().requests };
}

/** What is known, from the sums that there are. */
function teller(plan: SweepPlan, { scenarioFile }: Loaded, mark: string): (sums: SweepSums) => Sweep {
  const { name, seed, cells } = scenarioFile;
  return (sums) => ({
    schema: 'edgewise.sweep/2',
    version: version(),
    fingerprint: mark,
    scenario: name,
    seed,
    inputs: plan.inputs,
    parts: plan.inputs.map(partValues),
    cells: cells.map(({ labels }) => labels),
    metrics: plan.metrics,
    runs: { planned: plan.runs, done: sums.done },
    outputs: sums.outputs(),
  });
}

function workOf(plan: SweepPlan, { scenarioFile, base }: Loaded, before: number): Work {
  const { cells } = scenarioFile;
  const demands = new Demands(sources(base));
  const each = cells.map(({ scenario }) => demands.requestsOf(scenario));
  const runs = plan.runs - before;
  return {
    runs,
    requests: (runs / cells.length) * each.reduce((sum, one) => sum + one, 0),
    largest: Math.max(0, ...each),
    open: false,
  };
}

/** Its exit code, once it is said what it came to. */
function ended(
  { result, failures, before, requests }: Swept,
  folder: SweepFolder,
  { json, quiet }: RunFlags,
  { out, err }: Terminal,
): number {
  const earlier = before > 0 ? `${plain(before)} runs were there already; ` : '';
  if (!quiet) err.write(`${err.paint(`${earlier}${requestsWords(requests)} simulated`, 'quiet')}\n`);
  frame(SWEEP, { result }, folder.path, { json, tenants: false }, out);
  return codeAfter(failures, err);
}

function summed(plan: SweepPlan, folder: SweepFolder): SweepSums {
  const sums = new SweepSums(plan);
  for (const [run, figures] of folder.runs.all()) sums.add(run, figures);
  return sums;
}
