import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../cli/child.ts';
import { remove, ROOT } from './package.ts';

const page = readFileSync(join(ROOT, 'docs/data.md'), 'utf8');

interface Told {
  readonly program: string;
  readonly output: string;
}

/** The programs of the page in one language, each with what it prints there. */
function told(language: string): readonly Told[] {
  const found = page.matchAll(
    new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\`\\s*\`\`\`\n([\\s\\S]*?)\`\`\``, 'g'),
  );
  return [...found].map(([, program, output]) => ({ program: program!, output: output! }));
}

/** The queries of the page, each with the rows of the table under it. */
function queries(): readonly Told[] {
  const found = page.matchAll(/```sql\n([\s\S]*?)```\s*\|.*\n\|.*\n((?:\|.*\n)+)/g);
  return [...found].map(([, program, rows]) => ({
    program: program!,
    output: rows!.replace(/^\| *| *\|$/gm, '').replace(/ *\| */g, '|'),
  }));
}

/** Prints the rows of a query as the page has them: a whole number without its point. */
const duckdb = (query: string): string => `
import duckdb
for row in duckdb.sql(${JSON.stringify(query)}).fetchall():
    print("|".join("%g" % cell if isinstance(cell, float) else str(cell) for cell in row))
`;

/** The first of these commands that can do it; nothing where none can. */
const able = (commands: readonly string[], ...args: string[]): string | undefined =>
  commands.find((command) => spawnSync(command, args, { stdio: 'ignore' }).status === 0);

const pythons = [process.env['PYTHON'] ?? 'python3', '/usr/bin/python3'];
const python = able(pythons, '-c', 'import pandas');
const withParquet = able(pythons, '-c', 'import pandas, pyarrow');
const withDuckdb = able(pythons, '-c', 'import duckdb');
const rscript = able(['Rscript'], '--version');
const unless = (command: string | undefined, what: string): string =>
  command === undefined ? ` (skipped: ${what} is not here)` : '';

describe.skipIf(!python && !withDuckdb && !rscript)("the page about a run's data", () => {
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
    const { program, output } = told('python')[0]!;
    expect(prints(python!, ['-c', program])).toBe(output);
  });

  it.skipIf(!withParquet)(`says what pandas prints of every request${unless(withParquet, 'pyarrow')}`, () => {
    const { program, output } = told('python')[1]!;
    expect(prints(withParquet!, ['-c', program])).toBe(output);
  });

  it.skipIf(!rscript)(`says what R prints${unless(rscript, 'R')}`, () => {
    const { program, output } = told('r')[0]!;
    expect(prints(rscript!, ['-e', program])).toBe(output);
  });

  it.skipIf(!withDuckdb)(`says what DuckDB answers${unless(withDuckdb, 'duckdb')}`, () => {
    expect(queries()).toHaveLength(2);
    for (const { program, output } of queries())
      expect(prints(withDuckdb!, ['-c', duckdb(program)])).toBe(output);
  });
});
