/** What a study would run and for how long, with nothing written. */
import { given } from '../../kernel/given.ts';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { shareOf, shardText } from '../../experiment/shard.ts';
import type { Job } from '../../experiment/job.ts';
import { counted } from '../../kernel/words.ts';
import { changedLines } from '../../report/changed.ts';
import { demandWords } from '../../report/recordedDemand.ts';
import { wrap } from '../../report/table.ts';
import { JOURNAL } from '../../store/journal.ts';
import { runner } from '../../store/runner.ts';
import type { SampleRun } from '../../studies/study.ts';
import { requestsWords } from '../../studies/words.ts';
import type { StudyOrder } from './order.ts';
import { DONE } from '../fault.ts';
import type { RunFlags } from '../flags/runFlags.ts';
import { clock } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Milliseconds of trying out. */
const WARMING = 300;
const TRIAL = 300;
/** Requests of one trial, more for many devices: to set up a run takes time as well. */
const SOME = 30_000;
/** Seconds for starting, figures and the page, about. */
const AROUND = 2;

export function dryRun(
  { study, loaded }: StudyOrder<unknown>,
  folder: string,
  { shard, workers, json }: RunFlags,
  { out }: Terminal,
): number {
  const { needs, before, scenarioFile } = study;
  const { runs, requests } = needs.most ?? needs;
  const jobs = shareOf(runs, shard);
  const asked = shard ? requests / shard.of : requests;
  const threads = Math.max(1, Math.min(workers ?? availableParallelism(), jobs));
  const seconds = AROUND + asked / tried(needs.some(), loaded?.base ?? '.') / threads;
  const name = scenarioFile?.name ?? study.kind.name;
  const { recorded = [] } = before;
  if (json) {
    const said = {
      scenario: name,
      ...(scenarioFile && { seed: scenarioFile.seed }),
      ...before.said,
      jobs,
      requests: Math.round(asked),
      seconds: Number(seconds.toPrecision(2)),
      threads,
      out: folder,
      ...(recorded.some(Boolean) && { recorded: recorded.map((one) => one ?? null) }),
    };
    out.write(`${JSON.stringify(said, null, 2)}\n`);
    return DONE;
  }
  const changed = scenarioFile ? changedLines({ ...scenarioFile, expectations: scenarioFile.expect }) : [];
  const head = `${out.paint(name, 'heading')}  ${out.paint('dry run: nothing is written', 'quiet')}`;
  const time = `about ${clock(seconds)} with ${counted(threads, 'thread')} of this machine`;
  const lines = given([
    ...new Set(recorded.flatMap((one) => (one ? [demandWords(one)] : []))),
    ...before.lines,
    shard &&
      `in shard ${shardText(shard)} about ${counted(jobs, before.jobName ?? 'run')} of them, ${requestsWords(asked)}`,
    before.takes?.(time) ?? time,
    `results would go to ${folder}` +
      (existsSync(join(folder, JOURNAL)) ? ', where some are: the same command goes on from them' : ''),
  ]);
  const wrapped = (all: readonly string[]): string => all.map((line) => wrap(line, out.columns)).join('\n');
  const parts = [wrapped([head, ...changed]), ...(before.table ? [before.table(out)] : []), wrapped(lines)];
  out.write(`${parts.join('\n\n')}\n`);
  return DONE;
}

/** Requests a second of one thread, from short runs of the samples in turn. */
function tried(samples: readonly SampleRun[], base: string): number {
  if (samples.length === 0) return Infinity;
  const run = runner({ base });
  let turn = 0;
  const simulate = (): number => {
    const { job, requests } = samples[turn++ % samples.length]!;
    return run(shortened(job, requests)).metrics['arrived'] ?? 0;
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
