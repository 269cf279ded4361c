import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inProcess } from '../../src/executors/inProcess.ts';
import { experiment, type ExperimentOutcome } from '../../src/experiment/experiment.ts';
import type { ScenarioFile } from '../../src/scenario/scenario.ts';
import { checked } from '../../src/store/checkedLines.ts';
import { readCsv } from '../../src/store/csv.ts';
import { fingerprint } from '../../src/store/fingerprint.ts';
import type { RequestForm } from '../../src/store/requestForm.ts';
import { readSummary, RunFolder } from '../../src/store/folder.ts';
import { runner as loggingRunner } from '../../src/store/loggingRunner.ts';
import { runner } from '../../src/store/runner.ts';
import { readSeries } from '../../src/store/readSeries.ts';
import { office } from '../experiment/plan.ts';

let path: string;

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'edgewise-folder-')), 'run');
});

afterEach(() => rmSync(join(path, '..'), { recursive: true, force: true }));

async function keep(
  scenarioFile: ScenarioFile,
  options: { readonly force?: boolean; readonly requests?: RequestForm; readonly stopAfter?: number } = {},
): Promise<ExperimentOutcome & { readonly made: number }> {
  const folder = new RunFolder(path, { fingerprint: fingerprint(scenarioFile, '1'), ...options });
  try {
    const { requests: form } = options;
    const requests = form && { folder: folder.requests, form };
    const executor = inProcess(requests ? loggingRunner({ base: '/', requests }) : runner({ base: '/' }));
    const { done, sums } = folder;
    let made = 0;
    for await (const step of experiment(scenarioFile, { version: '1', executor, done, sums })) {
      if (step.kind === 'finished') {
        made++;
        if (made > (options.stopAfter ?? Infinity)) throw new Error('stopped');
        folder.record(step.finished);
      }
      if (step.kind !== 'outcome') continue;
      folder.writeResults(scenarioFile, step.outcome);
      return { ...step.outcome, made };
    }
    throw new Error('there was no outcome');
  } finally {
    folder.close();
  }
}

const small = (...set: string[]): ScenarioFile => office({ set: ['replications=2', ...set] });

