/**
 * Requests per CPU second of batching devices, everything measured: a fleet at load 0.8 with batches up to 32, and
 * one device with 64 tokens in, 64 out, 100 requests/s. Events are calls upon a device, arrivals not counted.
 * Run after a build: node bench/batching.js
 */
import { run } from '../dist/src/engine.js';
import { assemble } from '../dist/src/scenario/assemble.js';

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

function parts(settings) {
  const assembly = assemble(scenario(settings), { seed: 1, replication: 0, source: () => null });
  const { devices } = assembly.parts.fleet;
  return { ...assembly, devices };
}

function measure(label, settings) {
  const { load } = settings;
  const rate = load
    ? load * parts({ ...settings, rate: 1 }).devices.reduce((sum, { capability }) => sum + capability, 0)
    : settings.rate;
  const once = (requests) => {
    const assembly = parts({ ...settings, rate, requests });
    const before = process.cpuUsage();
    run(assembly.parts);
    const { user, system } = process.cpuUsage(before);
    const faults = assembly.conservation.faults();
    if (faults.length > 0) throw new Error(faults.join('; '));
    return { assembly, seconds: (user + system) / 1e6 };
  };
  once(Math.min(settings.requests, 100_000));
  const { assembly, seconds } = once(settings.requests);
  const { metrics } = assembly;
  const row = {
    requests: metrics.arrivals,
    'requests/CPU s': Math.round(metrics.arrivals / seconds),
    'tokens/CPU s': Math.round((metrics.edge.outputTokens + metrics.edge.promptTokens) / seconds),
    'peak MB': Math.round(process.resourceUsage().maxRSS / 1024),
    'mean batch': Number(
      (
        metrics.clock.occupied.reduce((sum, busy) => sum + busy, 0) /
        (settings.devices * (metrics.clock.to - metrics.clock.from))
      ).toFixed(1),
    ),
    'utilisation %': Number(
      (
        (100 * metrics.clock.busy.reduce((sum, busy) => sum + busy, 0)) /
        (settings.devices * (metrics.clock.to - metrics.clock.from))
      ).toFixed(1),
    ),
  };
  return [label, row];
}

const batching = { kind: 'batching', prefill: 'blocking', batch: 'continuous', memory: 'wait' };
const chunked = { ...batching, prefill: 'chunked', chunk: 256 };
const fleet = { devices: 20, slots: 32, load: 0.8, requests: 1_000_000 };
const single = { devices: 1, slots: 256, rate: 100, model: server, device: batching };

console.log('20 devices at load 0.8, batches up to 32, mean 64 tokens in and 64 out; all metrics on');
console.table(
  Object.fromEntries([
    measure('blocking, constant lengths', { ...fleet, device: batching }),
    measure('blocking, lognormal lengths', { ...fleet, device: batching, spread: 0.6 }),
    measure('chunked, lognormal lengths', { ...fleet, device: chunked, spread: 0.6 }),
    measure('preempt, room for 2,400 tokens', {
      ...fleet,
      device: { ...batching, memory: 'preempt', kv: 2e7 },
      spread: 0.6,
    }),
    measure('static, lognormal lengths', {
      ...fleet,
      load: 0.5,
      device: { ...batching, batch: 'static' },
      spread: 0.6,
    }),
    measure('serial, for comparison', { ...fleet, device: { kind: 'serial' }, spread: 0.6 }),
  ]),
);
console.log('One device, 64 tokens in, 64 out, 100 requests/s');
console.table(
  Object.fromEntries(
    [10_000, 50_000, 500_000, 2_000_000].map((requests) =>
      measure(`${requests.toLocaleString('en')} requests`, { ...single, requests }),
    ),
  ),
);
