// Batching devices with everything measured: a fleet at load 0.8 with batches up to 32, and one device at token level
// with 64 tokens in, 64 out, 100 requests/s, for which the rate must not depend on the number of requests.
import { assemble } from '../dist/src/scenario/assemble.js';
import { besideC, intervals, lognormals, streams } from './inC.js';
import { measure } from './measure.js';

/** About a 3B model in 4 bits on an AGX Orin. */
const profile = {
  name: 'bench',
  pace: {
    prefill: { fixed: 0.02, perToken: 2e-4, perTokenSquared: 0, padTo: 1 },
    step: { fixed: 0.017, perSequence: 0.0013, perCachedToken: 5e-7 },
  },
  power: { idle: 11, prefill: 45, decode: 35, decodePerSequence: 0.6 },
  memory: { weights: 2e9, kvPerToken: 36864, usable: 50e9 },
  context: 32768,
  range: null,
  quality: null,
  responsiveness: null,
};
/** Fast enough for 100 requests/s of 64 tokens each: a server's GPU. */
const server = {
  ...profile,
  pace: {
    prefill: { fixed: 0, perToken: 1e-5, perTokenSquared: 0, padTo: 1 },
    step: { fixed: 0.008, perSequence: 2e-5, perCachedToken: 1e-8 },
  },
};

function scenario({ devices, slots, device, rate, requests, spread, model = profile }) {
  const tokens = spread ? { kind: 'lognormal', mean: 64, cv: spread } : { kind: 'constant', value: 64 };
  return {
    name: 'bench',
    duration: requests / rate,
    warmup: 0,
    workload: {
      kind: 'generated',
      arrivals: { kind: 'poisson', rate },
      prompt: tokens,
      output: tokens,
      tenants: { count: 1, shares: 'equal' },
    },
    fleet: [{ profile: model, count: devices, slots, queue: null, device, price: null }],
    limits: [],
    strategy: { kind: 'leastQueue', ties: 'any' },
    patience: null,
    retry: null,
    fallback: 'drop',
    cloud: null,
    metrics: {
      alpha: 0.5,
      electricity: 0.25,
      responsiveness: { kind: 'ttft', scale: 1 },
      includeIdle: false,
      hardware: null,
    },
    slo: { ttft: null, e2e: null, tpot: null, target: 1 },
  };
}

const parts = (settings) => assemble(scenario(settings), { seed: 1, replication: 0, source: () => null });

/** What so many requests are run with. */
function assembled(settings, requests) {
  const { load, rate = load * capability(settings) } = settings;
  return parts({ ...settings, rate, requests });
}

/** Runs so many requests; returns what was measured. */
function run(settings, requests) {
  const assembly = assembled(settings, requests);
  assembly.engine.run(assembly.parts);
  const faults = assembly.conservation.faults();
  if (faults.length > 0) throw new Error(faults.join('; '));
  return assembly.metrics;
}

function bench(name, settings, requests) {
  const work = (requests) => run(settings, requests).arrivals;
  return () => measure(name, 'requests', 1, work, requests);
}

/** The same beside plain C. */
function benchBesideC(label, settings, requests) {
  return () =>
    besideC('batching', {
      label,
      requests,
      work: (requests) => run(settings, requests).arrivals,
      numbers: (requests) =>
        numbers(scenario({ ...settings, rate: settings.load * capability(settings), requests })),
      figures(requests) {
        const { edge } = run(settings, requests);
        return {
          served: edge.count,
          tokens: edge.promptTokens + edge.outputTokens,
          wait: edge.wait / edge.count,
          e2e: edge.e2e.mean,
          joules: edge.joules,
        };
      },
    });
}

/** What the program in C reads. */
function numbers({ workload, duration, fleet: [{ profile }], metrics }) {
  const { pace, power, memory } = profile;
  const { prefill, step } = pace;
  return [
    [workload.arrivals.rate, duration, ...intervals(duration), metrics.responsiveness.scale],
    [prefill.fixed, prefill.perToken, step.fixed, step.perSequence, step.perCachedToken],
    [power.idle, power.prefill, power.decode, power.decodePerSequence],
    Math.floor((memory.usable - memory.weights) / memory.kvPerToken),
    lognormals([workload.prompt, workload.output]),
    streams(['arrivals', 'prompt', 'output', 'draw']),
  ];
}

const capability = (settings) =>
  parts({ ...settings, rate: 1, requests: 1 }).parts.fleet.capability.reduce((sum, one) => sum + one, 0);

const batching = { kind: 'batching', prefill: 'blocking', batch: 'continuous', memory: 'wait' };
const chunked = { ...batching, prefill: 'chunked', chunk: 256 };
/** Room for about 2,400 tokens: memory is what limits. */
const preempt = { ...batching, memory: 'preempt', kv: 2e7 };
const fleet = { devices: 20, slots: 32, load: 0.8, spread: 0.6, device: batching };
const single = { devices: 1, slots: 256, rate: 100, model: server, device: batching };

/** Twenty devices with lengths drawn: for what they leave to the collector. */
export const lengthsDrawn = (requests) => assembled(fleet, requests);

/** One GPU of this pace, 64 tokens in and out, 100 requests/s: what a peer is measured with. */
export const row = (name, pace, requests) =>
  bench(name, { ...single, model: { ...server, pace }, device: { ...chunked, chunk: 8192 } }, requests);

export const rows = [
  bench('20 devices, load 0.8, batches up to 32, 64 in, 64 out', { ...fleet, spread: 0 }, 1e6),
  benchBesideC('  the same with lognormal lengths', fleet, 1e6),
  bench('  the same, prefill in chunks of 256', { ...fleet, device: chunked }, 1e6),
  bench('  the same, little memory, preempting', { ...fleet, device: preempt }, 1e6),
  bench('  the same, static batches', { ...fleet, load: 0.5, device: { ...batching, batch: 'static' } }, 1e6),
  ...[1e4, 5e4, 1e6].map((requests) =>
    bench(`64 in, 64 out, 100/s: ${requests.toLocaleString('en')} requests`, single, requests),
  ),
];
