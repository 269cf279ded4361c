import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Planned } from '../../../src/studies/plan/result.ts';
import { edgewise } from '../captured.ts';
import { EDGE_ONLY, WITH_CLOUD } from '../../studies/plan/office.ts';

const folder = mkdtempSync(join(tmpdir(), 'edgewise-plan-'));
const file = join(folder, 'small.yaml');
const out = join(folder, 'first');
const COMMAND = [
  'plan',
  file,
  '--workers',
  '1',
  '--set',
  'plan.candidates.1.count=0..2',
  '--set',
  'plan.cloudShare=0.2',
];

beforeAll(() => {
  writeFileSync(file, WITH_CLOUD.replace('duration: 35m', 'duration: 15m'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = (at: string): Map<string, string> =>
  new Map(
    readdirSync(at, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile() && one.name !== 'journal.jsonl')
      .map((one) => join(one.parentPath, one.name))
      .map((path) => [path.slice(at.length), readFileSync(path, 'latin1')] as const),
  );

test('a plan leaves its answer, its page and its pictures, and shows itself again', async () => {
  const { code, out: said } = await edgewise([...COMMAND, '--out', out, '--quiet']);
  expect(code).toBe(0);
  const planned = JSON.parse(readFileSync(join(out, 'plan.json'), 'utf8')) as Planned;
  expect(planned.levels[0]!.recommended).not.toBeNull();
  const page = readFileSync(join(out, 'report.html'), 'utf8');
  for (const part of [
    'In short',
    'Dollars a month',
    'Other fleets',
    'Assumptions and sources',
    'edgewise plan',
  ])
    expect(page).toContain(part);
  expect(existsSync(join(out, 'figures', 'plan-front.svg'))).toBe(true);
  const shown = await edgewise(['show', out]);
  expect(shown.code).toBe(0);
  expect(said.startsWith(shown.out)).toBe(true);
  const json = await edgewise(['show', out, '--json']);
  expect(JSON.parse(json.out)).toEqual(planned);
}, 120_000);

test('runs that were lost are run again, to the same bytes', async () => {
  const journal = join(out, 'journal.jsonl');
  const before = files(out);
  const lines = readFileSync(journal, 'utf8').split('\n');
  // As a machine leaves it that stops in the middle of writing.
  writeFileSync(
    journal,
    lines.slice(0, lines.length / 2).join('\n') + lines[Math.ceil(lines.length / 2)]!.slice(0, 40),
  );
  const { code, out: said } = await edgewise([...COMMAND, '--out', out, '--quiet', '--json']);
  expect(code).toBe(0);
  expect(files(out)).toEqual(before);
  expect(said).toBe(readFileSync(join(out, 'plan.json'), 'utf8'));
}, 120_000);

test('another plan is refused in the same folder, and takes it with --force', async () => {
  const other = [...COMMAND, '--growth', '2', '--out', out, '--quiet'];
  const refused = await edgewise(other);
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('holds the results of a different scenario');
  const { code } = await edgewise([...other, '--force']);
  expect(code).toBeLessThan(4);
  const planned = JSON.parse(readFileSync(join(out, 'plan.json'), 'utf8')) as Planned;
  expect(planned.levels.map(({ growth }) => growth)).toEqual([2]);
  // The resolved scenario has what was asked on the command line.
  expect(readFileSync(join(out, 'scenario.yaml'), 'utf8')).toMatch(/growth:\s*(\[\s*2\s*\]|\n\s*- 2)/);
}, 120_000);

test('a scenario that does not say what may be bought is told how, and what it is told will do', async () => {
  const bare = join(folder, 'bare.yaml');
  const text = WITH_CLOUD.slice(0, WITH_CLOUD.indexOf('\nplan:') + 1);
  writeFileSync(bare, text);
  const { code, err } = await edgewise(['plan', bare]);
  expect(code).toBe(2);
  const example = /for instance (plan: .*)\n/.exec(err)?.[1];
  writeFileSync(bare, `${text}${example}\n`);
  expect(await edgewise(['plan', bare, '--dry-run'])).toMatchObject({ code: 0 });
});

test('takes the profiles as exact or not, not both', async () => {
  const { code, err } = await edgewise([...COMMAND, '--model-error', '--no-model-error', '--dry-run']);
  expect(code).toBe(2);
  expect(err).toContain('--model-error does not go with --no-model-error');
});

test('a dry run writes nothing', async () => {
  const nowhere = join(folder, 'nowhere');
  const { code, out: said } = await edgewise([...COMMAND, '--out', nowhere, '--dry-run']);
  expect(code).toBe(0);
  expect(said).toContain('nothing is written');
  expect(said.replace(/\s+/g, ' ')).toMatch(
    /every fleet at \d+ runs would take about [\d:]+ (s|min) with \d+ thread/,
  );
  expect(existsSync(nowhere)).toBe(false);
});

test('a dry run as JSON is JSON, and needs no fleet of the file', async () => {
  const bare = join(folder, 'bare.yaml');
  writeFileSync(bare, EDGE_ONLY.replace(/fleet:\n {2}- .*\n/, ''));
  const { code, out: said } = await edgewise([
    'plan',
    bare,
    '--dry-run',
    '--json',
    '--out',
    join(folder, 'no'),
  ]);
  expect(code).toBe(0);
  expect(JSON.parse(said)).toMatchObject({
    scenario: 'edge-only',
    fleets: 29,
    growth: [1],
    requestsPerRun: 525,
    jobs: 29 * 128,
    requests: 29 * 128 * 525,
  });
  expect(existsSync(join(folder, 'no'))).toBe(false);
  const run = await edgewise(['run', bare, '--dry-run']);
  expect(run.code).toBe(2);
  expect(run.err).toContain(
    'has no fleet and no cloud, so that nobody answers: edgewise plan says what to buy',
  );
});

test.each([
  [['--growth', '1,-2'], '--growth'],
  [['--most-runs', '3'], 'a whole number from 8'],
  [['--most-requests', 'many'], '--most-requests'],
  [['--most-runs', '10', '--replications', '20'], 'plan.mostRuns: cannot be 10'],
  [['--set', 'plan.candidates.0.count=9..1'], 'smaller number first'],
])('what is wrong in %j is said on one screen', async (more, said) => {
  const { code, err } = await edgewise([...COMMAND, ...more, '--out', join(folder, 'wrong'), '--quiet']);
  expect(code).toBe(2);
  expect(err).toContain(said);
  expect(err.split('\n').length).toBeLessThan(12);
  expect(err).not.toContain('    at ');
});
