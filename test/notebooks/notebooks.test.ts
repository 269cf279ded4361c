import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execute, given, notebooks, type Notebook } from '../../notebooks/execute.js';
import { missing } from '../../notebooks/machine.js';
import { build } from '../executors/built.ts';

const ROOT = join(import.meta.dirname, '../..');
const lacking = missing();
const skipped = lacking.length === 0 ? '' : ` (skipped: install ${lacking.join('; ')})`;

// Names of what is skipped are not always shown.
if (lacking.length > 0) console.warn(`the notebooks are not run; install ${lacking.join('; ')}`);

/** A minute is what a reader may have to wait; the machine of the tests does other things as well. */
const A_MINUTE = 60_000;

const saved = (name: string): Notebook =>
  JSON.parse(readFileSync(join(ROOT, 'notebooks', `${name}.ipynb`), 'utf8')) as Notebook;

describe.skipIf(lacking.length > 0)(`the notebooks${skipped}`, () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'edgewise-notebooks-'));
    cpSync(join(ROOT, 'notebooks'), join(folder, 'notebooks'), {
      recursive: true,
      filter: (path) => !path.includes('node_modules'),
    });
    // They import ../dist: here it is what the sources say now, whatever was built last.
    symlinkSync(dirname(build()), join(folder, 'dist'));
    for (const name of ['scenarios', 'calibration', 'node_modules'])
      symlinkSync(join(ROOT, name), join(folder, name));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(notebooks())(
    '%s gives what is saved in it, within a minute',
    async (name) => {
      const began = performance.now();
      const { cells } = await execute(join(folder, 'notebooks', `${name}.ipynb`));
      const seconds = (performance.now() - began) / 1000;
      const before = saved(name).cells;
      expect(cells.map(({ source }) => source)).toEqual(before.map(({ source }) => source));
      cells.forEach((cell, i) => {
        const told = `${name}.ipynb, cell ${i + 1}: its output is out of date, npm run notebooks:execute writes it anew`;
        expect(given(cell), told).toEqual(given(before[i]!));
      });
      expect(seconds).toBeLessThan(A_MINUTE / 1000);
    },
    2 * A_MINUTE,
  );
});

describe('what is saved in a notebook', () => {
  it.each(notebooks())('%s shows something for every cell, a picture among them, and no error', (name) => {
    const code = saved(name).cells.filter(({ cell_type }) => cell_type === 'code');
    for (const cell of code) expect(given(cell)).toHaveLength(1);
    const outputs = code.flatMap(given);
    expect(outputs.map(({ output_type }) => output_type)).not.toContain('error');
    const pictures = outputs.filter(({ data }) => 'image/png' in data);
    expect(pictures.length).toBeGreaterThan(0);
    for (const { data } of pictures) expect(data).toHaveProperty('application/vnd.vegalite.v6+json');
  });

  it.each(notebooks())('%s imports the library and nothing else', (name) => {
    const code = saved(name)
      .cells.filter(({ cell_type }) => cell_type === 'code')
      .map(({ source }) => source.join(''))
      .join('\n');
    expect([...code.matchAll(/from '([^']*)'/g)].map(([, from]) => from)).toEqual(['edgewise']);
  });
});
