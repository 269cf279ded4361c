import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Carried } from '../../../src/studies/capacity/result.ts';
import { edgewise } from '../captured.ts';

const folder = mkdtempSync(join(tmpdir(), 'edgewise-capacity-'));
const file = join(folder, 'box.yaml');
const out = join(folder, 'out');
const BOX = `
name: box
duration: 40m
warmup: 5m
workload:
  arrivals: { kind: poisson, rate: 100/h }
  prompt: { kind: lognormal, mean: 220, cv: 0.8 }
  output: { kind: lognormal, mean: 180, cv: 0.6 }
fleet: [ { profile: orin-nano-8gb/qwen2.5-3b-q4, count: 2 } ]
strategy: leastQueue
slo: { ttft: 3s, e2e: 30s }
`;

beforeAll(() => writeFileSync(file, BOX));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('one command says whether the box suffices, and leaves the picture', async () => {
  const said = await edgewise(['capacity', file, '--out', out, '--quiet', '--workers', '1']);
  expect(said.err).toBe('');
  expect(said.code).toBe(0);
  expect(said.out).toMatch(
    /The 2 machines can serve \d+ requests an hour \(95 %: \d+ to \d+\), \d+(\.\d)? each/,
  );
  // With the profiles as they are; of what they may be, not all takes it.
  expect(said.out).toMatch(/Allowing for profile error: \d+ to \d+ \(95 %\)/);
  expect(said.out).toContain("Today's load is 100 requests an hour: met with the profiles as they are");
  for (const name of [
    'report.html',
    'capacity.json',
    'scenario.yaml',
    'figures/capacity.svg',
    'figures/capacity.png',
  ])
    expect(existsSync(join(out, name))).toBe(true);
  const { modelError, elasticity } = JSON.parse(readFileSync(join(out, 'capacity.json'), 'utf8')) as Carried;
  expect(modelError!.met).toBeLessThan(0.95);
  expect(elasticity!.limit!.metrics['e2e.mean']!.mean).toBeGreaterThan(1);
  const exact = ['--no-model-error', '--quiet', '--workers', '1', '--json'];
  const refused = await edgewise(['capacity', file, '--out', out, ...exact]);
  expect(refused).toMatchObject({ code: 2, out: '' });
  expect(refused.err).toContain('holds the results of a different scenario');
  const json = await edgewise(['capacity', file, '--out', out, ...exact, '--force']);
  const carried = JSON.parse(json.out) as Carried;
  expect(carried.modelError).toBeUndefined();
  expect(carried.today.outcome).toBe('enough');
  expect(carried).toEqual(JSON.parse(readFileSync(join(out, 'capacity.json'), 'utf8')));
  expect(carried).toMatchObject({ schema: 'edgewise.capacity/1', unit: 'requests/h', target: 0.95 });
  expect(carried.load).toBeGreaterThan(carried.ci95![0]);
  expect(carried.load).toBeLessThan(carried.ci95![1]);
  // Cut short, it goes on from what is there, to the same answer; and it can be shown again.
  const journal = join(out, 'journal.jsonl');
  const lines = readFileSync(journal, 'utf8').split('\n');
  writeFileSync(journal, `${lines.slice(0, lines.length / 2).join('\n')}\n`);
  const again = await edgewise(['capacity', file, '--out', out, '--no-model-error', '--workers', '1']);
  expect(again.err).toContain(
    `${(Math.floor(lines.length / 2) - 1).toLocaleString('en')} runs were there already`,
  );
  expect(JSON.parse(readFileSync(join(out, 'capacity.json'), 'utf8'))).toEqual(carried);
  expect((await edgewise(['show', out])).out).toBe(again.out);
}, 120_000);

test('a load that is too much ends with 3', async () => {
  const more = ['--set', 'workload.arrivals.rate=600/h', '--target', '99%', '--precision', '50%'];
  const {
    code,
    out: said,
    err,
  } = await edgewise(['capacity', file, '--out', `${out}-more`, '--quiet', '--workers', '1', ...more]);
  expect(err).toBe('');
  expect(code).toBe(3);
  expect(said).toContain('at least 99 % of the requests');
  expect(said).toMatch(/Today's load is 600 requests an hour: too much/);
}, 120_000);

test.each([
  [['--set', 'slo=null'], 'has no slo'],
  [['--set', 'fleet=[]', '--set', 'cloud={profile: openai/gpt-4o}'], 'has no machines in its fleet'],
  [['--vary', 'fleet.0.count=1,2'], 'vary'],
  [['--target', '120%'], 'a share above 0 and up to 1'],
  [['--set', 'vary={fleet.0.count: [1, 2]}'], 'varies fleet.0.count: a capacity is of one fleet'],
])('what is wrong in %j is one line', async (more, said) => {
  const { code, err } = await edgewise(['capacity', file, ...more]);
  expect(code).toBe(2);
  expect(err).toContain(said);
  expect(err.trim().split('\n').length).toBeLessThan(6);
});

test('a dry run writes nothing, and as JSON too', async () => {
  const { code, out: said } = await edgewise([
    'capacity',
    file,
    '--dry-run',
    '--json',
    '--out',
    join(folder, 'no'),
  ]);
  expect(code).toBe(0);
  expect(JSON.parse(said)).toMatchObject({
    scenario: 'box',
    jobs: 25 * 32,
    requests: expect.any(Number) as number,
  });
  expect(existsSync(join(folder, 'no'))).toBe(false);
});
