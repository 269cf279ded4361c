// The work of Figure 4, with every metric and every check on, twelve devices and one long run, beside plain C.
import { readFileSync } from 'node:fs';
import { makeDistribution } from '../dist/src/distribution.js';
import { simulate } from '../dist/src/experiment/simulate.js';
import { log } from '../dist/src/kernel/math.js';
import { normalQuantile } from '../dist/src/kernel/normal.js';
import { namesOf } from '../dist/src/metrics/definitions.js';
import { read } from '../dist/src/scenario/read.js';
import { besideC, intervals, lognormals, streams } from './inC.js';

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

/** What the program in C reads. */
function numbers({ workload, duration, fleet, limits, cloud, metrics, slo }) {
  const { roundTrip, ttft, decodeSpeed, price } = cloud.profile;
  const median = makeDistribution(roundTrip).quantile(0.5);
  const sigma = (log(roundTrip.p95) - log(median)) / normalQuantile(0.95);
  return [
    [workload.arrivals.rate, duration, ...intervals(duration)],
    [limits[0].tokens, limits[0].window, workload.tenants.count, metrics.responsiveness.scale],
    [slo.ttft, slo.e2e, price.input / 1e6, price.output / 1e6, log(median), sigma],
    lognormals([workload.prompt, workload.output]),
    table(ttft.at),
    table(decodeSpeed.at),
    fleet.flatMap(entry),
    streams(['arrivals', 'prompt', 'output', 'tenant', 'draw']),
  ];
}

/** Shares and values in rising order, the ends written out, after how many there are. */
function table(at) {
  const points = Object.entries(at)
    .map(([share, value]) => [Number(share), value])
    .sort(([a], [b]) => a - b);
  const all = [[0, points[0][1]], ...points, [1, points.at(-1)[1]]];
  return [all.length, ...all.flat()];
}

function entry({ count, profile: { pace, power, quality, range } }) {
  const { prefill, step } = pace;
  return [
    [count, prefill.fixed, prefill.perToken, prefill.perTokenSquared],
    [step.fixed + step.perSequence, step.perCachedToken],
    [power.idle, power.prefill, power.decode, quality, ...range.prompt, range.context[1]],
  ].flat();
}

function figures(requests) {
  const ours = run(scenario(requests));
  return {
    served: ours['edge.served'],
    tokens: ours['edge.tokens'],
    wait: ours['wait.mean'],
    e2e: ours['edge.e2e.mean'],
    joules: ours['edge.joules'],
  };
}

const beside = (label, work) =>
  besideC('figure4', { label, work, figures, numbers: (requests) => numbers(scenario(requests)) });

export const rows = [
  () => beside(WORK, work),
  () => beside('  the same, only what a plan reads', planned),
  () => {
    for (const set of OTHERS) run(scenario(1e5, set));
    return beside('  the same after five other scenarios in the process', work);
  },
];
