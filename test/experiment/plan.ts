/** Small plans to run for real. */
import { read } from '../../src/scenario/read.ts';
import type { ScenarioFile } from '../../src/scenario/scenario.ts';

const PROFILE = `
      pace: { prefill: { fixed: 0.1, perToken: 0.002 }, step: { fixed: 0.05 } }
      power: { idle: 5, prefill: 15, decode: 12 }
      quality: 0.8
      responsiveness: 0.3
      uncertainty: 0.1`;

/** Four boards of two speeds behind a cloud, by strategy; a run of it takes a millisecond or two. */
export const OFFICE: string = `
name: office
seed: 7
duration: 10m
replications: 4
workload:
  arrivals: { kind: poisson, rate: 0.5/s }
  prompt: { kind: lognormal, mean: 80, cv: 0.6 }
  output: { kind: lognormal, mean: 120, cv: 0.6 }
fleet:
  - profile:
      name: board${PROFILE}
    count: 4
    queue: 2
limits:
  - { kind: slidingWindow, scope: device, window: 60s, capacity: 0.8 }
strategy: random
fallback: cloud
cloud: { profile: openai/gpt-4 }
slo: { ttft: 2s }
vary:
  strategy: [random, weighted, leastQueue]
expect:
  - { metric: cloud.tokens, of: { strategy: leastQueue }, lessThan: { strategy: random } }
`;

export function office(
  options: {
    readonly set?: readonly string[];
    readonly vary?: readonly string[];
    readonly text?: string;
  } = {},
): ScenarioFile {
  const { text = OFFICE, ...more } = options;
  return read(text, { file: 'office.yaml', ...more });
}
