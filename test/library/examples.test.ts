import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { page } from '../../docs/generateApi.js';
import { build } from '../executors/built.ts';
import { remove, ROOT, withPackage } from './package.ts';

const written = readFileSync(join(ROOT, 'docs/api.md'), 'utf8');

interface Example {
  readonly of: string;
  readonly code: string;
}

const examples: Example[] = written.split(/^### /m).flatMap((part) => {
  const of = part.split('\n', 1)[0]!;
  return [...part.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => ({ of, code: code! }));
});

/** What an example says that it prints, line by line. */
const promised = (code: string): string[] =>
  [...code.matchAll(/console\.log\(.*\);? *\/\/ (.*)$/gm)].map(([, text]) => text!);

describe('the page of the library', () => {
  it('is what the comments in the code say (npm run docs:api)', async () => {
    expect(await page(build())).toBe(written);
  });

  it('says in words what everything is', () => {
    const parts = written.split(/^### /m).slice(1);
    const bare = parts.filter((part) => /^[^\n]*\n+```/.test(part)).map((part) => part.split('\n', 1)[0]);
    expect(parts.length).toBeGreaterThan(80);
    expect(bare).toEqual([]);
  });

  it('has an example for everything that runs something', () => {
    const run = ['experiment', 'run', 'simulate', 'sensitivity', 'plan', 'calibrate', 'read'];
    const shown = ['figure3', 'figure4', 'charts', 'renderFigure', 'show', 'summaryTable', 'inShort'];
    const found = ['shipped', 'catalogue'];
    expect(examples.map(({ of }) => of)).toEqual(expect.arrayContaining([...run, ...shown, ...found]));
  });
});

describe('an example', () => {
  let folder = '';
  beforeAll(() => {
    folder = withPackage();
    examples.forEach(({ code }, i) => writeFileSync(join(folder, `${i}.mts`), code));
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          module: 'nodenext',
          target: 'es2023',
          types: ['node'],
          skipLibCheck: true,
          strict: false,
        },
        include: ['*.mts'],
      }),
    );
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    try {
      execFileSync(process.execPath, [tsc, '-p', folder], { stdio: 'pipe' });
    } catch (error) {
      throw new Error(
        `the examples do not keep to the types:\n${(error as { stdout: Buffer }).stdout.toString()}`,
        { cause: error },
      );
    }
  });
  afterAll(() => remove(folder));

  it.each(examples.map(({ of, code }, i) => [of, i, code] as const))(
    'of %s prints what it says',
    (_, i, code) => {
      const out = execFileSync(process.execPath, [`${i}.mjs`], { cwd: folder, encoding: 'utf8' });
      const lines = out.trim().split('\n');
      expect(promised(code).length).toBeGreaterThan(0);
      expect(lines).toEqual(promised(code));
    },
  );
});
