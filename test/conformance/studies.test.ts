/** What every kind of study keeps to, whatever it is about: all of them go through the bench. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { shipped } from '../../src/catalog/shipped.ts';
import { inProcess } from '../../src/executors/inProcess.ts';
import { RunFailed, Stopped, type Progress } from '../../src/experiment/bench.ts';
import type { Executor, RunJob } from '../../src/experiment/executor.ts';
import type { Failed, Finished } from '../../src/experiment/job.ts';
import { unpainted } from '../../src/report/table.ts';
import { read } from '../../src/scenario/read.ts';
import type { ScenarioFile } from '../../src/scenario/scenario.ts';
import { runner } from '../../src/store/runner.ts';
import { capacityStudy } from '../../src/studies/capacity/study.ts';
import { Demands } from '../../src/studies/demands.ts';
import { figure3Study } from '../../src/studies/figure3/study.ts';
import { figure4Study } from '../../src/studies/figure4/study.ts';
import { planStudy } from '../../src/studies/plan/study.ts';
import { runStudy } from '../../src/studies/run/study.ts';
import { sensitivityStudy } from '../../src/studies/sensitivity/study.ts';
import type { Conclusion, Study, StudyBench } from '../../src/studies/study.ts';
import { tableOneStudy } from '../../src/studies/table1/study.ts';
import { validationStudy } from '../../src/studies/validation/study.ts';
import { noFile } from '../../src/studies/words.ts';

const ROOT = join(import.meta.dirname, '../..');
const scenario = (name: string, ...set: string[]): ScenarioFile =>
  read(readFileSync(join(ROOT, 'scenarios', `${name}.yaml`), 'utf8'), { file: name, set });
const demands = new Demands(noFile);

/** The tables of two boards, and nothing derived from the others: the fits of all of them are for other tests. */
function fewTables(name: string): string {
  if (name === 'derivations.json') return '[]';
  const text = readFileSync(join(ROOT, 'calibration', name), 'utf8');
  const isLeftOut = name.startsWith('measurements/') && !/cloud-|orin-nano|raspberry/.test(name);
  return isLeftOut ? text.slice(0, text.indexOf('\n') + 1) : text;
}

/** Each as small as it comes, by the folder it is in. */
const STUDIES: Readonly<Record<string, () => Study<unknown>>> = {
  run: () => runStudy(scenario('first', 'duration=15m', 'replications=3'), { demands }),
  figure4: () =>
    figure4Study(scenario('figure4', 'duration=10m', 'warmup=1m', 'replications=1'), { demands }),
  figure3: () => figure3Study(shipped),
  table1: () => tableOneStudy(),
  plan: () =>
    planStudy(scenario('office', 'duration=15m', 'warmup=1m', 'plan.growth=[1]', 'plan.mostRuns=10'), {
      demands,
      grid: false,
      modelError: false,
    }),
  capacity: () =>
    capacityStudy(scenario('first', 'duration=20m', 'slo.e2e=60s'), {
      demands,
      precision: 0.5,
      modelError: false,
    }),
  sensitivity: () =>
    sensitivityStudy(scenario('first', 'duration=15m'), {
      demands,
      over: ['workload.arrivals.rate=1/m..5/m', 'fleet.0.count=1..3', 'slo.ttft=2s..20s'],
      walks: 2,
      samples: 8,
      levels: 3,
      side: 0,
      replications: 1,
    }),
  validation: () => validationStudy(fewTables),
};

const whole = runner({ base: '.' });
/** The stations of queueing theory for a thousandth of their time: enough for what is asked here. */
const run: RunJob = (job, progress) => {
  const { duration, warmup, name } = job.scenario;
  if (name !== 'station') return whole(job, progress);
  const short = warmup + (duration! - warmup) / 1000;
  return whole({ ...job, scenario: { ...job.scenario, duration: short } }, progress);
};

/** What these make of their runs takes seconds; how they go on from some of them, or without one, is all the bench's. */
const ONCE: readonly string[] = ['validation', 'figure4'];

interface Made {
  readonly conclusion: Conclusion<unknown>;
  readonly finished: readonly Finished[];
  readonly failed: readonly Failed[];
  readonly progress: Progress | undefined;
}

async function made(study: Study<unknown>, more: Partial<StudyBench> = {}): Promise<Made> {
  const finished: Finished[] = [];
  const failed: Failed[] = [];
  let progress: Progress | undefined;
  const conclusion = await study.conclude({
    executor: inProcess(run),
    version: '0',
    source: noFile,
    onFinished: (one) => finished.push(one),
    onFailed: (one) => failed.push(one),
    onProgress: (now) => (progress = now),
    ...more,
  });
  return { conclusion: conclusion!, finished, failed, progress };
}

