/** Small worlds, and how they are run. */
import { inProcess } from '../../../src/executors/inProcess.ts';
import type { Executor } from '../../../src/experiment/executor.ts';
import {
  experiment,
  type ExperimentNeeds,
  type ExperimentOutcome,
} from '../../../src/experiment/experiment.ts';
import type { Finished } from '../../../src/experiment/job.ts';
import { read } from '../../../src/scenario/read.ts';
import type { ScenarioFile } from '../../../src/scenario/scenario.ts';
import { runner } from '../../../src/store/runner.ts';

const TOP = `
name: world
seed: 7
duration: 20m
warmup: 1m
workload:
  arrivals: { kind: poisson, rate: 0.15/s }
  prompt: { kind: lognormal, mean: 100, cv: 0.6 }
  output: { kind: lognormal, mean: 225, cv: 0.6 }
fleet:
  - { profile: orin-nano-8gb/qwen2.5-3b-q4, count: 3, queue: 2 }
strategy: leastQueue
fallback: cloud
cloud: { profile: openai/gpt-4 }
slo: { ttft: 10s }
`;

export const world = (regions: string, ...set: string[]): ScenarioFile =>
  read(`${TOP}${regions}`, { file: 'world.yaml', set });

export const here: Executor = inProcess(runner({ base: '/' }));

export async function outcomeOf(
  scenarioFile: ScenarioFile,
  options: Partial<ExperimentNeeds> = {},
): Promise<ExperimentOutcome & { readonly finished: readonly Finished[] }> {
  const finished: Finished[] = [];
  for await (const step of experiment(scenarioFile, {
    version: '0',
    executor: here,
    onFinished: (one) => finished.push(one),
    ...options,
  }))
    if (step.kind === 'outcome') return { ...step.outcome, finished };
  throw new Error('there was no outcome');
}
