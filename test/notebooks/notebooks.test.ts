import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execute, given, notebooks, type Notebook } from '../../notebooks/execute.js';
import { has, missing, PACKAGES } from '../../notebooks/machine.js';
import { renderFigure } from '../../src/render/figure.ts';
import { build } from '../executors/built.ts';

const ROOT = join(import.meta.dirname, '../..');
const lacking = missing('nbconvert');
const skipped = lacking.length === 0 ? '' : ` (skipped: install ${lacking.join('; ')})`;

// Names of what is skipped are not always shown.
if (lacking.length > 0) console.warn(`the notebooks are not run; install ${lacking.join('; ')}`);

/** Nothing takes as long, in milliseconds, unless it hangs. */
const HANGS = 240_000;

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** What a cell gave, by its kinds. */
interface Given {
  readonly data?: Readonly<Record<string, unknown>>;
}

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
    '%s gives what is saved in it',
    async (name) => {
      const { cells } = await execute(join(folder, 'notebooks', `${name}.ipynb`));
      const before = saved(name).cells;
      expect(cells.map(({ source }) => source)).toEqual(before.map(({ source }) => source));
      cells.forEach((cell, i) => {
        const told = `${name}.ipynb, cell ${i + 1}: its output is out of date, npm run notebooks:execute writes it anew`;
        expect(given(cell), told).toEqual(given(before[i]!));
      });
    },
    HANGS,
  );
});

describe('opening them', () => {
  const closed = lacking.length > 0 || !has('jupyter', 'notebook', '--version');
  it.skipIf(closed)(`one command serves all of them, with Deno as their kernel${skipped}`, async () => {
    // Jupyter takes the next one when somebody else is faster, and prints which it took.
    const options = ['--no-browser', `--port=${await freePort()}`];
    const jupyter = spawn(process.execPath, [join(ROOT, 'notebooks/open.js'), ...options], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, JUPYTER_CONFIG_DIR: tmpdir() },
    });
    const over = new Promise((resolve) => jupyter.once('close', resolve));
    try {
      let said = '';
      const address = await new Promise<RegExpExecArray>((resolve, reject) => {
        jupyter.stderr.on('data', (data) => {
          said += String(data);
          const found = /http:\/\/(?:127\.0\.0\.1|localhost):(\d+)\/\S*[?&]token=(\w+)/.exec(said);
          if (found) resolve(found);
        });
        jupyter.once('close', () => reject(new Error(said)));
      });
      const ask = async (path: string): Promise<unknown> => {
        const answer = await fetch(`http://127.0.0.1:${address[1]}/api/${path}`, {
          headers: { authorization: `token ${address[2]}` },
        });
        expect(answer.status).toBe(200);
        return answer.json();
      };
      expect(await ask('kernelspecs')).toHaveProperty('kernelspecs.deno');
      const { content } = (await ask('contents')) as { content: { name: string }[] };
      const names = content.map(({ name }) => name).filter((name) => name.endsWith('.ipynb'));
      expect(names.sort()).toEqual(notebooks().map((name) => `${name}.ipynb`));
    } finally {
      jupyter.kill('SIGTERM');
      await over;
    }
  });

  it('takes the packages that the tests take, and the README names them', () => {
    for (const file of ['.ci/run', 'notebooks/README.md'])
      expect(readFileSync(join(ROOT, file), 'utf8'), file).toContain(PACKAGES);
  });
});

describe('what is saved in a notebook', () => {
  it.each(notebooks())('%s has a cell that invites a change, after what it builds on', (name) => {
    const code = saved(name).cells.filter(({ cell_type }) => cell_type === 'code');
    const inviting = code.filter(({ source }) => source[0]!.startsWith('// Your turn'));
    expect(inviting).toHaveLength(1);
    expect(code.indexOf(inviting[0]!)).toBeGreaterThan(2);
    // What can be changed stands at its top, a value each.
    expect(inviting[0]!.source.slice(1, 3).join('')).toMatch(/^const \w+ = .*\nconst \w+ = /);
  });

  it.each(notebooks())('%s shows something for every cell, a picture among them, and no error', (name) => {
    const code = saved(name).cells.filter(({ cell_type }) => cell_type === 'code');
    for (const cell of code) expect(given(cell)).toHaveLength(1);
    const outputs = code.flatMap(given);
    expect(outputs.map(({ output_type }) => output_type)).not.toContain('error');
    const pictures = outputs.filter(({ data }) => 'image/png' in data);
    expect(pictures.length).toBeGreaterThan(0);
    for (const { data } of pictures) expect(data).toHaveProperty('application/vnd.vegalite.v6+json');
  });

  // Letters may be drawn otherwise, in their last bits, on another kind of processor.
  it.skipIf(process.arch !== 'x64').each(notebooks())(
    '%s has its pictures as its figures are drawn now',
    async (name) => {
      for (const { data = {} } of saved(name).cells.flatMap(({ outputs = [] }) => outputs as Given[])) {
        const spec = data['application/vnd.vegalite.v6+json'];
        if (spec === undefined) continue;
        const kept = Buffer.from([data['image/png']].flat().join(''), 'base64');
        // One of them is shown smaller than the others.
        const wanted = await Promise.all([1, 1.25].map((scale) => renderFigure(spec as never, { scale })));
        expect(
          wanted.some(({ png }) => kept.equals(png)),
          'npm run notebooks:execute',
        ).toBe(true);
      }
    },
  );

  it.each(notebooks())('%s imports the library and nothing else', (name) => {
    const code = saved(name)
      .cells.filter(({ cell_type }) => cell_type === 'code')
      .map(({ source }) => source.join(''))
      .join('\n');
    expect([...code.matchAll(/from '([^']*)'/g)].map(([, from]) => from)).toEqual(['edgewise']);
  });
});