describe('the folder of a run', () => {
  test('has a row in runs.csv for every cell and replication, in that order, and every figure', async () => {
    const scenarioFile = small();
    const { findings } = await keep(scenarioFile);
    const { columns, rows } = readCsv(join(path, 'runs.csv'));
    expect(columns.slice(0, 4)).toEqual(['cell', 'strategy', 'replication', 'arrived']);
    expect(rows.map((row) => row.slice(0, 3))).toEqual([
      ['0', 'random', '0'],
      ['0', 'random', '1'],
      ['1', 'weighted', '0'],
      ['1', 'weighted', '1'],
      ['2', 'leastQueue', '0'],
      ['2', 'leastQueue', '1'],
    ]);
    for (const [i, [cell, , number]] of rows.entries()) {
      const [, result] = findings.of(Number(cell))[Number(number)]!;
      for (const [name, value] of Object.entries(result.metrics))
        expect(rows[i]![columns.indexOf(name)]).toBe(value === null ? '' : String(value));
      for (const [name, value] of Object.entries(result.reasons))
        expect(rows[i]![columns.indexOf(`reason.${name}`)]).toBe(String(value));
    }
  });

  test('gives back its series and its summary as they were', async () => {
    const scenarioFile = small();
    const { summary, findings } = await keep(scenarioFile);
    expect(readSummary(path)).toEqual(summary);
    expect(readSeries(join(path, 'series.csv'))).toEqual(
      scenarioFile.cells.map((_, cell) => findings.series(cell)),
    );
    expect(readFileSync(join(path, 'scenario.yaml'), 'utf8')).toBe(scenarioFile.text);
  });

  test('refuses the results of another scenario and leaves all as it is', async () => {
    await keep(small());
    writeFileSync(join(path, 'notes.txt'), 'mine');
    const before = readdirSync(path);
    const summary = readFileSync(join(path, 'summary.json'), 'utf8');
    const other = small('seed=8');
    await expect(keep(other)).rejects.toThrow(
      `${path}: holds the results of a different scenario or version; --out ${path}-2 keeps both, --force removes what is there`,
    );
    expect(readdirSync(path)).toEqual(before);
    expect(readFileSync(join(path, 'summary.json'), 'utf8')).toBe(summary);
    await keep(other, { force: true });
    expect(readSummary(path).seed).toBe(8);
    expect(readFileSync(join(path, 'notes.txt'), 'utf8')).toBe('mine');
  });

  test('refuses a journal of another format, and one that no longer says what it is of, finished or not', async () => {
    const journal = join(path, 'journal.jsonl');
    await expect(keep(small(), { stopAfter: 1 })).rejects.toThrow('stopped');
    const whole = readFileSync(journal, 'utf8');
    const header = JSON.parse(whole.slice(9, whole.indexOf('\n'))) as { readonly fingerprint: string };
    const older = checked(JSON.stringify({ ...header, journal: 'edgewise.journal/1' }));
    for (const finished of [false, true]) {
      if (finished) writeFileSync(join(path, 'summary.json'), '{}');
      writeFileSync(journal, older + whole.slice(whole.indexOf('\n') + 1));
      await expect(keep(small())).rejects.toThrow(/: was written by another version of the program; --out/);
      writeFileSync(journal, whole.replace('{', '['));
      await expect(keep(small())).rejects.toThrow(/: the first line of journal.jsonl is damaged; --out/);
    }
    expect((await keep(small(), { force: true })).made).toBeGreaterThan(1);
  });

  test('refuses results whose journal is gone', async () => {
    await keep(small());
    rmSync(join(path, 'journal.jsonl'));
    await expect(keep(small())).rejects.toThrow(/holds results whose journal is gone or damaged/);
  });

  test('takes a folder that has other things in it', async () => {
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, 'notes.txt'), 'mine');
    await keep(small());
    expect(readdirSync(path).sort()).toEqual([
      'journal.jsonl',
      'notes.txt',
      'runs.csv',
      'scenario.yaml',
      'series.csv',
      'summary.json',
      'sums.jsonl',
    ]);
  });

  test('says what is wrong when it is shown and not finished, or not there', async () => {
    expect(() => readSummary(path)).toThrow(/there is no finished run here \(no summary\.json\)$/);
    new RunFolder(path, { fingerprint: 'x' }).close();
    expect(() => readSummary(path)).toThrow(
      /the run is not finished: run the same command again to finish it$/,
    );
    writeFileSync(join(path, 'summary.json'), '{');
    expect(() => readSummary(path)).toThrow(/summary\.json: is not JSON$/);
    writeFileSync(join(path, 'summary.json'), '{"schema":"edgewise.summary/9"}');
    expect(() => readSummary(path)).toThrow(/schema is "edgewise\.summary\/9", not "edgewise\.summary\/1"$/);
  });
});

describe('a finished run', () => {
  const TABLES = ['summary.json', 'runs.csv', 'series.csv'] as const;
  const tables = (): string[] => TABLES.map((name) => readFileSync(join(path, name), 'utf8'));

  /** What a run that begins in an empty folder leaves. */
  async function fresh(...set: string[]): Promise<string[]> {
    rmSync(path, { recursive: true, force: true });
    await keep(small(...set));
    return tables();
  }

  test('keeps its time series as their sums alone, and is not run again', async () => {
    await keep(small());
    expect(existsSync(join(path, '.series'))).toBe(false);
    const before = tables();
    expect((await keep(small())).made).toBe(0);
    expect(tables()).toEqual(before);
  });

  test('with more replications runs those alone, with fewer all, to the same bytes as from the start', async () => {
    const two = await fresh();
    const five = await fresh('replications=5');
    await fresh();
    expect((await keep(small('replications=5'))).made).toBe(9);
    expect(tables()).toEqual(five);
    expect((await keep(small())).made).toBe(6);
    expect(tables()).toEqual(two);
    expect((await keep(small('replications=5'))).made).toBe(9);
    expect(tables()).toEqual(five);
  });

  test('with more replications is interrupted and goes on, to the same bytes as from the start', async () => {
    const five = await fresh('replications=5');
    await fresh();
    await expect(keep(small('replications=5'), { stopAfter: 4 })).rejects.toThrow('stopped');
    expect((await keep(small('replications=5'))).made).toBe(5);
    expect(tables()).toEqual(five);
  });

  test('whose sums are gone or damaged is run again, to the same bytes', async () => {
    const two = await fresh();
    rmSync(join(path, 'sums.jsonl'));
    expect((await keep(small())).made).toBe(6);
    const text = readFileSync(join(path, 'sums.jsonl'), 'utf8');
    writeFileSync(join(path, 'sums.jsonl'), text.replace('"cell":1', '"cell":2'));
    expect((await keep(small())).made).toBe(2);
    expect(tables()).toEqual(two);
  });

  test('is read past lines that stand there twice, its headers among them', async () => {
    const two = await fresh();
    for (const name of ['sums.jsonl', 'journal.jsonl']) {
      const text = readFileSync(join(path, name), 'utf8');
      const [header = '', first = ''] = text.split('\n');
      writeFileSync(join(path, name), `${header}\n${text}${first}\n${header}\n`);
    }
    expect((await keep(small())).made).toBe(0);
    expect(tables()).toEqual(two);
  });
});

