import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import type { Summary } from '../../../src/results.ts';
import { edgewise, type Said } from '../captured.ts';
import { inFolder } from '../folder.ts';

inFolder();

let said: Said;
beforeAll(async () => {
  said = await edgewise(['figure4', '--replications', '4'], 120);
});

it('prints every claim with its outcome, and under it by how much, with the interval', () => {
  expect(said.code).toBe(0);
  const { expectations } = JSON.parse(readFileSync('out/figure4/summary.json', 'utf8')) as Summary;
  expect(expectations.length).toBeGreaterThanOrEqual(4);
  for (const { text } of expectations) {
    const lines = said.out.split('\n');
    const at = lines.findIndex((one) => one.endsWith(`  ${text}`));
    expect(lines[at]).toMatch(/^(holds|undecided) /);
    expect(lines[at + 1]).toMatch(
      /^ +-\d+(\.\d+)? (%|points) \(95 % interval -\d+(\.\d+)? to -?\d+(\.\d+)?\)$/,
    );
  }
});

it('says that the set-up is assumed and whose the shape is, on the screen and on the figure', () => {
  expect(said.out.replaceAll('\n', ' ')).toContain("The shape is the paper's, the numbers are not");
  expect(readFileSync('out/figure4/figures/figure4.svg', 'utf8')).toContain('set-up is assumed');
});

it('says how long it took', () => {
  expect(said.err).toMatch(/requests simulated in \d+\.\d s, \d+ s in all/);
});

it('draws its three panels as SVG, PNG and Vega-Lite', () => {
  const spec = JSON.parse(readFileSync('out/figure4/figures/figure4.vl.json', 'utf8')) as {
    $schema: string;
    hconcat: unknown[];
  };
  expect(spec.$schema).toContain('vega-lite');
  expect(spec.hconcat).toHaveLength(3);
  const svg = readFileSync('out/figure4/figures/figure4.svg', 'utf8');
  for (const words of ['Requests per hour', 'okens redirected', 'Utilisation']) expect(svg).toContain(words);
  const png = readFileSync('out/figure4/figures/figure4.png');
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.readUInt32BE(16)).toBeGreaterThan(1500);
});

it('breaks the lines of claims where the screen ends', async () => {
  const { out } = await edgewise(['figure4', '--replications', '4', '--quiet'], 70);
  expect(out).toMatch(/^holds +under bursts, Load-Aware redirects fewer tokens than Random$/m);
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(70);
});

it('takes the options of a run', async () => {
  const { code, out } = await edgewise(
    'figure4 --replications 2 --vary strategy=random,loadAware --set expect=[] --out other --json'.split(' '),
  );
  expect(code).toBe(0);
  expect((JSON.parse(out) as Summary).cells).toHaveLength(4);
  expect(existsSync('other/figures/figure4.svg')).toBe(true);
});
