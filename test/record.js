// Records anew what tests compare with, and prints what changed: `npm run test:record`, or with the names of test files
// for some of them. A record is rewritten only where a rule changed; name each change in the commit message.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const TESTS = ['test/scenarios', 'test/scenario/mistakes.test.ts', 'test/cli/screens.test.ts'].concat([
  'test/cli/mistakes.test.ts',
  'test/cli/docs.test.ts',
  'test/walks/pages.test.ts',
]);
const TEXTS = ['test/scenario/recorded', 'test/cli/recorded', 'docs'];

/** Every text that tests compare with. Records of scenarios say for themselves what changed in them. */
const texts = () =>
  new Map(
    TEXTS.flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(txt|md)$/.test(name))
        .map((name) => [join(folder, name), readFileSync(join(root, folder, name), 'utf8').split('\n')]),
    ),
  );

const before = texts();
const named = process.argv.slice(2);
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '-u',
    '--disable-console-intercept',
    '--reporter=dot',
  ].concat(named.length > 0 ? named : TESTS),
  { cwd: root, stdio: 'inherit', env: { ...process.env, UPDATE_RECORDED: '1' } },
);

let changed = 0;
for (const [file, lines] of texts()) {
  const old = before.get(file) ?? [];
  const gone = old.filter((line) => !lines.includes(line)).map((line) => `  - ${line}`);
  const come = lines.filter((line) => !old.includes(line)).map((line) => `  + ${line}`);
  if (gone.length + come.length === 0) continue;
  changed++;
  console.log([`${file}:`, ...gone, ...come].join('\n'));
}
console.log(changed === 0 ? 'No text changed.' : `${changed} text${changed === 1 ? '' : 's'} changed.`);
process.exit(status ?? 1);
