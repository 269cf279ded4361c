/**
 * What stands around every study: its folder, its runs, how far they are, how it ends early, and what is printed before and
 * after. What is its own comes from the study.
 */
import { join } from 'node:path';
import { RunFailed, Stopped, type Progress } from '../../experiment/bench.ts';
import { byKey, type Failed } from '../../experiment/job.ts';
import { shardEnding, shareOf, shardText } from '../../experiment/shard.ts';
import { plain } from '../../report/format.ts';
import { hanging } from '../../report/table.ts';
import { fingerprint } from '../../store/fingerprint.ts';
import { RunFolder } from '../../store/folder.ts';
import { inputs, namesTenants, sources } from '../../store/sources.ts';
import { LEFT } from '../../studies/kinds.ts';
import type { Needs } from '../../studies/study.ts';
import { requestsWords } from '../../studies/words.ts';
import { crew } from './crew.ts';
import { dryRun } from './dryRun.ts';
import { DONE, EXPECTATION_FAILED, FAILED, codeAfter, Fault, refuseTooMany } from '../fault.ts';
import type { RunFlags } from '../flags/runFlags.ts';
import { frame } from './frame.ts';
import type { Done, StudyOrder } from './order.ts';
import { build, version } from '../package.ts';
import { leave } from './leave.ts';
import { clock, gauge, SILENT } from '../terminal/progress.ts';
import { orderOf } from './queueOrder.ts';
import { beginPart, endPart, writePart, type ShardPart } from './shardOf.ts';
import { INTERRUPTED, type Terminal } from '../terminal/terminal.ts';

/** Returns the exit code. */
export async function conduct<Result>(
  order: StudyOrder<Result>,
  flags: RunFlags,
  terminal: Terminal,
): Promise<number> {
  const { study } = order;
  const { err } = terminal;
  const began = performance.now();
  const name = [study.scenarioFile?.name, study.kind.name].filter(Boolean).join('-');
  const path = flags.out ?? join('out', `${name}${shardEnding(flags.shard)}`);
  const { warnings = [], notes = [], opening } = study.before;
  const note = (text: string): void => {
    if (!flags.quiet && text !== '') err.write(`${text}\n`);
  };
  for (const text of warnings)
    note(`${err.paint('warning', 'unsure')} ${hanging(text, err.columns, '        ')}`);
  if (flags.dryRun) return dryRun(order, path, flags, terminal);
  refuseTooMany(study.needs.least ?? study.needs.runs);
  const part = flags.shard ? `, of them shard ${shardText(flags.shard)}` : '';
  if (opening !== '')
    note(err.paint(`${study.scenarioFile?.name ?? study.kind.name}: ${opening}${part}`, 'quiet'));
  notes.forEach(note);
  const opened = open(order, path, flags);
  try {
    if (opened && flags.shard) beginPart(opened, flags);
    else opened?.folder.forgetShard();
    const done = await work(order, opened, flags, terminal);
    const { conclusion, failures, progress } = done;
    if (conclusion === undefined) return endPart(opened!, flags, done, terminal);
    if (failures.length > 0 && failures.length === progress.jobs.done)
      throw new Fault(`every run failed: ${failures[0]!.error}`, FAILED);
    await leave(order, path, opened?.folder ?? null, conclusion, flags);
    await order.also?.(conclusion);
    // The last line is the answer.
    if (opening !== '') note(err.paint(closing(done, (performance.now() - began) / 1000), 'quiet'));
    frame(study.kind, conclusion, path, flags, terminal.out);
    return codeAfter(failures, err) || (conclusion.holds ? DONE : EXPECTATION_FAILED);
  } finally {
    opened?.folder.close();
  }
}

/** Results of another study are never mixed with those of this one. */
function open(
  { study, loaded, command }: StudyOrder<unknown>,
  path: string,
  flags: RunFlags,
): ShardPart | null {
  const { kind, scenarioFile, design } = study;
  if (kind.file === null || !scenarioFile || !loaded) return null;
  const mark = fingerprint(scenarioFile, build(), {
    ...inputs(scenarioFile, loaded.base),
    ...(design !== undefined && { [kind.name]: JSON.stringify(design) }),
  });
  if (flags.merged !== undefined && flags.merged !== mark)
    throw new Fault(
      `${loaded.file}: is not what the parts were run from, or was changed since: merge where the scenario and its log are as they were`,
    );
  const { force, requests } = flags;
  const folder = new RunFolder(path, { fingerprint: mark, force, left: LEFT, ...(requests && { requests }) });
  return { folder, fingerprint: mark, command };
}

