// What keeping every request costs: Figure 4's work with a log of its requests in each form, beside the same without.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { read } from '../dist/src/scenario/read.js';
import { runner } from '../dist/src/store/runner.js';
import { measure } from './measure.js';

const text = readFileSync(new URL('../scenarios/figure4.yaml', import.meta.url), 'utf8');

function scenario() {
  const { cells } = read(text, {
    file: 'figure4.yaml',
    set: ['warmup=0s', 'duration=40h', 'strategy=loadAware', 'vary={}', 'expect=[]'],
  });
  return cells[0].scenario;
}

function runs(name, form) {
  const one = scenario();
  const folder = mkdtempSync(join(tmpdir(), 'edgewise-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const run = runner({ base: '.', ...(form && { requests: { folder, form } }) });
  let replication = 0;
  const work = (requests) => {
    let done = 0;
    while (done < requests) {
      const job = { cell: 0, draw: null, seed: 1, replication: replication++, scenario: one, keep: 'none' };
      done += run(job).metrics.arrived;
      rmSync(folder, { recursive: true, force: true });
    }
    return done;
  };
  return () => measure(name, 'requests', 1, work, 3e5);
}

export const rows = [
  runs("Figure 4's work, without a log of its requests"),
  runs('  with requests.jsonl', 'jsonl'),
  runs('  with requests.csv', 'csv'),
  runs('  with requests.parquet', 'parquet'),
];
