/** A sweep, from a file to its folder: streamed, so that neither memory nor the folder grow with more than a few numbers a run. */
import { counted } from '../kernel/words.ts';
import { join } from 'node:path';
import { Bench } from '../experiment/bench.ts';
import type { Finished } from '../experiment/job.ts';
import { freed } from '../studies/sensitivity/freed.ts';
import { readInputs } from '../studies/sensitivity/over.ts';
import { sweepJobs, sweepPlan, SweepSums, type SweepPlan } from '../studies/sensitivity/sweep.ts';
import { namesIn } from '../metrics/definitions.ts';
import { plain } from '../report/format.ts';
import { sweepText } from '../studies/sensitivity/report/sweepText.ts';
import { wrap } from '../report/table.ts';
import { fingerprint } from '../store/fingerprint.ts';
import { inputs as files, sources } from '../store/sources.ts';
import { SweepFolder } from '../store/sweepFolder.ts';
import type { Sweep } from '../studies/sensitivity/sweepResult.ts';
import { Demands } from '../studies/demands.ts';
import { requestsWords } from '../studies/words.ts';
import type { Typed } from './command.ts';
import { crew } from './crew.ts';
import { DONE, FAILED, Fault, refuseTooMany } from './fault.ts';
import type { RunFlags } from './flags.ts';
import { build, version } from './package.ts';
import { gauge, SILENT } from './progress.ts';
import { orderOf } from './queueOrder.ts';
import { load } from './scenarioFile.ts';
import type { SensitivityFlags } from './sensitivityFlags.ts';
import { INTERRUPTED, type Terminal } from './terminal.ts';

/** Milliseconds between two looks that are written down. */
const LOOK = 10_000;
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
  terminal: Terminal,
): Promise<number> {
  const { out, err } = terminal;
  const read = load(file, flags);
  const scenarioFile = freed(read.scenarioFile, over);
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
  });
  try {
    return await swept(plan, folder, { ...read, scenarioFile }, mark, flags, terminal);
  } finally {
    folder.close();
  }
}

async function swept(
  plan: SweepPlan,
  folder: SweepFolder,
  loaded: Parameters<typeof orderOf>[1],
  mark: string,
  flags: RunFlags,
  terminal: Terminal,
): Promise<number> {
  const { out, err } = terminal;
  const { scenarioFile, base } = loaded;
  const { name, seed, cells } = scenarioFile;
  const told = (sums: SweepSums): Sweep => ({
    schema: 'edgewise.sweep/1',
    version: version(),
    fingerprint: mark,
    scenario: name,
    seed,
    inputs: plan.inputs,
    cells: cells.map(({ labels }) => labels),
    metrics: plan.metrics,
    runs: { planned: plan.runs, done: sums.done },
    outputs: sums.outputs(),
  });
  let sums = summed(plan, folder);
  folder.write(told(sums));
  const before = sums.done;
  const demands = new Demands(sources(base));
  const each = cells.map(({ scenario }) => demands.requestsOf(scenario));
  const executor = crew({
    settings: { base },
    work: {
      runs: plan.runs - before,
      requests: ((plan.runs - before) / cells.length) * each.reduce((sum, one) => sum + one, 0),
      largest: Math.max(0, ...each),
      open: false,
    },
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
  const take = ({ cell, result: { metrics } }: Finished): void => {
    const figures = Float32Array.from(plan.metrics, (one) => metrics[one] ?? NaN);
    folder.runs.set(cell, figures);
    sums.add(cell, figures);
  };
  try {
    const jobs = sweepJobs(plan, (run) => folder.runs.has(run));
    for await (const _ of bench.stream(jobs, before, take)) {
      if (performance.now() - written < LOOK) continue;
      folder.write(told(sums));
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
  folder.write(result);
  const { failures, interrupted } = bench;
  if (interrupted)
    throw new Fault(
      `interrupted: ${plain(sums.done)} of ${plain(plan.runs)} runs are kept in ${folder.path}; the same command goes on from there`,
      INTERRUPTED,
    );
  if (flags.json) out.write(`${JSON.stringify(result, null, 2)}\n`);
  else out.write(sweepText(result, { width: out.columns, paint: out.paint }));
  const earlier = before > 0 ? `${plain(before)} runs were there already; ` : '';
  if (!flags.quiet)
    err.write(`${err.paint(`${earlier}${requestsWords(bench.progress().requests)} simulated`, 'quiet')}\n`);
  if (failures.length === 0) return DONE;
  err.write(
    `${err.paint(`${plain(failures.length)} runs failed`, 'bad')}, the first of them: ${failures[0]!.error}\n`,
  );
  return FAILED;
}

function summed(plan: SweepPlan, folder: SweepFolder): SweepSums {
  const sums = new SweepSums(plan);
  for (const [run, figures] of folder.runs.all()) sums.add(run, figures);
  return sums;
}