async function work<Result>(
  { study, loaded }: StudyOrder<Result>,
  opened: ShardPart | null,
  flags: RunFlags,
  terminal: Terminal,
): Promise<Done<Result>> {
  const { needs, scenarioFile } = study;
  const { shard } = flags;
  const base = loaded?.base ?? '.';
  const folder = opened?.folder;
  const executor = crew({
    settings: {
      base,
      ...(flags.requests &&
        folder &&
        scenarioFile && {
          requests: { folder: folder.requests, form: flags.requests, named: namesTenants(scenarioFile) },
        }),
    },
    work: {
      runs: shareOf(needs.runs, shard),
      requests: shareOf(needs.requests, shard),
      largest: needs.largest,
      open: needs.open === true,
    },
    workers: flags.workers,
    queue: loaded ? orderOf(flags, loaded, terminal) : undefined,
  });
  const stop = new AbortController();
  const restore = terminal.onInterrupt(() => stop.abort());
  const shown = flags.quiet ? SILENT : gauge(terminal.err);
  const began = performance.now();
  const failures: Failed[] = [];
  let progress: Progress = NOT_BEGUN;
  try {
    const conclusion = await study.conclude({
      executor,
      version: version(),
      source: sources(base),
      ...(folder && { done: folder.done, sums: folder.sums }),
      ...(shard && { shard }),
      signal: stop.signal,
      onFinished: (finished) => folder?.record(finished),
      onFailed: (failed) => failures.push(failed),
      onProgress: (now) => {
        progress = now;
        shown.update(now);
      },
      say: (text) => shown.say(text),
    });
    if (conclusion === undefined && stop.signal.aborted && progress.jobs.done < progress.jobs.total)
      throw new Stopped('interrupted');
    return {
      conclusion,
      failures: failures.sort(byKey),
      progress,
      seconds: (performance.now() - began) / 1000,
    };
  } catch (error) {
    if (error instanceof Stopped) {
      if (opened && shard)
        writePart(opened, flags, { runs: progress.jobs.done - failures.length, finished: false });
      throw new Fault(stoppedWords(progress, folder, flags, needs), INTERRUPTED);
    }
    if (error instanceof RunFailed) throw new Fault(`a run failed: ${error.message}`, FAILED);
    if (error instanceof RangeError) throw new Fault(error.message);
    throw error;
  } finally {
    shown.stop();
    restore();
    await executor.close();
  }
}

const NOT_BEGUN: Progress = {
  jobs: { done: 0, total: 0, failed: 0, before: 0 },
  requests: 0,
  share: 0,
};

function stoppedWords(
  { jobs: { done, total, failed } }: Progress,
  folder: RunFolder | undefined,
  { shard }: RunFlags,
  { open = false, least = total }: Pick<Needs, 'open' | 'least'>,
): string {
  if (!folder) return 'interrupted: nothing is kept';
  // Of those that were announced: the few that are made once more, a little slower, are not among them.
  const kept = open ? done - failed : Math.min(least, done - failed);
  const runs = `${plain(kept)}${open || shard ? '' : ` of ${plain(least)}`} runs`;
  return `interrupted: ${runs}${shard ? ` of shard ${shardText(shard)}` : ''} are kept in ${folder.path}; the same command goes on from there`;
}

function closing({ conclusion, progress, seconds }: Done<unknown>, whole: number): string {
  const { jobs, requests, again = 0 } = progress;
  const before = jobs.before - (conclusion?.unasked ?? 0);
  const earlier = before > 0 ? `${plain(before)} runs were there already; ` : '';
  const now =
    jobs.done > jobs.before
      ? `${simulated(requests - again, again)} in ${seconds.toFixed(1)} s`
      : 'nothing left to simulate';
  return `${earlier}${now}, ${clock(whole)} in all`;
}

/** What was run once more, a little slower, is no run of its own: the line on service time is from it. */
function simulated(once: number, again: number): string {
  if (again === 0) return `${requestsWords(once)} simulated`;
  const more = 'once more with 1 % longer service';
  return once === 0
    ? `${requestsWords(again)} simulated ${more}`
    : `${requestsWords(once)} simulated, ${again === once ? 'all' : plain(again)} of them ${more},`;
}
