/** Small worlds to be explained. */
import { read } from '../../src/scenario/read.ts';
import type { Setting } from '../../src/scenario/assemble.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { sourceOf } from '../world/context.ts';

/** A scenario file as a value. */
export type File = Readonly<Record<string, unknown>> & { readonly fleet: readonly Entry[] };
export interface Entry {
  readonly profile: Readonly<Record<string, unknown>>;
  readonly [option: string]: unknown;
}

export const BOARD: Entry['profile'] & { readonly pace: object } = {
  name: 'board',
  pace: { prefill: { fixed: 0.1, perToken: 0.002 }, step: { fixed: 0.05 } },
  power: { idle: 5, prefill: 15, decode: 12 },
};

/** Who shares it makes every step longer. */
const DESK = {
  ...BOARD,
  name: 'desk',
  pace: { ...BOARD.pace, step: { fixed: 0.05, perSequence: 0.01 } },
};

/** Machines that fail, requests that try again, batches, limits, a cloud that says 429. */
export const TROUBLED: File = {
  name: 'troubled',
  duration: '20m',
  workload: {
    arrivals: { kind: 'poisson', rate: '0.8/s' },
    prompt: { kind: 'lognormal', mean: 80, cv: 0.6 },
    output: { kind: 'lognormal', mean: 120, cv: 0.6 },
    tenants: 5,
  },
  fleet: [
    { profile: BOARD, count: 3, queue: 2, failures: { every: '4m', repair: '1m' }, inFlight: 'elsewhere' },
    { profile: DESK, count: 1, slots: 4, device: 'batching', queue: 2 },
  ],
  limits: [
    { kind: 'slidingWindow', scope: 'device', window: '60s', capacity: 0.9 },
    { kind: 'tokenBucket', scope: 'tenant', rate: '60/s', burst: 2000, in: 'tokens' },
    { kind: 'tokenBucket', scope: 'cloud', rate: '20/s', burst: 500, in: 'tokens' },
  ],
  retry: { elsewhere: 1, later: { first: '2s', most: 2 } },
  strategy: 'weighted',
  fallback: 'cloud',
  cloud: { profile: 'openai/gpt-4' },
  slo: { e2e: '20s' },
};

export function scenarioOf(file: object): Scenario {
  return read(JSON.stringify(file), { file: 'scenario' }).cells[0]!.scenario;
}

export function setting(log = ''): Setting {
  return { seed: 3, replication: 0, source: () => sourceOf(log) };
}

/** A machine that takes 1 s for a request of one prompt token and six more: 0.5 s to its first; and one that takes four times as long. */
const pace = (factor: number): object => ({
  prefill: { fixed: 0.5 * factor, perToken: 0 },
  step: { fixed: 0.1 * factor },
});

export const TWO: File = {
  name: 'two',
  duration: '10s',
  workload: { kind: 'trace', file: 'log.csv' },
  fleet: [
    { profile: { ...BOARD, name: 'fast', pace: pace(1) }, count: 1 },
    { profile: { ...BOARD, name: 'slow', pace: pace(4) }, count: 1 },
  ],
  strategy: 'roundRobin',
};

export const logOf = (arrivals: readonly number[]): string =>
  ['arrival,prompt,output', ...arrivals.map((at) => `${at},1,6`)].join('\n');
