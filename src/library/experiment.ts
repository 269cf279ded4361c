import {
  experiment as experimentOf,
  type ExperimentNeeds,
  type ExperimentOutcome,
  type ExperimentStep,
} from '../experiment/experiment.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import { executorFor, mustBeWhole, type Running } from './executorFor.ts';
import { scenarioFileOf, type Reading } from './scenarioFileOf.ts';
import { VERSION } from '../version.ts';

/** How a scenario is read, where it runs, and for how long. */
export interface ExperimentOptions extends Omit<ExperimentNeeds, 'executor' | 'version'>, Reading, Running {
  /** Version written into the summary; by default that of the package. */
  readonly version?: string;
}

/** The results of all replications are in memory together. */
const MOST_REPLICATIONS = 100_000;

/**
 * Runs a scenario: every cell, with all its replications. Yields each result as it comes, with how far it is, and at
 * last the outcome with the summary.
 *
 * @example
 * ```ts
 * import { experiment } from 'edgewise';
 *
 * const text = `
 * name: two-boards
 * duration: 1h
 * replications: 5
 * workload:
 *   arrivals: { kind: poisson, rate: 6/m }
 *   prompt: 100
 *   output: { kind: lognormal, mean: 225, cv: 0.6 }
 * fleet:
 *   - { profile: orin-nano-8gb/qwen2.5-3b-q4, count: 2 }
 * vary: { strategy: [random, loadAware] }
 * `;
 * for await (const step of experiment(text)) {
 *   if (step.kind === 'finished' && step.progress.jobs.done === 5) console.log(step.progress.share); // 0.5
 *   if (step.kind === 'outcome') console.log(step.outcome.summary.cells.length); // 2
 * }
 * ```
 */
export async function* experiment(
  scenario: string | ScenarioFile,
  options: ExperimentOptions = {},
): AsyncGenerator<ExperimentStep, void, undefined> {
  const scenarioFile = scenarioFileOf(scenario, options, 'world');
  const { base = '.', version = VERSION, precision } = options;
  mustBeWhole('replications', options.replications ?? scenarioFile.replications, 1, MOST_REPLICATIONS);
  if (precision && !(precision.target > 0))
    throw new RangeError(`precision.target must be above 0, not ${precision.target}`);
  const { executor, close } = executorFor(options, base);
  try {
    yield* experimentOf(scenarioFile, { ...options, executor, version });
  } finally {
    await close();
  }
}

/**
 * The last value that `experiment` yields, for callers who do not need progress.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { run } from 'edgewise';
 *
 * const text = readFileSync('scenarios/first.yaml', 'utf8');
 * const { summary } = await run(text, { set: ['duration=30m', 'warmup=0s'] });
 * const { mean, ci95 } = summary.cells[0].metrics['slo.attainment'];
 * console.log(ci95[0] < mean && mean < ci95[1]); // true
 * ```
 */
export async function run(
  scenario: string | ScenarioFile,
  options: ExperimentOptions = {},
): Promise<ExperimentOutcome> {
  let last: ExperimentOutcome | undefined;
  for await (const step of experiment(scenario, options)) if (step.kind === 'outcome') last = step.outcome;
  return last!;
}
