/** All plugins, and options to build each of them with. */
import { z } from 'zod';
import * as arrivals from '../../src/arrivals/index.ts';
import * as clouds from '../../src/clouds/index.ts';
import * as devices from '../../src/devices/index.ts';
import * as faults from '../../src/faults/index.ts';
import * as limiters from '../../src/limiters/index.ts';
import type { Plugin } from '../../src/options.ts';
import * as orders from '../../src/orders/index.ts';
import * as recourses from '../../src/recourses/index.ts';
import * as strategies from '../../src/strategies/index.ts';
import * as workloads from '../../src/workloads/index.ts';

export type Written = Readonly<Record<string, unknown>>;
type Folder = Readonly<Record<string, Plugin<never, never, unknown>>>;

export const FOLDERS: Readonly<Record<string, Folder>> = {
  arrivals,
  workloads,
  limiters,
  strategies,
  devices,
  faults,
  clouds,
  recourses,
  orders,
};

/**
 * Options as a scenario file writes them. A plugin that is not here is built with the least it takes, found by trying
 * what its fields accept; here are those with rules between fields, and those worth testing in several ways.
 */
export const EXAMPLES: Readonly<Record<string, Readonly<Record<string, readonly Written[]>>>> = {
  arrivals: {
    gamma: [
      { rate: 5, cv: 0.5 },
      { rate: 5, cv: 2.5 },
    ],
    mmpp: [
      {
        states: [
          { rate: '2/s', mean: '20s' },
          { rate: '20/s', mean: '4s' },
        ],
      },
      {
        states: [
          { rate: 0, mean: '6s' },
          { rate: 4, mean: '3s' },
          { rate: 11, mean: '1s' },
        ],
      },
    ],
    bursty: [
      { rate: 5, peak: 4, every: '20s', for: '4s' },
      { rate: 5, peak: 0.25, every: '20s', for: '4s' },
      { rate: 5, peak: 4, every: '20s', for: '4s', timing: 'random' },
    ],
  },
  workloads: {
    generated: [
      { prompt: 100, output: 200 },
      {
        prompt: { kind: 'lognormal', mean: 100, cv: 0.6 },
        output: { kind: 'gamma', mean: 30, cv: 1.5 },
        tenants: { count: 7, shares: { zipf: 1 } },
      },
      { prompt: { kind: 'uniform', min: 0, max: 9 }, output: { kind: 'exponential', mean: 40 }, tenants: 3 },
    ],
    trace: [
      { file: 'azure.csv', format: 'azure' },
      { file: 'azure.csv', format: 'azure', rateScale: 2.5, timeScale: 0.5 },
      {
        file: 'own.csv',
        columns: { time: 'when', prompt: 'in', output: 'out', tenant: 'who' },
        from: '10s',
        to: '60s',
      },
    ],
    users: [
      { count: 20, think: { kind: 'exponential', mean: '5s' }, prompt: 100, output: 200 },
      {
        count: 8,
        think: { kind: 'lognormal', mean: '2s', cv: 1.5 },
        prompt: { kind: 'lognormal', mean: 100, cv: 0.6 },
        output: { kind: 'gamma', mean: 30, cv: 1.5 },
        tenants: { count: 3, shares: { zipf: 1 } },
      },
      { count: 12, think: 3, prompt: { kind: 'uniform', min: 1, max: 9 }, output: 40, tenants: 4 },
    ],
  },
  limiters: {
    slidingWindow: [
      { window: '10s', requests: 3 },
      { window: '10s', tokens: 60 },
      { window: '10s', capacity: 0.6 },
      { window: '10s', tokens: 60, charge: { estimate: 12 } },
      { window: '10s', tokens: 60, charge: 'max', maxOutput: 25 },
      { window: '10s', capacity: 0.6, charge: { estimate: 12 } },
      { window: '10s', tokens: 60, charge: 'after' },
      { window: '10s', capacity: 0.6, charge: 'after' },
    ],
    fixedWindow: [
      { window: '10s', requests: 3 },
      { window: '10s', tokens: 60, from: 'first' },
      { window: '10s', capacity: 0.6 },
      { window: '10s', tokens: 60, charge: { estimate: 12 } },
      { window: '10s', tokens: 60, charge: 'max', maxOutput: 25, from: 'first' },
      { window: '10s', tokens: 60, charge: 'after', from: 'first' },
    ],
    tokenBucket: [
      { rate: '0.5/s', burst: 3 },
      { rate: '4/s', burst: 60, in: 'tokens' },
      { rate: '4/s', burst: 60, in: 'tokens', charge: { estimate: 12 } },
      { rate: '4/s', burst: 60, in: 'tokens', charge: 'max', maxOutput: 25 },
      { rate: '4/s', burst: 60, in: 'tokens', charge: 'after' },
    ],
    concurrency: [
      { requests: 3 },
      { tokens: 60 },
      { tokens: 60, charge: { estimate: 12 } },
      { tokens: 60, charge: 'max', maxOutput: 25 },
    ],
  },
  recourses: {
    inFlight: [
      { of: ['lost', 'elsewhere', 'cloud', 'elsewhere'] },
      { of: ['elsewhere', 'lost', 'elsewhere', 'cloud'] },
    ],
    elsewhere: [{}, { most: 3 }],
    later: [
      {},
      { first: '500ms', factor: 1.5, jitter: 0, most: 3, upTo: '1s' },
      { first: 2, jitter: 1, most: 1 },
    ],
  },
  faults: {
    failures: [
      { every: '5s', repair: '2s' },
      { every: { kind: 'constant', value: '3s' }, repair: { kind: 'uniform', min: '1s', max: 4 } },
      { every: { kind: 'gamma', mean: 4, cv: 0.5 }, repair: { kind: 'lognormal', mean: 1, cv: 2 } },
    ],
    outages: [
      { at: '2s', for: '3s' },
      { at: 0, for: 1, every: '2500ms' },
    ],
  },
  devices: {
    batching: [{}, { prefill: 'chunked', chunk: 8 }, { batch: 'static' }, { memory: 'preempt', kv: '1 kB' }],
  },
  orders: { priority: [{}, { preempt: true }] },
  strategies: {
    loadAware: [
      {},
      { score: 'load' },
      { score: 'work' },
      { ties: 'lowest' },
      { score: 'load', ties: 'lowest' },
    ],
    leastQueue: [{}, { ties: 'any' }],
    powerOf: [{}, { d: 1 }, { d: 3 }],
  },
};

