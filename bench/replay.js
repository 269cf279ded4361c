// A recorded week replayed thirty times, beside the same thirty weeks made up: the same rate and lengths, the same
// fleet, everything measured. The log is read once, as a sweep reads it, and that is in the figure.
import { readFileSync } from 'node:fs';
import { runJob } from '../dist/src/experiment/runJob.js';
import { Logs } from '../dist/src/logs/logs.js';
import { asked } from '../dist/src/scenario/assemble.js';
import { ARRIVED, STRIDE } from '../dist/src/kernel/moves.js';
import { read } from '../dist/src/scenario/read.js';
import { measureBeside, once } from './measure.js';

const text = readFileSync(new URL('../scenarios/figure4.yaml', import.meta.url), 'utf8');
const WEEKS = 30;
/** Some thirty thousand requests a week. */
const WEEK = ['warmup=0s', 'duration=7d', 'strategy=loadAware', 'vary={}', 'expect=[]'];
const MADE_UP = ['workload.arrivals={ kind: poisson, rate: 0.05/s }'];

function scenario(set) {
  const { cells } = read(text, { file: 'figure4.yaml', set: [...WEEK, ...set] });
  return cells[0].scenario;
}

/** What a week of made-up requests is as a log. */
function recorded(tenants) {
  const lines = [`time,prompt,output${tenants ? ',tenant' : ''}`];
  const setting = { seed: 1, replication: 0, source: () => null };
  asked(scenario(MADE_UP), setting, {
    moved: ({ end, kind, now, prompt, output, tenant }) => {
      for (let row = 0; row < end; row += STRIDE)
        if (kind[row] === ARRIVED)
          lines.push(
            `${now[row].toFixed(6)},${prompt[row]},${output[row]}${tenants ? `,user-${tenant[row]}` : ''}`,
          );
    },
  });
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}

/** Bytes as a file would give them. */
function opened(bytes) {
  let at = 0;
  return {
    read(buffer) {
      const some = bytes.subarray(at, at + buffer.length);
      buffer.set(some);
      at += some.length;
      return some.length;
    },
    close: () => {},
  };
}

/** Thirty weeks; `surroundings` are made anew, so that a log is read once in each. */
function weeks(one, source) {
  const surroundings = { source, logs: new Logs(source) };
  let done = 0;
  for (let replication = 0; replication < WEEKS; replication++)
    done += runJob({ seed: 1, replication, scenario: one, keep: 'fleet' }, surroundings).metrics.arrived;
  return done;
}

const madeUp = () => weeks(scenario(MADE_UP), () => null);

function replayed(tenants, set = '') {
  const bytes = recorded(tenants);
  const one = scenario([`workload={ kind: trace, file: week.csv${set} }`]);
  return () => weeks(one, () => opened(bytes));
}

const besideMadeUp = (name, work) => () => {
  const run = work();
  madeUp();
  const baseline = { name: 'the same made up', rate: () => once(madeUp) };
  return measureBeside(name, 'requests', run, baseline);
};

export const rows = [
  besideMadeUp('a recorded week replayed thirty times, read once', () => replayed(false)),
  besideMadeUp('  with names of tenants, and a table of them', () => replayed(true)),
  besideMadeUp('  days of it drawn anew for each', () => replayed(false, ', resample: { block: 1d }')),
];
