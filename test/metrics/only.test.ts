import { describe, expect, it, test } from 'vitest';
import { DEFINITIONS } from '../../src/metrics/definitions.ts';
import { createStreams } from '../../src/kernel/random.ts';
import { simulate } from '../../src/experiment/simulate.ts';
import { FIGURES_ALONE, gaugesFor, NOTHING, type Only } from '../../src/metrics/only.ts';
import { type Replication } from '../../src/results.ts';
import { ScenarioError } from '../../src/scenario/mistake.ts';
import { read } from '../../src/scenario/read.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { casesOf } from '../world/plugins.ts';

const DEVICE = [
  'served',
  'rejected',
  'tokens',
  'utilization',
  'slotOccupancy',
  'windowFill',
  'energy.joules',
  'idleJoules',
  'power.mean',
  'availability',
];

type Draw = () => number;

const pick = <One>(draw: Draw, from: readonly One[]): One => from[Math.floor(draw() * from.length)]!;
const often = (draw: Draw, share: number): boolean => draw() < share;

/** One of the cases of a folder as a scenario writes it. */
function plugin(draw: Draw, folder: string): Record<string, unknown> {
  const { name, options } = pick(draw, casesOf(folder));
  return { kind: name, ...options };
}

/** A scenario of plugins drawn from all that there are; null when they do not go together. */
function drawn(draw: Draw): Scenario | null {
  const entry = (profile: string): unknown => ({
    profile,
    count: Math.floor(1 + draw() * 3),
    slots: pick(draw, [1, 4]),
    queue: { bound: pick(draw, [0, 3, 20]), ...(often(draw, 0.6) && { order: plugin(draw, 'orders') }) },
    device: plugin(draw, 'devices'),
    ...(often(draw, 0.4) && { failures: { every: '2m', repair: '20s' } }),
  });
  const lengths = {
    prompt: { kind: 'lognormal', mean: 100, cv: 1 },
    output: { kind: 'exponential', mean: 60 },
  };
  const people = {
    kind: 'users',
    count: 40,
    think: { kind: 'exponential', mean: '30s' },
    ...lengths,
    tenants: 4,
  };
  const patience = {
    firstToken: { kind: 'exponential', mean: '40s' },
    cancels: pick(draw, ['atOnce', 'never']),
  };
  const text = {
    name: 'drawn',
    duration: '10m',
    warmup: pick(draw, [0, '1m']),
    workload: often(draw, 0.2)
      ? people
      : {
          arrivals: { ...plugin(draw, 'arrivals'), rate: pick(draw, [0.5, 2]) },
          ...lengths,
          tenants: 4,
          priorities: [{ share: 0.2, priority: 1 }],
        },
    fleet: [entry('agx-orin-64gb/qwen2.5-3b-q4'), entry('orin-nano-8gb/qwen2.5-3b-q4')],
    limits: Array.from({ length: Math.floor(draw() * 3) }, () => ({
      ...plugin(draw, 'limiters'),
      scope: pick(draw, ['fleet', 'tenant', 'device', 'cloud']),
    })),
    strategy: plugin(draw, 'strategies'),
    ...(often(draw, 0.4) && { retry: { elsewhere: 1, later: { first: '1s', most: 2 } } }),
    ...(often(draw, 0.3) && { patience }),
    fallback: pick(draw, ['drop', 'cloud']),
    cloud: { profile: 'openai/gpt-4', ...(often(draw, 0.3) && { outages: [{ at: '3m', for: '1m' }] }) },
    metrics: { includeIdle: often(draw, 0.5), responsiveness: pick(draw, ['ttft', 'reading']) },
    slo: pick(draw, [{}, { ttft: '2s', tpot: '100ms' }]),
  };
  try {
    return read(JSON.stringify(text), { file: 'drawn.yaml' }).cells[0]!.scenario;
  } catch (error) {
    if (error instanceof ScenarioError) return null;
    throw error;
  }
}

const run = (scenario: Scenario, only?: Only): Replication =>
  simulate(scenario, { seed: 3, replication: 0, source: () => expect.unreachable(), only });

function some(count: number, seed: number): Scenario[] {
  const stream = createStreams(seed, 0)('scenarios');
  const found: Scenario[] = [];
  for (let tries = 0; found.length < count && tries < 40 * count; tries++) {
    const scenario = drawn(() => stream.uniform());
    if (scenario) found.push(scenario);
  }
  return found;
}

test.each(casesOf('strategies').map(({ name, options }) => ({ kind: name, ...options })))(
  'whom %j picks does not depend on when windows are looked at, and so not on what is measured of them',
  (strategy) => {
    for (const kind of ['slidingWindow', 'fixedWindow']) {
      const text = {
        name: 'limited',
        duration: '10m',
        workload: {
          arrivals: { kind: 'poisson', rate: 0.7 },
          prompt: 100,
          output: { kind: 'exponential', mean: 60 },
        },
        fleet: [
          { profile: 'agx-orin-64gb/qwen2.5-3b-q4', count: 2, queue: 4 },
          { profile: 'orin-nano-8gb/qwen2.5-3b-q4', count: 2, queue: 4 },
        ],
        limits: [{ kind, scope: 'device', window: '10s', requests: 3 }],
        strategy,
        slo: { ttft: '30s' },
        fallback: 'cloud',
        cloud: { profile: 'openai/gpt-4' },
      };
      const { scenario } = read(JSON.stringify(text), { file: 'limited.yaml' }).cells[0]!;
      const asked = { figures: ['edge.served', 'edge.joules', 'edge.rejected'], devices: [] };
      const { metrics } = run(scenario, asked);
      expect(run(scenario).metrics).toMatchObject(metrics);
    }
  },
);

