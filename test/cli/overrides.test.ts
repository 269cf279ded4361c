/** What options do to what the file varies, and what is said of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Summary } from '../../src/results.ts';
import type { Sensitivity } from '../../src/studies/sensitivity/result.ts';
import { edgewise } from './captured.ts';
import { inFolder, SMALL } from './folder.ts';

inFolder();

const QUICK = '--workers 1 --quiet --replications 2'.split(' ');
const run = (...more: string[]) => edgewise(['run', 'small.yaml', ...QUICK, ...more]);
const summary = (folder: string): Summary =>
  JSON.parse(readFileSync(`${folder}/summary.json`, 'utf8')) as Summary;

it('the table of Figure 4 is another one where the rate is another', async () => {
  const { code, out } = await edgewise(
    'figure4 --set workload.arrivals.rate=4/s --set duration=15m --quiet --out rate --replications 2'.split(
      ' ',
    ),
  );
  expect([0, 3]).toContain(code);
  expect(out).toContain('workload.arrivals.rate is 4/s in steady and bursty');
  for (const { offeredLoad } of summary('rate').cells) expect(offeredLoad).toBeGreaterThan(4);
}, 60_000);

it('Figure 4 with other strategies is run, and its claims are left out in one line', async () => {
  const { code, out } = await edgewise(
    'figure4 --vary strategy=leastQueue,powerOf --set duration=15m --quiet --out other --replications 2'.split(
      ' ',
    ),
    120,
  );
  expect(code).toBe(0);
  expect(out).toContain(
    'All 8 expectations are left out: loadAware, random and weighted (strategy) are not compared',
  );
  const { expectations, leftOut } = summary('other');
  expect(expectations).toEqual([]);
  expect(leftOut).toHaveLength(8);
  expect(readFileSync('other/report.html', 'utf8')).toContain('All 8 expectations are left out');
}, 60_000);

it('a node that is set is no longer varied, and the header says so, in the dry run too', async () => {
  const args = ['--set', 'strategy=leastQueue', '--out', 'one'];
  for (const { out } of [await run(...args, '--dry-run'), await run(...args)]) {
    expect(out).toContain('strategy is leastQueue, no longer varied');
    expect(out).toContain('The expectation is left out: loadAware and random (strategy) are not compared');
  }
  expect(summary('one').cells).toHaveLength(1);
  expect(summary('one').changes).toEqual(['strategy is leastQueue, no longer varied']);
});

it('a claim over a further axis says where it fails and by how much', async () => {
  const text = SMALL.replace('lessThan: { strategy: random }', 'greaterThan: { strategy: random }').replace(
    'looking helps',
    'looking costs more',
  );
  writeFileSync('fails.yaml', text);
  const { code, out } = await edgewise([
    'run',
    'fails.yaml',
    ...QUICK,
    '--vary',
    'fleet.1.count=2,4',
    '--out',
    'f',
  ]);
  expect(code).toBe(3);
  expect(out).toMatch(/fails +looking costs more\n +fails: strategy loadAware, count 4 less/);
  const shown = out.replace(/\s+/g, ' ');
  expect(shown).toMatch(/cloud\.tokens -[\d,]+ \(95 % interval -[\d,]+ to -[\d,]+\) undecided: strategy/);
});

it('the claims of Figure 4 over a further axis say in which of its values they fail, and by how much', async () => {
  const { out } = await edgewise(
    'figure4 --vary limits.0.window=10s,60s --set duration=30m --quiet --out windows --replications 3'.split(
      ' ',
    ),
    130,
  );
  expect(out).toMatch(
    /^fails +in 1 of 2: under bursts, \S+ uses the devices more evenly than Random\n +window 10s\n +[\d.]+ points \(95 % interval [\d.]+ to [\d.]+\)$/m,
  );
  expect(out).toMatch(
    /^holds +in both: .* redirects fewer tokens than Random\n +least clear: window \d+s\n +-\d+ % \(95 % interval/m,
  );
}, 60_000);

it('what a study varies over a range is not varied by the file as well', async () => {
  writeFileSync('queues.yaml', SMALL.replace('vary:\n', 'vary:\n  fleet.0.queue: [1, 2, 8]\n'));
  const { code, out } = await edgewise(
    'sensitivity queues.yaml --workers 1 --quiet --over fleet.0.queue=0..4 --walks 0 --samples 0 --levels 3 --set duration=5m --replications 2 --out study'.split(
      ' ',
    ),
  );
  expect(code).toBe(0);
  expect(out).toContain("fleet.0.queue is studied over its range, not at the file's 1, 2, 8");
  const { cells, inputs } = JSON.parse(readFileSync('study/sensitivity.json', 'utf8')) as Sensitivity;
  expect(cells).toEqual([{ strategy: 'random' }, { strategy: 'loadAware' }]);
  expect(inputs[0]!.base).toBe(1);
});

it.each([
  'run small.yaml',
  'run small.yaml --model-error',
  'figure4',
  'sensitivity small.yaml --over fleet.0.queue=0..4',
])(
  'edgewise %s --dry-run --replications 1e9 answers at once',
  async (typed) => {
    const from = process.cpuUsage();
    const { code, out } = await edgewise([...typed.split(' '), '--dry-run', '--replications', '1e9']);
    const { user, system } = process.cpuUsage(from);
    expect(code).toBe(0);
    expect(out).toMatch(/1,000,000,000/);
    expect((user + system) / 1e6).toBeLessThan(6);
  },
  30_000,
);

it('more runs than a folder has room for are refused before anything is written', async () => {
  const { code, err } = await edgewise(['run', 'small.yaml', '--replications', '1e9', '--out', 'huge']);
  expect(code).toBe(2);
  expect(err).toContain('2,000,000,000 runs are too many: 10,000,000 at most');
});
