// The work of Figure 4, with every metric and every check on, twelve devices and one long run, beside plain C.
import { readFileSync } from 'node:fs';
import { simulate } from '../dist/src/experiment/simulate.js';
import { namesOf } from '../dist/src/metrics/definitions.js';
import { read } from '../dist/src/scenario/read.js';
import { compiled, runInC } from './inC.js';
import { measure, measureBeside } from './measure.js';

const file = new URL('../scenarios/figure4.yaml', import.meta.url);
const text = readFileSync(file, 'utf8');
const WORK = 'Figure 4 work: 12 devices, Load-Aware, window in tokens';

/** The scenario with twelve devices, its window in tokens, Load-Aware, and as many requests as asked for. */
export function scenario(requests, set = []) {
  const rate = 0.9;
  const { cells } = read(text, {
    file: 'figure4.yaml',
    set: [
      'fleet.0.count=4',
      'fleet.1.count=8',
      'limits=[{ kind: slidingWindow, scope: device, window: 60s, tokens: 2400 }]',
      `workload.arrivals={ kind: poisson, rate: ${rate} }`,
      `duration=${requests / rate}`,
      'warmup=0s',
      'strategy=loadAware',
      'expect=[]',
      'vary={}',
      ...set,
    ],
  });
  return cells[0].scenario;
}

/** What else a process may have run before: other arrivals, strategies, devices, limits and fallbacks. */
const OTHERS = [
  ['strategy=random', 'workload.arrivals={ kind: bursty, rate: 0.9, peak: 4, every: 5m, for: 60s }'],
  ['strategy=leastQueue', 'limits=[]', 'workload.arrivals={ kind: gamma, rate: 0.9, cv: 2 }'],
  ['strategy=roundRobin', 'fleet.0.device=batching', 'fleet.0.slots=8', 'workload.prompt=100'],
  [
    'strategy={ kind: powerOf, d: 2 }',
    'limits.0={ kind: slidingWindow, scope: tenant, window: 60s, requests: 10 }',
  ],
  ['strategy=shortestCompletion', 'fallback=drop', 'workload.output={ kind: exponential, mean: 225 }'],
];

export function run(scenario, only) {
  return simulate(scenario, { seed: 1, replication: 0, source: () => null, only }).metrics;
}

const work = (requests) => run(scenario(requests)).arrived;
/** The same with nothing measured but what a plan reads. */
const PLANNED = { figures: namesOf('planning'), devices: ['served', 'utilization'], warnings: true };
const planned = (requests) => run(scenario(requests), PLANNED).arrived;

/** That both do the same work shows in what they find. */
function compare(program) {
  const ours = run(scenario(1e5));
  const { served, tokens, wait, e2e, joules } = runInC(program, scenario(1e5));
  const same = (name, value) => {
    if (Math.abs(ours[name] - value) > 1e-9 * value) throw new Error(`${name}: ${ours[name]}, in C ${value}`);
  };
  same('edge.served', served);
  same('edge.tokens', tokens);
  same('wait.mean', wait);
  same('edge.e2e.mean', e2e);
  same('edge.joules', joules);
}

/** Beside C where there is a compiler, and that there is none is said where not. */
function besideC(name, work) {
  const c = compiled();
  if (c === null) return measure(`${name} (no C compiler here)`, 'requests', 1, work);
  try {
    compare(c.program);
    const rate = (requests) => {
      const { arrived, user } = runInC(c.program, scenario(requests));
      return arrived / user;
    };
    return measureBeside(name, 'requests', work, { name: 'the same by hand in C, gcc -O2', rate });
  } finally {
    c.remove();
  }
}

export const rows = [
  () => besideC(WORK, work),
  () => besideC('  the same, only what a plan reads', planned),
  () => {
    for (const set of OTHERS) run(scenario(1e5, set));
    return besideC('  the same after five other scenarios in the process', work);
  },
];