/** A fleet by itself has none: test/experiment/world. */
const OF_REGIONS = /^overflow\./;

describe('what is measured when only some of it is asked for', () => {
  const scenarios = some(40, 11);
  const full = scenarios.map((scenario) => run(scenario));
  const stream = createStreams(12, 0)('asked');

  it('is looked at in scenarios where much happens', () => {
    expect(scenarios).toHaveLength(40);
    const seen = new Set(full.flatMap(({ metrics }) => Object.keys(metrics).filter((name) => metrics[name])));
    expect([...DEFINITIONS].filter(({ name }) => !seen.has(name) && !OF_REGIONS.test(name))).toEqual([]);
  });

  it('is the same double as in a full run, whatever is asked, and nothing else is there', () => {
    scenarios.forEach((scenario, k) => {
      const names = Object.keys(full[k]!.metrics);
      const figures = names.filter(() => stream.uniform() < 0.15);
      const devices = DEVICE.filter(() => stream.uniform() < 0.2);
      const {
        metrics,
        devices: rows,
        offeredLoad,
        recorded: _,
        ...rest
      } = run(scenario, { figures, devices });
      expect(metrics).toEqual(Object.fromEntries(figures.map((name) => [name, full[k]!.metrics[name]])));
      expect(offeredLoad).toBe(full[k]!.offeredLoad);
      expect(rest).toEqual({ reasons: {}, trend: null, warnings: [], series: [], within: {} });
      expect(rows).toEqual(
        devices.length === 0
          ? []
          : full[k]!.devices.map(({ name, metrics: own }) => ({
              name,
              metrics: Object.fromEntries(devices.flatMap((one) => (one in own ? [[one, own[one]]] : []))),
            })),
      );
    });
  });

  const alone = DEFINITIONS.map(({ name }) => name).filter((name) => !OF_REGIONS.test(name));
  it.each(alone)('%s alone is what it is among all', (name) => {
    const k = full.findIndex(({ metrics }) => typeof metrics[name] === 'number' && metrics[name] !== 0);
    expect(run(scenarios[k]!, { figures: [name], devices: [] }).metrics).toEqual({
      [name]: full[k]!.metrics[name],
    });
  });

  it.each(DEVICE)('%s of the devices alone is what it is among all', (name) => {
    const k = full.findIndex(({ devices }) => devices.some(({ metrics }) => metrics[name]));
    expect(
      run(scenarios[k]!, { figures: [], devices: [name] }).devices.map(({ metrics }) => metrics),
    ).toEqual(full[k]!.devices.map(({ metrics }) => ({ [name]: metrics[name] })));
  });

  it('all figures without anything else are those of a full run', () => {
    scenarios.slice(0, 8).forEach((scenario, k) => {
      const { metrics, devices } = run(scenario, FIGURES_ALONE);
      expect(metrics).toEqual(full[k]!.metrics);
      expect(devices).toEqual([]);
    });
  });

  it('what there is to warn of, and why requests were refused, is what a full run says', () => {
    expect(full.some(({ warnings }) => warnings.some(({ code }) => code === 'batches'))).toBe(true);
    expect(full.some(({ warnings }) => warnings.some(({ code }) => code === 'lengths'))).toBe(true);
    scenarios.forEach((scenario, k) => {
      const { warnings, reasons, devices } = run(scenario, { figures: [], devices: [], warnings: true });
      expect({ warnings, reasons, devices }).toEqual({
        warnings: full[k]!.warnings,
        reasons: full[k]!.reasons,
        devices: [],
      });
    });
  });

  it('is nothing when nothing is asked, and the run is the same for who listens', () => {
    const moves = (only?: Only): number[] => {
      const seen: number[] = [];
      simulate(scenarios[0]!, {
        seed: 3,
        replication: 0,
        source: () => expect.unreachable(),
        only,
        listeners: () => [{ moved: ({ rows, end }) => void seen.push(...rows.subarray(0, end)) }],
      });
      return seen;
    };
    expect(run(scenarios[0]!, NOTHING).metrics).toEqual({});
    expect(moves(NOTHING)).toEqual(moves());
  });
});

test('a plain count takes no gauge, a percentile takes its own', () => {
  const on = (only?: Only): string[] =>
    Object.entries(gaugesFor(only)).flatMap(([name, needed]) => (needed ? [name] : []));
  expect(on(NOTHING)).toEqual([]);
  expect(on({ figures: ['arrived', 'slo.attainment', 'cloud.cost', 'wait.mean'], devices: [] })).toEqual([]);
  expect(on({ figures: ['edge.ttft.p95'], devices: [] })).toEqual(['ttft']);
  expect(on({ figures: ['edge.cost'], devices: ['utilization'] })).toEqual(['busy', 'energy', 'devices']);
  expect(on()).toEqual(Object.keys(gaugesFor(undefined)));
});
