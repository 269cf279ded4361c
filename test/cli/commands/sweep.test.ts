/** A sweep of many runs: streamed, gone on with, and looked at while it goes. */
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Sweep } from '../../../src/studies/sweep/result.ts';
import { edgewise } from '../captured.ts';
import { inFolder } from '../folder.ts';

inFolder();

const OVER = ['--over', 'workload.arrivals.rate=0.2/s..0.6/s', '--over', 'metrics.alpha=0..1'];
const SHORT = 'sensitivity small.yaml --set duration=2m --metric arrived --metric utility'.split(' ');
const sweep = (runs: number, out: string): string[] => [
  ...SHORT,
  ...OVER,
  '--sweep',
  String(runs),
  '--out',
  out,
];
const told = (folder: string): Sweep => JSON.parse(readFileSync(join(folder, 'sweep.json'), 'utf8')) as Sweep;

it('says how much each input explains, and keeps a few bytes of each run', async () => {
  const { code, out } = await edgewise([...sweep(399, 'whole'), '--quiet']);
  expect(code).toBe(0);
  expect(out).toContain('Sweep of small  2 inputs, 2 cells, 400 runs');
  const { outputs, runs } = told('whole');
  expect(runs).toEqual({ planned: 400, done: 400 });
  const [arrived] = outputs;
  // Requests go by the rate, and by chance; what is weighed is no matter to them.
  expect(arrived!.effects[0]!.share).toBeGreaterThan(0.6);
  expect(Math.abs(arrived!.effects[1]!.share!)).toBeLessThan(0.2);
  expect(arrived!.mean).toBeCloseTo(48, -1);
  expect(statSync('whole/sweep.f32').size).toBe(400 * 12);
  expect(out.trimEnd().split('\n\n').at(-1)).toMatch(
    /^Answer The number of requests depends most on rate in every cell, which by itself explains \d+ %/,
  );
  expect(out).toContain('Files  whole/report.html and beside it sweep.json, figures/, scenario.yaml');
  const page = readFileSync('whole/report.html', 'utf8');
  expect(page).toContain('Sweep of small');
  expect(page).toContain('--sweep 399');
  for (const metric of ['arrived', 'utility'])
    for (const kind of ['shares', 'means'])
      expect(statSync(`whole/figures/${kind}-${metric}.png`).size).toBeGreaterThan(5000);
  expect(await edgewise(['show', 'whole'])).toMatchObject({ code: 0, out });
});

it('goes on where it was: what is missing or damaged is run again, and the result is the same to the byte', async () => {
  const whole = readFileSync('whole/sweep.f32');
  const part = Buffer.from(whole.subarray(0, 300 * 12 + 5));
  part.fill(0, 100 * 12, 120 * 12);
  part[50 * 12 + 7]! ^= 1;
  const dry = await edgewise([...sweep(399, 'again'), '--dry-run']);
  expect(dry.out).toContain('12 bytes of each are kept');
  await edgewise([...sweep(399, 'again'), '--quiet']);
  writeFileSync('again/sweep.f32', part);
  const { err } = await edgewise(sweep(399, 'again'));
  // Twenty that are gone, one that is damaged and those behind the end.
  expect(err).toContain('279 runs were there already; ');
  expect(readFileSync('again/sweep.f32').equals(whole)).toBe(true);
  expect(readFileSync('again/sweep.json')).toEqual(readFileSync('whole/sweep.json'));
});

it('can be looked at before it is over', async () => {
  const all = told('whole');
  writeFileSync('again/sweep.json', JSON.stringify({ ...all, runs: { planned: 400, done: 250 } }));
  const { code, out } = await edgewise(['show', 'again']);
  expect(code).toBe(0);
  expect(out).toContain('250 runs of 400');
  expect(out).toContain('Answer So far, after 250 of 400 runs: the number of requests depends most on rate');
});

it('mixes nothing, and takes no option of another study', async () => {
  const other = await edgewise(sweep(700, 'whole'));
  expect(other).toMatchObject({ code: 2 });
  expect(other.err).toContain('holds the results of a different sweep or version');
  expect(await edgewise([...sweep(100, 'whole'), '--force', '--quiet'])).toMatchObject({ code: 0 });
  expect(told('whole').runs).toEqual({ planned: 100, done: 100 });
  mkdirSync('run');
  writeFileSync('run/summary.json', '{}');
  const mixed = await edgewise([...sweep(100, 'run'), '--force']);
  expect(mixed).toMatchObject({ code: 2 });
  expect(mixed.err).toContain('holds the results of another study');
  for (const [option, says] of [
    [['--claims'], '--claims does not go with --sweep'],
    [['--replications', '3'], '--replications does not go with --sweep'],
    [['--shard', '1/2'], '--shard does not go with --sweep'],
    [['--sweep', 'many'], 'a whole number from 1 to 10000000'],
  ] as const) {
    const args = option[0] === '--sweep' ? sweep(10, 'no').slice(0, -4) : sweep(10, 'no');
    const { code, err } = await edgewise([...args, ...option]);
    expect(code).toBe(2);
    expect(err).toContain(says);
  }
});
