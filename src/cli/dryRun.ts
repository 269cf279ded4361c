/** What would run and for how long, with nothing written. */
import { counted } from '../kernel/words.ts';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { countJobs, jobsOf } from '../experiment/experiment.ts';
import { shareOf, shardText } from '../experiment/shard.ts';
import type { Job } from '../experiment/job.ts';
import { axes, cellName } from '../report/axes.ts';
import { plain } from '../report/format.ts';
import { changedLines } from '../report/changed.ts';
import { demandWords } from '../report/recordedDemand.ts';
import { table, wrap, type Column } from '../report/table.ts';
import { runner } from '../store/runner.ts';
import { DONE } from './fault.ts';
import type { RunFlags } from './flags.ts';
import { amount, clock } from './progress.ts';
import type { Loaded } from './scenarioFile.ts';
import type { Screen, Terminal } from './terminal.ts';
import { Demands } from './workloadSize.ts';

/** Milliseconds of trying out. */
const WARMING = 300;
const TRIAL = 300;
/** Requests of one trial, more for many devices: to set up a run takes time as well. */
const SOME = 30_000;
/** Seconds for starting, figures and the page, about. */
const AROUND = 2;
/** Cells that are listed. */
const LISTED = 24;

export function dryRun(
  { scenarioFile, base }: Loaded,
  folder: string,
  flags: RunFlags,
  { out }: Terminal,
): number {
  const { cells, replications } = scenarioFile;
  const all = countJobs(scenarioFile, replications, flags.modelError ? { modelError: {} } : {});
  const jobs = shareOf(all, flags.shard);
  const demands = new Demands(base);
  const sizes = cells.map(({ scenario }) => demands.requestsOf(scenario));
  const recorded = cells.map(({ scenario }) => demands.recordedOf(scenario));
  // Every cell is run as often as any other.
  const requests = (jobs / cells.length) * sizes.reduce((sum, size) => sum + size, 0);
  const rate = tried(jobsOf(scenarioFile, 1, 'none'), sizes, base);
  const threads = Math.min(flags.workers ?? availableParallelism(), jobs);
  const seconds = AROUND + requests / rate / threads;
  if (flags.json) {
    const told = {
      scenario: scenarioFile.name,
      seed: scenarioFile.seed,
      cells: cells.map(({ labels }) => labels),
      replications,
      jobs,
      requests: Math.round(requests),
      seconds: Number(seconds.toPrecision(2)),
      out: folder,
      ...(recorded.some(Boolean) && { recorded: recorded.map((one) => one ?? null) }),
    };
    out.write(`${JSON.stringify(told, null, 2)}\n`);
    return DONE;
  }
  const drawn = all - cells.length * replications;
  const runs =
    `${counted(cells.length, 'cell')} × ${counted(replications, 'replication')}` +
    (drawn > 0 ? ` and ${drawn} with drawn profiles` : '');
  const logs = [...new Set(recorded.flatMap((one) => (one ? [demandWords(one)] : [])))];
  const lines = [
    ...logs.map((text) => wrap(text, out.columns)),
    `${runs} = ${plain(all)} runs${flags.shard ? `, of them ${plain(jobs)} in shard ${shardText(flags.shard)}` : ''}, about ${amount(requests)}`,
    `about ${clock(seconds)} with ${counted(threads, 'thread')} of this machine` +
      (flags.precision === undefined ? '' : '; more replications for --precision come on top'),
    `results would go to ${folder}` +
      (existsSync(join(folder, 'journal.jsonl'))
        ? ', where some are: the same scenario goes on from them'
        : ''),
  ];
  const changed = changedLines({ ...scenarioFile, expectations: scenarioFile.expect }).map((line) =>
    wrap(line, out.columns),
  );
  const head = `${out.paint(scenarioFile.name, 'heading')}  ${out.paint('dry run: nothing is written', 'quiet')}`;
  out.write(
    `${[head, ...changed].join('\n')}\n\n${listing(scenarioFile, sizes, out)}\n\n${lines.join('\n')}\n`,
  );
  return DONE;
}

function listing(
  { cells }: Loaded['scenarioFile'],
  sizes: readonly number[],
  { columns: width, paint }: Screen,
): string {
  const varied = axes(cells.map(({ labels }) => ({ vary: labels })));
  const shown = cells.slice(0, LISTED);
  const devices = shown.map(({ scenario }) => scenario.fleet.reduce((sum, { count }) => sum + count, 0));
  const columns: Column[] = [
    {
      heading: 'cell',
      unit: '',
      align: 'left',
      cells: shown.map(({ labels }) => cellName({ vary: labels }, varied)),
    },
    { heading: 'devices', unit: '', cells: devices.map((count) => plain(count)) },
    {
      heading: 'requests',
      unit: 'a run, about',
      cells: sizes.slice(0, LISTED).map((size) => plain(Math.round(size))),
    },
  ];
  const more = cells.length > LISTED ? `\n… and ${cells.length - LISTED} more cells` : '';
  return `${table(columns, { width, keys: 1, paint })}${more}`;
}

/** Requests a second of one thread, from short runs of the jobs in turn; `sizes` go by their cells. */
export function tried(jobs: readonly Job[], sizes: readonly number[], base: string): number {
  const run = runner({ base });
  let turn = 0;
  const simulate = (): number => {
    const job = jobs[turn++ % jobs.length]!;
    return run(shortened(job, sizes[job.cell]!)).metrics['arrived'] ?? 0;
  };
  // What comes first pays for all that is loaded and compiled.
  for (const end = worked() + WARMING; worked() < end || turn < 2;) simulate();
  const from = worked();
  let simulated = 0;
  while (worked() < from + TRIAL) simulated += simulate();
  return simulated > 0 ? (1000 * simulated) / (worked() - from) : 1e6;
}

/** Milliseconds this process has worked: others on the machine do not count. */
function worked(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function shortened(job: Job, requests: number): Job {
  const { scenario } = job;
  const devices = scenario.fleet.reduce((sum, { count }) => sum + count, 0);
  const enough = Math.max(SOME, 20 * devices);
  if (scenario.duration === null || requests <= enough) return job;
  const duration = (scenario.duration * enough) / requests;
  return { ...job, scenario: { ...scenario, duration, warmup: Math.min(scenario.warmup, duration / 2) } };
}