describe('the request log', () => {
  async function rows(): Promise<Record<string, unknown>[]> {
    const bytes = readFileSync(join(path, 'requests.parquet'));
    return parquetReadObjects({
      file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    });
  }

  test('has every request of every run once, and adds up to the figures', async () => {
    const scenarioFile = small();
    const { findings } = await keep(scenarioFile, { requests: 'parquet' });
    const all = await rows();
    expect(existsSync(join(path, '.requests'))).toBe(false);
    for (const cell of [0, 1, 2])
      for (const [replication, { metrics, reasons }] of findings.of(cell)) {
        const mine = all.filter((row) => row['cell'] === cell && row['replication'] === replication);
        expect(mine).toHaveLength(metrics['arrived']!);
        expect(mine.map((row) => row['request'] as number)).toEqual(mine.map((_, i) => i));
        const edge = mine.filter(({ outcome }) => outcome === 'edge');
        const cloud = mine.filter(({ outcome }) => outcome === 'cloud');
        expect(edge).toHaveLength(metrics['edge.served']!);
        expect(cloud).toHaveLength(metrics['cloud.requests']!);
        expect(cloud.every(({ device }) => device === null)).toBe(true);
        expect(
          edge.every(({ device, reason }) => /^board#[1-4]$/.test(String(device)) && reason === null),
        ).toBe(true);
        const tokens = cloud.reduce(
          (sum, row) => sum + (row['prompt'] as number) + (row['output'] as number),
          0,
        );
        expect(tokens).toBe(metrics['cloud.tokens']!);
        const dollars = cloud.reduce((sum, row) => sum + (row['dollars'] as number), 0);
        expect(dollars).toBeCloseTo(metrics['cloud.cost']!, 9);
        for (const [reason, count] of Object.entries(reasons))
          expect(mine.filter((row) => row['reason'] === reason)).toHaveLength(count);
        const waits = mine.map((row) => (row['first'] as number) - (row['arrival'] as number));
        expect(waits.reduce((a, b) => a + b) / mine.length).toBeCloseTo(metrics['ttft.mean']!, 9);
        expect(mine.every((row) => (row['completed'] as number) >= (row['first'] as number))).toBe(true);
      }
  });

  test('has who was dropped, with the reason and without an answer', async () => {
    const { findings } = await keep(small('fallback=drop', 'cloud=null'), { requests: 'parquet' });
    const dropped = (await rows()).filter(({ outcome }) => outcome === 'dropped');
    const expected = [0, 1, 2].flatMap((cell) =>
      findings.of(cell).map(([, { metrics }]) => metrics['dropped']!),
    );
    expect(dropped).toHaveLength(expected.reduce((a, b) => a + b));
    expect(
      dropped.every((row) => row['first'] === null && row['completed'] === null && row['device'] === null),
    ).toBe(true);
    expect(new Set(dropped.map(({ reason }) => reason))).toEqual(
      new Set(['rateLimit', 'queueFull', 'tooLarge']),
    );
  });

  test('is the same in groups of rows as at once', async () => {
    const scenarioFile = office({
      set: ['replications=1', 'duration=40h'],
      vary: ['strategy=random,leastQueue'],
    });
    const { findings } = await keep({ ...scenarioFile, expect: [] }, { requests: 'parquet' });
    const all = await rows();
    const arrived = [0, 1].map((cell) => findings.of(cell)[0]![1].metrics['arrived']!);
    expect(arrived[0]).toBeGreaterThan(50_000);
    expect(all).toHaveLength(arrived[0]! + arrived[1]!);
    const numbers = all.slice(0, arrived[0]).map((row) => row['request'] as number);
    expect(new Set(numbers).size).toBe(arrived[0]);
    expect(all.slice(arrived[0]).every(({ cell }) => cell === 1)).toBe(true);
  });
});
