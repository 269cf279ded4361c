/** The documentation says what the program says. Made anew with `npm run test:record -- test/cli/docs.test.ts`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { read } from '../../src/scenario/read.ts';
import { plugins } from '../../src/scenario/plugins.ts';
import { fields, folder, helpOf, keys, metrics, profileFields, refreshed } from './reference.ts';

const DOCS = join(import.meta.dirname, '../../docs');

it('docs/scenario-file.md has every key, field and plugin', () => {
  const parts = {
    keys: keys(),
    metrics: metrics(),
    ...Object.fromEntries(
      (['fleet', 'retry', 'patience', 'metrics', 'slo', 'expect', 'plan'] as const).map((name) => [
        `fields of ${name}`,
        fields(name),
      ]),
    ),
    'profile of fleet': profileFields('fleet'),
    'profile of cloud': profileFields('cloud'),
    ...Object.fromEntries(Object.keys(plugins()).map((name) => [`plugins of ${name}`, folder(name)])),
  };
  const { before, after } = refreshed(join(DOCS, 'scenario-file.md'), parts);
  expect(before).toBe(after);
  for (const name of Object.keys(parts)) expect(after, name).toContain(`<!-- generated: ${name} -->`);
});

it('docs/commands.md has the help of every command', () => {
  const parts = Object.fromEntries(COMMANDS.map(({ name }) => [`help ${name}`, helpOf(name)]));
  const { before, after } = refreshed(join(DOCS, 'commands.md'), parts);
  expect(before).toBe(after);
  for (const { name } of COMMANDS)
    expect(after, name).toContain(
      `<!-- generated: help ${name} -->\n\n${parts[`help ${name}`]}\n\n<!-- end -->`,
    );
});

it('every scenario that the documentation shows can be read', () => {
  const text = readFileSync(join(DOCS, 'scenario-file.md'), 'utf8');
  const shown = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml!);
  expect(shown.length).toBeGreaterThan(0);
  for (const yaml of shown) if (/^name:/m.test(yaml)) read(yaml, { file: 'docs/scenario-file.md' });
});
