import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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

/** Prints the rows of a query as the page has them. */
const asking = (query: string): string => `
import { DuckDBInstance } from ${JSON.stringify(pathToFileURL(DUCKDB).href)};
const connection = await (await DuckDBInstance.create()).connect();
const rows = (await connection.runAndReadAll(${JSON.stringify(query)})).getRows();
for (const row of rows) console.log(row.map(String).join('|'));
`;

/** The first of these commands that can do it; nothing where none can. */
const able = (commands: readonly string[], ...args: string[]): string | undefined =>
  commands.find((command) => spawnSync(command, args, { stdio: 'ignore' }).status === 0);

const pythons = [process.env['PYTHON'] ?? 'python3', '/usr/bin/python3'];
const python = able(pythons, '-c', 'import pandas');
const withParquet = able(pythons, '-c', 'import pandas, pyarrow');
const DUCKDB = join(import.meta.dirname, 'duckdb/node_modules/@duckdb/node-api/lib/index.js');
const duckdb = existsSync(DUCKDB) ? process.execPath : undefined;
const rscript = able(['Rscript'], '--version');
const unless = (command: string | undefined, what: string): string =>
  command === undefined ? ` (skipped: ${what} is not here)` : '';

describe.skipIf(!python && !duckdb && !rscript)("the page about a run's data", () => {
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
    const [runs, requests] = told('python');
    expect(prints(python!, ['-c', runs!.program])).toBe(runs!.output);
    if (withParquet) expect(prints(withParquet, ['-c', requests!.program])).toBe(requests!.output);
    else console.warn('pandas has no pyarrow here: its query of requests.parquet is not run');
  });

  it.skipIf(!rscript)(`says what R prints${unless(rscript, 'R')}`, () => {
    const { program, output } = told('r')[0]!;
    expect(prints(rscript!, ['-e', program])).toBe(output);
  });

  it.skipIf(!duckdb)(
    `says what DuckDB answers${unless(duckdb, 'test/library/duckdb, see its package.json,')}`,
    () => {
      expect(queries()).toHaveLength(2);
      for (const { program, output } of queries())
        expect(prints(duckdb!, ['--input-type=module', '-e', asking(program)])).toBe(output);
    },
  );
});
