// Runs of 1,600 requests as a sweep has them by the thousand: the scenario read once, the result included; and the same
// with what is off when nobody asks for it there but never happening.
import { readFileSync } from 'node:fs';
import { runJob } from '../dist/src/experiment/runJob.js';
import { read } from '../dist/src/scenario/read.js';
import { measure } from './measure.js';

const text = readFileSync(new URL('../scenarios/figure4.yaml', import.meta.url), 'utf8');
const surroundings = { source: () => null };

function scenario(set = []) {
  const { cells } = read(text, {
    file: 'figure4.yaml',
    set: ['warmup=0s', 'duration=1h', 'strategy=loadAware', 'vary={}', 'expect=[]', ...set],
  });
  return cells[0].scenario;
}

function runs(name, set) {
  const one = scenario(set);
  let replication = 0;
  const work = (requests) => {
    let done = 0;
    while (done < requests) {
      const job = { seed: 1, replication: replication++, scenario: one, keep: 'fleet' };
      done += runJob(job, surroundings).metrics.arrived;
    }
    return done;
  };
  return () => measure(name, 'requests', 1, work, 5e5);
}

export const rows = [
  runs('runs of 1,600 requests, read once, results included'),
  runs('  with failures that never come', [
    'fleet.0.failures={ every: 100000d, repair: 1h }',
    'fleet.1.failures={ every: 100000d, repair: 1h }',
  ]),
  runs('  with retries of what is refused', ['retry={ elsewhere: 1 }']),
  runs('  with patience that nobody loses', ['patience={ firstToken: 100000s, answer: 100000s }']),
];
