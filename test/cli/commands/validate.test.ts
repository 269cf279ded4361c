import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTables } from '../../../src/calibration/readTables.ts';
import { REPLICATIONS, STATIONS } from '../../../src/studies/validation/queueing.ts';
import { measured } from '../../../src/studies/validation/study.ts';
import type { Validation } from '../../../src/studies/validation/result.ts';
import { writeValidation } from '../../../src/cli/commands/validate/doc.ts';
import { loadTable, validationText } from '../../../src/studies/validation/report/blocks.ts';
import { runJob } from '../../../src/experiment/runJob.ts';
import { read } from '../../../src/scenario/read.ts';
import { shippedCompiled } from '../../calibration/compiled.ts';
import { captured, edgewise } from '../captured.ts';

const CALIBRATION = join(import.meta.dirname, '../../../calibration');
const text = (name: string): string => readFileSync(join(CALIBRATION, name), 'utf8');
const tables = readTables(text);
const compiled = shippedCompiled();

/** A fraction of the command's requests: enough to see that the scenario is the station that theory speaks of. */
it.each(STATIONS)('$name at load $load is what theory speaks of', ({ text, theory, of }) => {
  const { duration, warmup } = read(text, { file: 'station' }).cells[0]!.scenario;
  const set = [`duration=${warmup + (duration! - warmup) * 0.3}`];
  const { cells } = read(text, { file: 'station', set });
  const source = (): never => {
    throw new Error('there is no file');
  };
  const job = {
    cell: 0,
    replication: 0,
    draw: null,
    seed: 7,
    scenario: cells[0]!.scenario,
    keep: 'none',
  } as const;
  const { metrics } = runJob(job, { source });
  expect(REPLICATIONS).toBeGreaterThanOrEqual(10);
  expect(Math.abs(of(metrics)! / theory - 1)).toBeLessThan(0.1);
});

const found: Validation = {
  theory: STATIONS.map(({ name, load, figure, theory, margin }) => ({
    name,
    load,
    figure,
    theory,
    margin,
    simulated: theory * 1.002,
    ci95: [theory * 0.99, theory * 1.01],
    error: 0.002,
    holds: true,
  })),
  ...measured(compiled, tables, text),
};

it('every stated aim for the dense grids is met on rows the fits did not see', () => {
  const aimed = found.heldOut.filter(({ aim }) => aim !== null);
  expect(aimed.length).toBeGreaterThan(20);
  expect(aimed.filter(({ holds }) => !holds)).toEqual([]);
});

it('real servers under load are predicted as aimed for, by profiles that had not seen them', () => {
  expect(found.underLoad.map(({ rows }) => rows.length)).toEqual([8, 1]);
  for (const { all, rows } of found.underLoad) {
    expect(all.filter(({ holds }) => !holds)).toEqual([]);
    expect(rows.every(({ runs }) => runs === 6)).toBe(true);
  }
  // None of llama-server's runs is further off than this in the mean.
  const { errors } = found.underLoad[1]!.rows[0]!;
  expect(errors.find(({ figure }) => figure === 'e2e mean')!.worst).toBeLessThan(0.14);
});

it('is said in tables that fit the screen', () => {
  const text = validationText(found, captured(100).terminal.out);
  for (const words of [
    'M/M/8 (Erlang C)',
    'within 1 %',
    'Measurements the fits did not see',
    "the paper's 590 J",
  ])
    expect(text).toContain(words);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
});

it('is written as a page with its pictures', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'edgewise-'));
  await writeValidation(join(folder, 'validation.md'), found, compiled);
  const page = readFileSync(join(folder, 'validation.md'), 'utf8');
  const pictures = [...page.matchAll(/!\[[^\]]+\]\((figures\/[^)]+)\)/g)].map(([, path]) => path!);
  expect(pictures.length).toBeGreaterThanOrEqual(3);
  expect(
    readdirSync(join(folder, 'figures'))
      .map((name) => `figures/${name}`)
      .sort(),
  ).toEqual([...pictures].sort());
  for (const path of pictures) expect(readFileSync(join(folder, path), 'utf8')).toMatch(/^<svg/);
  rmSync(folder, { recursive: true });
});

it('docs/validation.md has what the fits give today', () => {
  const file = readFileSync(join(import.meta.dirname, '../../../docs/validation.md'), 'utf8');
  const page = file.replaceAll(/ +/g, ' ');
  for (const { profile, quantity, errors } of found.heldOut.filter(({ aim }) => aim !== null)) {
    const words = {
      ttft: 'first token',
      speed: 'decode speed',
      decodeWatts: 'decode power',
      prefillWatts: '',
    }[quantity];
    expect(page).toContain(
      `| ${profile} | ${words} | ${errors.count} | ${(errors.median * 100).toFixed(1)} |`,
    );
  }
  for (const columns of found.underLoad.map(loadTable))
    for (const row of columns[0]!.cells.keys())
      expect(page).toContain(
        `| ${columns.map(({ cells }) => cells[row]).join(' | ')} |`.replace('|  |', '| |'),
      );
});

it('is refused before anything runs where its page could not be written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'edgewise-validate-'));
  try {
    writeFileSync(join(folder, 'file'), '');
    const { code, out, err } = await edgewise(['validate', '--doc', join(folder, 'file', 'page.md')]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/page\.md: cannot be written: .*(?:file, not a folder|no such file)/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
