/** Small things to plan, of boards whose speed is easy to reckon with. */
import { inProcess } from '../../../src/executors/inProcess.ts';
import type { Executor } from '../../../src/experiment/executor.ts';
import { Ledger } from '../../../src/studies/plan/ledger.ts';
import { Level } from '../../../src/studies/plan/level.ts';
import { planning, type PlanningOptions } from '../../../src/studies/plan/planning.ts';
import { requirements } from '../../../src/studies/plan/requirement.ts';
import type { Planned } from '../../../src/studies/plan/result.ts';
import { read } from '../../../src/scenario/read.ts';
import type { ScenarioFile } from '../../../src/scenario/scenario.ts';
import { runner } from '../../../src/store/runner.ts';
import { sources } from '../../../src/store/sources.ts';

/** A board that needs half a second and `step` seconds a token. */
const board = (name: string, step: number): string =>
  `{ name: ${name}/tiny, pace: { prefill: { fixed: 0.5, perToken: 0.001 }, step: { fixed: ${step} } }, power: { idle: 5, prefill: 15, decode: 12 }, quality: 0.8 }`;

/** Slow boards at 200 $ and ones four times as fast at 900 $; nothing behind them. */
export const EDGE_ONLY: string = `
name: edge-only
seed: 3
duration: 35m
warmup: 5m
workload:
  arrivals: { kind: poisson, rate: 0.25/s }
  prompt: { kind: lognormal, mean: 80, cv: 0.6 }
  output: { kind: lognormal, mean: 100, cv: 0.6 }
fleet:
  - { profile: ${board('slow', 0.08)} }
strategy: leastQueue
slo: { ttft: 8s, target: 90 % }
plan:
  candidates:
    - { profile: ${board('slow', 0.08)}, price: 200 $, count: 0..5, queue: 3 }
    - { profile: ${board('fast', 0.02)}, price: 900 $, count: 0..4, queue: 3 }
`;

/** The same with a cloud behind it that is fast and dear. */
export const WITH_CLOUD: string = EDGE_ONLY.replace('name: edge-only', 'name: with-cloud').replace(
  'strategy: leastQueue',
  'strategy: leastQueue\nfallback: cloud\ncloud: { profile: openai/gpt-4o }',
);

export const here: Executor = inProcess(runner({ base: '/' }));

export function planOf(text: string, ...set: string[]): ScenarioFile {
  return read(text, { file: 'office.yaml', set });
}

export function planned(
  scenarioFile: ScenarioFile,
  options: Partial<PlanningOptions> = {},
): Promise<Planned> {
  return planning(scenarioFile, { version: '0', executor: here, source: sources('/'), ...options });
}

export function levelOf(scenarioFile: ScenarioFile, growth: number = 1): Level {
  const section = scenarioFile.planning!;
  const { scenario } = scenarioFile.cells[0]!;
  const ledger = new Ledger(scenarioFile, section, { executor: here, source: sources('/') });
  const asked = requirements(section, scenario);
  const reading = { seed: scenarioFile.seed, source: sources('/') };
  return new Level({ planning: section, scenario, growth, asked, ledger, reading });
}
