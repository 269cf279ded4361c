/** A study of sensitivity, from a file to its folder and what a person sees of it. */
import { counted } from '../kernel/words.ts';
import { join } from 'node:path';
import type { Progress } from '../experiment/bench.ts';
import type { Failed } from '../experiment/job.ts';
import type { Input } from '../studied.ts';
import { shardEnding } from '../experiment/shard.ts';
import { freed } from '../experiment/sensitivity/freed.ts';
import { readInputs } from '../experiment/sensitivity/over.ts';
import { scenarioAt, sized, type Size, type SizeOptions } from '../experiment/sensitivity/size.ts';
import { sensitivity, type SensitivityOutcome } from '../experiment/sensitivity/study.ts';
import { renderReport } from '../render/report.ts';
import { leftOutLine } from '../report/changed.ts';
import { studyDocument } from '../report/sensitivity/document.ts';
import { sensitivityFigures } from '../report/sensitivity/figures.ts';
import { fingerprint } from '../store/fingerprint.ts';
import { RunFolder } from '../store/folder.ts';
import { inputs as files } from '../store/sources.ts';
import { plain } from '../report/format.ts';
import { assumptionsOf } from './assumptions.ts';
import { crew } from './crew.ts';
import { orderOf } from './queueOrder.ts';
import { DONE, FAILED, Fault, refuseTooMany } from './fault.ts';
import type { RunFlags } from './flags.ts';
import { build, version } from './package.ts';
import { amount, gauge, SILENT } from './progress.ts';
import { load, type Loaded } from './scenarioFile.ts';
import { drawFigures } from './pictures.ts';
import { writeClaims } from './sensitivityDoc.ts';
import { changed, stopped } from './perform.ts';
import { beginPart, endPart, type PartDone } from './shardOf.ts';
import type { SensitivityFlags } from './sensitivityFlags.ts';
import { studyDryRun } from './sensitivityDryRun.ts';
import { pointsTable } from './sensitivityPoints.ts';
import { sensitivityText } from './sensitivityText.ts';
import type { Terminal } from './terminal.ts';
import { numbered, quoted, typedAgain } from './typedAgain.ts';
import { Demands } from './workloadSize.ts';

interface Study {
  readonly loaded: Loaded;
  readonly inputs: readonly Input[];
  readonly size: Size;
  /** Requests of all its runs, about. */
  readonly requests: number;
  readonly asked: Asked;
}

/** Points at which claims are judged. */
const POINTS = 128;

interface Asked extends SizeOptions {
  readonly metrics?: readonly string[];
}

export async function runSensitivity(
  file: string,
  flags: RunFlags,
  own: SensitivityFlags,
  terminal: Terminal,
): Promise<number> {
  const { out, err } = terminal;
  const read = load(file, flags);
  const scenarioFile = freed(read.scenarioFile, own.over);
  const loaded = { ...read, scenarioFile };
  if ((own.claims || own.doc !== undefined) && scenarioFile.expect.length === 0)
    throw new Fault(
      scenarioFile.leftOut
        ? `${file}: there are no claims to judge: ${leftOutLine(scenarioFile.leftOut, scenarioFile.leftOut.length)}`
        : `${file}: expects nothing, so that there are no claims to judge: add expect to the file`,
    );
  const study = prepared(loaded, flags, own);
  const { points } = study.size.design;
  const folder = flags.out ?? join('out', `${scenarioFile.name}-sensitivity${shardEnding(flags.shard)}`);
  if (!flags.quiet)
    for (const text of scenarioFile.warnings) err.write(`${err.paint('warning', 'unsure')} ${text}\n`);
  if (flags.dryRun) return studyDryRun(study, folder, flags, terminal);
  refuseTooMany(study.size.runs);
  if (!flags.quiet)
    err.write(
      `${err.paint(`${scenarioFile.name}: ${counted(study.inputs.length, 'input')}, ${plain(points.length)} points × ${counted(scenarioFile.cells.length, 'cell')} = ${plain(study.size.runs)} runs, about ${amount(study.requests)}`, 'quiet')}\n`,
    );
  const mark = fingerprintOf(study);
  if (flags.merged !== undefined && flags.merged !== mark) throw changed(file);
  // Results of another study are never mixed with those of this one.
  const kept = new RunFolder(folder, { fingerprint: mark, force: flags.force });
  try {
    const began = performance.now();
    const part = { folder: kept, fingerprint: mark, command: commandOf(file, flags, own) };
    if (flags.shard) beginPart(part, flags);
    else kept.forgetShard();
    const done = await work(study, kept, flags, terminal);
    if (flags.shard) return endPart(part, flags, done, terminal);
    const { requests } = done;
    const outcome = whole(done, study, kept);
    const { result, failures } = outcome;
    kept.write('points.csv', pointsTable(scenarioFile, study.inputs, outcome));
    kept.write('sensitivity.json', `${JSON.stringify(result, null, 1)}\n`);
    kept.write('scenario.yaml', loaded.textFor(folder));
    const figures = sensitivityFigures(result);
    const { drawn, written } = await drawFigures(kept, figures);
    const page = studyDocument({
      study: result,
      figures,
      command: commandOf(file, flags, own),
      ...(scenarioFile.description !== '' && { description: scenarioFile.description }),
      scenario: loaded.textFor(folder),
      assumptions: assumptionsOf(scenarioFile),
    });
    kept.write('report.html', await renderReport(page, { drawn }));
    await written();
    if (own.doc !== undefined) await writeClaims(own.doc, result, figures);
    if (flags.json) out.write(`${JSON.stringify(result, null, 2)}\n`);
    else out.write(sensitivityText(result, out, { folder, figures: figures.length }));
    if (!flags.quiet)
      err.write(
        `${err.paint(`${amount(requests)} simulated, ${((performance.now() - began) / 1000).toFixed(1)} s in all`, 'quiet')}\n`,
      );
    if (failures.length === 0) return DONE;
    err.write(
      `${err.paint(`${plain(failures.length)} runs failed`, 'bad')} and are left out, the first of them: ${failures[0]!.error}\n`,
    );
    return FAILED;
  } finally {
    kept.close();
  }
}

