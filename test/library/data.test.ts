import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../cli/child.ts';
import { remove, ROOT } from './package.ts';

const page = readFileSync(join(ROOT, 'docs/data.md'), 'utf8');

/** A program of the page and what it prints there. */
function told(language: string): { readonly program: string; readonly output: string } {
  const found = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\`\\s*\`\`\`\n([\\s\\S]*?)\`\`\``).exec(page);
  return { program: found![1]!, output: found![2]! };
}

/** The first of these commands that can do it; nothing where none can. */
const able = (commands: readonly string[], ...args: string[]): string | undefined =>
  commands.find((command) => spawnSync(command, args, { stdio: 'ignore' }).status === 0);

const python = able(['python3', '/usr/bin/python3'], '-c', 'import pandas');
const rscript = able(['Rscript'], '--version');
const unless = (command: string | undefined, what: string): string =>
  command === undefined ? ` (skipped: ${what} is not here)` : '';

describe.skipIf(!python && !rscript)("the page about a run's data", () => {
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'edgewise-data-'));
    const command = /^edgewise (.*)$/m.exec(page)![1]!;
    const { code } = await run([...command.split(' '), '--quiet'], folder);
    expect(code).toBe(0);
  });
  afterAll(() => remove(folder));

  const prints = (command: string, args: readonly string[]): string => {
    const { stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
    return (stdout === '' ? stderr : stdout).replace(/ +$/gm, '');
  };

  it.skipIf(!python)(`says what pandas prints${unless(python, 'pandas')}`, () => {
    const { program, output } = told('python');
    expect(prints(python!, ['-c', program])).toBe(output);
  });

  it.skipIf(!rscript)(`says what R prints${unless(rscript, 'R')}`, () => {
    const { program, output } = told('r');
    expect(prints(rscript!, ['-e', program])).toBe(output);
  });
});
