/** What CONTRIBUTING.md shows as whole works as it stands there. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { inProcess } from '../../src/executors/inProcess.ts';
import { CLOUD, type Fleet, type Strategy } from '../../src/model.ts';
import type { Plugin } from '../../src/options.ts';
import { unpainted } from '../../src/report/table.ts';
import { read } from '../../src/scenario/read.ts';
import { runner } from '../../src/store/runner.ts';
import type { RequestText } from '../../src/store/requestText.ts';
import { Demands } from '../../src/studies/demands.ts';
import type { Study } from '../../src/studies/study.ts';
import { noFile } from '../../src/studies/words.ts';
import { holdsEveryRun } from '../store/requestText.ts';

const ROOT = join(import.meta.dirname, '../..');
const CODE = [
  ...readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8').matchAll(/^( *)```ts\n([\s\S]*?)^ *```/gm),
].map(([, indent, code]) => code!.replaceAll(new RegExp(`^${indent}`, 'gm'), ''));
const folder = mkdtempSync(join(tmpdir(), 'edgewise-contributing-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The block that exports it, as if it stood in that folder of src. */
async function shown(name: string, place: string): Promise<Record<string, unknown>> {
  const code = CODE.find((block) => new RegExp(`^export (const|function) ${name}\\b`, 'm').test(block))!;
  const path = join(folder, `${name}.ts`);
  writeFileSync(
    path,
    code.replaceAll(/from '(\.[^']*)'/g, (_, from: string) => `from '${join(ROOT, 'src', place, from)}'`),
  );
  return (await import(path)) as Record<string, unknown>;
}

it('the strategy picks the first with room, and of those without room one that is up', async () => {
  const { firstOpen } = await shown('firstOpen', 'strategies');
  const make = firstOpen as Plugin<{ among: number }, object, Strategy>;
  const pick = (draw: number, open: number[], up: number[]): number => {
    const fleet: Partial<Fleet> = { size: 4, open: Uint8Array.from(open), up: Uint8Array.from(up) };
    return make({ among: 3 }, { fleet, requests: { draw: [draw] } }).pick(0);
  };
  expect(pick(0.3, [1, 0, 0, 1], [1, 1, 1, 1])).toBe(3);
  expect(pick(0.3, [0, 1, 0, 1], [1, 1, 1, 1])).toBe(1);
  expect(pick(0.3, [0, 0, 0, 0], [0, 0, 0, 1])).toBe(3);
  expect(pick(0.3, [0, 0, 0, 0], [0, 0, 0, 1])).not.toBe(CLOUD);
});

it('the study runs, and its types have names that no other has', async () => {
  const { spreadStudy } = await shown('spreadStudy', 'studies/spread');
  const scenario = read(readFileSync(join(ROOT, 'scenarios/first.yaml'), 'utf8'), {
    file: 'first',
    set: ['duration=15m'],
  });
  const make = spreadStudy as (file: typeof scenario, demands: Demands) => Study<{ seconds: number[] }>;
  const study = make(scenario, new Demands(noFile));
  const made = await study.conclude({
    executor: inProcess(runner({ base: '.' })),
    version: '0',
    source: noFile,
  });
  const [one, other] = made!.result.seconds;
  expect(one).toBeGreaterThan(0);
  expect(other).toBeGreaterThan(0);
  expect(one).not.toBe(other);
  const screen = { columns: 80, paint: unpainted };
  expect(study.kind.text(made!.result, screen, { folder: 'out' })).toContain(`${one}, ${other}`);

  const names = CODE.flatMap((block) => [...block.matchAll(/^export (?:interface|type) (\w+)/gm)]);
  expect(names.length).toBeGreaterThan(0);
  const src = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(ROOT, 'src', name), 'utf8'))
    .join('\n');
  for (const [, name] of names)
    expect(src).not.toMatch(new RegExp(`^export (interface|type|class) ${name}\\b`, 'm'));
});

it('the format of tabs has every run, and is a form like the others', async () => {
  const { requestTabs } = await shown('requestTabs', 'store');
  holdsEveryRun(requestTabs as RequestText, folder);
  const [head, first] = readFileSync(join(folder, 'whole'), 'utf8').split('\n');
  expect(head).toBe('cell\treplication\trequest\toutcome\tend');
  expect(first).toMatch(/^0\t0\t0\t\w+\t[\d.]+$/);
});