function prepared(loaded: Loaded, flags: RunFlags, own: SensitivityFlags): Study {
  const { scenarioFile, base } = loaded;
  const inputs = readInputs(scenarioFile, own.over);
  const { metrics, samples, walks, levels, maps, side, keepAll, claims, doc } = own;
  const asked = {
    keepAll,
    ...(maps && { maps }),
    ...(side !== undefined && { side }),
    ...((claims || doc !== undefined) && { claims: own.points ?? POINTS }),
    ...(metrics && { metrics }),
    ...(samples !== undefined && { samples }),
    ...(walks !== undefined && { walks }),
    ...(levels !== undefined && { levels }),
    ...(flags.replications !== undefined && { replications: flags.replications }),
  };
  const size = sized(scenarioFile, inputs, asked);
  const demands = new Demands(base);
  const requests = size.design.points.reduce(
    (sum, point) =>
      scenarioFile.cells.reduce(
        (all, _, cell) =>
          all + point.replications * demands.requestsOf(scenarioAt(scenarioFile, inputs, point, cell)),
        sum,
      ),
    0,
  );
  return { loaded, inputs, size, requests, asked };
}

function fingerprintOf({ loaded, inputs, size, asked }: Study): string {
  const { scenarioFile, base } = loaded;
  const { points } = size.design;
  const design = JSON.stringify([
    inputs,
    // What the screening leaves out, and with it where the points of the indices are, goes by these two.
    asked.keepAll,
    asked.metrics,
    points.map(({ values, replications }) => [values, replications]),
  ]);
  return fingerprint(scenarioFile, build(), { ...files(scenarioFile, base), design });
}

interface Worked extends PartDone {
  /** None of a part. */
  readonly outcome: SensitivityOutcome | undefined;
  readonly requests: number;
}

async function work(
  { loaded, inputs, size, requests, asked }: Study,
  folder: RunFolder,
  flags: RunFlags,
  terminal: Terminal,
): Promise<Worked> {
  const { scenarioFile, base } = loaded;
  const demands = new Demands(base);
  const sizes = scenarioFile.cells.map(({ scenario }) => demands.requestsOf(scenario));
  const executor = crew({
    settings: { base },
    work: { runs: size.runs, requests, largest: Math.max(0, ...sizes), open: false },
    workers: flags.workers,
    queue: orderOf(flags, loaded, terminal),
  });
  const stop = new AbortController();
  const restore = terminal.onInterrupt(() => stop.abort());
  const shown = flags.quiet ? SILENT : gauge(terminal.err);
  let last: Progress | undefined;
  try {
    const steps = sensitivity(scenarioFile, inputs, {
      ...asked,
      executor,
      version: version(),
      done: folder.done,
      ...(flags.shard && { shard: flags.shard }),
      signal: stop.signal,
      onProgress: (progress) => {
        last = progress;
        shown.update(progress);
      },
    });
    let outcome: SensitivityOutcome | undefined;
    const failures: Failed[] = [];
    for await (const step of steps) {
      if (step.kind === 'finished') folder.record(step.finished);
      else if (step.kind === 'failed') failures.push(step.failed);
      else outcome = step.outcome;
    }
    const { jobs, requests } = last!;
    const interrupted = outcome?.interrupted ?? (stop.signal.aborted && jobs.done < jobs.total);
    return { outcome, failures, interrupted, jobs, requests };
  } finally {
    shown.stop();
    restore();
    await executor.close();
  }
}

/** What a study that is not a part comes to. */
function whole({ outcome, jobs }: Worked, { size }: Study, { path }: RunFolder): SensitivityOutcome {
  if (!outcome) throw new Error('the study ended without an outcome');
  if (outcome.interrupted) throw stopped(path, jobs);
  if (outcome.failures.length === size.runs)
    throw new Fault(`every run failed: ${outcome.failures[0]!.error}`, FAILED);
  return outcome;
}

/** What to type for the same: everything that changes a point or what is made of it. */
function commandOf(file: string, flags: RunFlags, own: SensitivityFlags): string {
  const { over, metrics = [], maps = [], claims, doc, points, samples, walks, levels, side, keepAll } = own;
  const pairs = maps === 'all' ? ['all'] : maps.map((pair) => pair.join(','));
  const more = [
    ...over.map((one) => `--over ${quoted(one)}`),
    ...metrics.map((one) => `--metric ${one}`),
    ...pairs.map((one) => `--map ${quoted(one)}`),
    ...numbered('side', side),
    ...(claims || doc !== undefined ? ['--claims'] : []),
    ...numbered('points', points),
    ...numbered('samples', samples),
    ...numbered('walks', walks),
    ...numbered('levels', levels),
    ...(keepAll ? ['--keep-all'] : []),
  ];
  return typedAgain(`sensitivity ${quoted(file)}`, flags, more);
}
