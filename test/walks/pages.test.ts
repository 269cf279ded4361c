/**
 * The pages of the documentation that are made of commands print what they say that they print. Written anew with
 * `npm run test:record -- test/walks/pages.test.ts`.
 */
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { played } from './page.ts';

const ROOT = join(import.meta.dirname, '../..');
const PAGES = [
  'docs/logs.md',
  'docs/explain.md',
  'docs/tutorials/figure4.md',
  'docs/tutorials/office.md',
  'docs/tutorials/jetson.md',
];

const before = process.cwd();
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'edgewise-page-'));
  symlinkSync(join(ROOT, 'scenarios'), join(folder, 'scenarios'));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

it.each(PAGES)(
  '%s',
  async (page) => {
    const file = join(ROOT, page);
    const written = readFileSync(file, 'utf8');
    const { text, ran } = await played(written, folder);
    expect(ran.filter(({ code }) => code !== 0 && code !== 3).map(({ command }) => command)).toEqual([]);
    expect(ran.length).toBeGreaterThan(1);
    if (process.env['UPDATE_RECORDED']) writeFileSync(file, text);
    else expect(written).toBe(text);
  },
  240_000,
);