/** One run of them fails. */
function failing(at: number): Executor {
  let count = 0;
  return inProcess((job, progress) => {
    if (count++ === at) throw new Error('the disk is on fire');
    return run(job, progress);
  });
}

/** Millions of runs, of which a few numbers are kept: streamed by cli/commands/sensitivity/sweep.ts, with a folder of its own kind. */
const STREAMED: readonly string[] = ['sweep'];

it('all of them are looked at here, and each has a command', () => {
  const folders = readdirSync(join(ROOT, 'src/studies'), { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map(({ name }) => name)
    .filter((name) => !STREAMED.includes(name));
  expect(Object.keys(STUDIES).sort()).toEqual(folders.sort());
  const commands = readdirSync(join(ROOT, 'src/cli/commands'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(ROOT, 'src/cli/commands', name), 'utf8'));
  for (const folder of folders) {
    const text = commands.find((one) => one.includes(`import('../../studies/${folder}/study.ts')`));
    expect(text, folder).toMatch(/\bconduct(?:File)?\(/);
  }
});

describe.each(Object.entries(STUDIES))('%s', (name, make) => {
  let first: Made;
  beforeAll(async () => {
    first = await made(make());
  });

  it('says beforehand what it needs, and how far it is', async () => {
    const { needs, before } = make();
    const { finished, progress } = first;
    expect(needs.some().length > 0).toBe(finished.length > 0);
    for (const { requests } of needs.some()) expect(requests).toBeLessThanOrEqual(needs.largest);
    expect(needs.runs > 0).toBe(finished.length > 0);
    JSON.stringify(before.said);
    if (!progress) return;
    const { jobs, requests, stage } = progress;
    expect(jobs).toMatchObject({ done: finished.length, failed: 0, before: 0 });
    expect(stage !== undefined).toBe(needs.open === true);
    expect(requests).toBe(finished.reduce((sum, { result }) => sum + result.metrics['arrived']!, 0));
    if (!needs.open) expect(finished.length).toBeLessThanOrEqual(needs.runs);
  });

  const resumed = ONCE.includes(name) ? [] : [name];
  it.each(resumed)('%s goes on from half of its runs, to the same bytes', async () => {
    const { finished, conclusion } = first;
    const done = JSON.parse(JSON.stringify(finished.slice(0, finished.length >> 1))) as Finished[];
    const again = await made(make(), { done });
    expect(again.finished).toHaveLength(finished.length - done.length);
    expect(JSON.stringify(again.conclusion.result)).toBe(JSON.stringify(conclusion.result));
    expect(again.progress?.jobs.before ?? 0).toBe(done.length);
  });

  it('stops when it is told to, and loses nothing', async () => {
    const { finished } = first;
    if (finished.length === 0) return;
    const stop = new AbortController();
    const kept: Finished[] = [];
    const onFinished = (one: Finished): void => {
      kept.push(one);
      if (kept.length === Math.min(3, finished.length - 1)) stop.abort();
    };
    await expect(made(make(), { signal: stop.signal, onFinished })).rejects.toThrow(Stopped);
    expect(kept.length).toBeGreaterThan(0);
  });

  it.each(resumed)('%s never hides a run that fails', async () => {
    const { finished } = first;
    if (finished.length === 0) return;
    const failed: Failed[] = [];
    const onFailed = (one: Failed): void => void failed.push(one);
    const ending = await made(make(), { executor: failing(1), onFailed }).catch((error: unknown) => error);
    if (ending instanceof Error) expect(ending).toBeInstanceOf(RunFailed);
    expect(failed.map(({ error }) => error)).toEqual(['the disk is on fire']);
  });

  it('prints from its result what it printed when it was made, on a screen of any width', async () => {
    const { kind, scenarioFile, assumptions = [] } = make();
    const { conclusion } = first;
    const { result, figures, page } = conclusion;
    const stored: unknown = JSON.parse(JSON.stringify(result));
    const screen = { columns: 80, paint: unpainted };
    const text = kind.text(result, screen, { folder: 'out' });
    expect(text.endsWith('\n')).toBe(true);
    expect(text).not.toMatch(/undefined|NaN|\[object/);
    expect(kind.text(stored, screen, { folder: 'out' })).toBe(text);
    expect(kind.answer(stored)).toEqual(kind.answer(result));
    if (kind.file === null) return;
    expect((stored as { schema: string }).schema).toBe(kind.schema);
    if (!page) {
      // Nothing to look at, and nothing that was asked.
      expect([figures, kind.answer(result)]).toEqual([[], null]);
      return;
    }
    const { description } = scenarioFile!;
    const document = page({ command: 'edgewise', scenario: 'name: x', description, assumptions });
    expect(document.opening!.answer.text).toBe(kind.answer(result)!.text);
    const shown = document.sections.flatMap((one) => one.figures.map(({ name }) => name));
    expect(shown.sort()).toEqual(figures.map(({ name }) => name).sort());
  });
});