/** What fields are tried with, the plainest first. */
const TRIED: readonly unknown[] = [1, 10, 0.5, '1s', true, 'name', [], {}, { kind: 'constant', value: 1 }];

/** The least that a plugin's fields accept. */
export function leastOptions({ fields }: { readonly fields: z.ZodRawShape }): Written {
  const given: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (z.safeParse(field, undefined).success) continue;
    const found = TRIED.find((value) => z.safeParse(field, value).success);
    if (found === undefined) throw new Error(`no value is known for ${name}: add the plugin to EXAMPLES`);
    given[name] = found;
  }
  return given;
}

export function examplesOf(folder: string, name: string): readonly Written[] {
  return EXAMPLES[folder]?.[name] ?? [leastOptions(FOLDERS[folder]![name]!)];
}

/** A plugin built from options as they are written. */
export function build<Made>(folder: string, name: string, written: Written, context: unknown): Made {
  const plugin = FOLDERS[folder]![name]!;
  const options: unknown = z.strictObject(plugin.fields).parse(written);
  return (plugin as unknown as Plugin<unknown, unknown, Made>)(options, context);
}

export interface Case {
  readonly name: string;
  readonly options: Written;
  readonly text: string;
}

/** Every plugin of a folder with each of its options. */
export function casesOf(folder: string): Case[] {
  return Object.keys(FOLDERS[folder]!).flatMap((name) =>
    examplesOf(folder, name).map((options) => ({
      name,
      options,
      text: `${name} ${JSON.stringify(options).replaceAll('"', '')}`,
    })),
  );
}
