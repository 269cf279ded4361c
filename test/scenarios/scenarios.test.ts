/**
 * Every scenario that ships gives what it gave when it was last looked at, to the byte. After a change that is meant
 * to move figures: `npm run test:record`, which prints which figures moved and by how much.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { figure4Table } from '../../src/studies/figure4/study.ts';
import { unpainted, wrap } from '../../src/report/table.ts';
import { trade } from '../../src/report/trade.ts';
import type { Summary } from '../../src/results.ts';
import { differsFromRecord, recordOf, SCENARIOS, summaryOf } from './recorded.ts';

/** Where a scenario takes long, what is changed so that it does not. */
const SHORTER: Readonly<Record<string, readonly string[]>> = {
  'burst-window': [
    'replications=4',
    'vary={ limits.0.window: [60s, 300s], workload.arrivals.peak: [1, 4], strategy: [random, loadAware] }',
  ],
  'fleet-of-10000': ['duration=70s', 'warmup=40s'],
  'azure-code-replay': ['replications=4'],
};

const known = new Map<string, Promise<Summary>>();

/** Runs a scenario the first time it is asked for. */
function once(name: string): Promise<Summary> {
  const summary = known.get(name) ?? summaryOf(name, SHORTER[name]);
  known.set(name, summary);
  return summary;
}

const names = readdirSync(SCENARIOS)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.slice(0, -5));

it('the scenarios that are promised are there', () => {
  expect(names).toEqual(
    expect.arrayContaining([
      'azure-code-replay',
      'burst-window',
      'cloud-only',
      'figure4',
      'first',
      'fleet-of-10000',
      'office-log',
    ]),
  );
});

for (const name of names)
  it(`${name} gives what it gave`, async () => {
    const summary = await once(name);
    expect(differsFromRecord(name, recordOf(summary))).toEqual([]);
    expect(summary.expectations.filter(({ outcome }) => outcome === 'fails')).toEqual([]);
  });

const of = (summary: Summary, arrivals: string, strategy: string, metric: string): number =>
  summary.cells.find(({ vary }) => vary['workload.arrivals'] === arrivals && vary['strategy'] === strategy)!
    .metrics[metric]!.mean!;

it('Figure 4: every claim holds, some hundred requests are rejected by who does not look, and all is narrow', async () => {
  const summary = await once('figure4');
  expect(summary.expectations.map(({ outcome }) => outcome)).toEqual(Array(8).fill('holds'));
  for (const strategy of ['random', 'weighted']) {
    expect(of(summary, 'steady', strategy, 'edge.rejected')).toBeGreaterThan(200);
    expect(of(summary, 'bursty', strategy, 'edge.rejected')).toBeGreaterThan(400);
  }
  expect(of(summary, 'steady', 'loadAware', 'edge.rejected')).toBeLessThan(120);
  for (const { metrics, offeredLoad } of summary.cells) {
    expect(offeredLoad).toBeGreaterThan(0.6);
    expect(offeredLoad).toBeLessThan(0.7);
    const { mean, ci95 } = metrics['edge.served']!;
    expect((ci95![1] - ci95![0]) / 2 / mean!).toBeLessThan(0.015);
  }
});

it('two fast boards: under shortestCompletion slow ones beside them make no median later, under loadAware each does', async () => {
  const { cells } = await once('further-boards');
  const medians = (strategy: string, metric: string): number[] =>
    cells.filter(({ vary }) => vary['strategy'] === strategy).map(({ metrics }) => metrics[metric]!.mean!);
  const rises = (values: readonly number[]): number[] =>
    values.slice(1).map((value, k) => value / values[k]! - 1);
  for (const metric of ['ttft.p50', 'e2e.p50']) {
    expect(Math.max(...rises(medians('shortestCompletion', metric)))).toBeLessThan(1e-9);
    expect(Math.min(...rises(medians('loadAware', metric)))).toBeGreaterThan(0.03);
  }
});

it('README.md shows the table of Figure 4 and what it costs, as they come out', async () => {
  const summary = await once('figure4');
  const screen = { columns: 100, paint: unpainted };
  const shown = [figure4Table(summary, screen, ''), ...trade(summary).map(({ text }) => wrap(text, 100))];
  const made = `\`\`\`\n${shown.join('\n\n')}\n\`\`\``;
  const file = join(SCENARIOS, '../README.md');
  const before = readFileSync(file, 'utf8');
  const block = /(prints this[^\n]*\n\n)```\n[\s\S]*?\n```/;
  const after = before.replace(block, (_, lead: string) => `${lead}${made}`);
  if (process.env['UPDATE_RECORDED'] === '1') writeFileSync(file, after);
  else expect(before).toBe(after);
  expect(after).toContain(made);
});

it('Figure 4: the cells of a load meet the same requests', async () => {
  const { cells } = await summaryOf('figure4', ['replications=3']);
  for (const load of ['steady', 'bursty']) {
    const arrived = cells
      .filter(({ vary }) => vary['workload.arrivals'] === load)
      .map(({ metrics }) => metrics['arrived']!.mean);
    expect(new Set(arrived).size).toBe(1);
  }
});
