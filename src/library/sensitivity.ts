import { withoutVaried } from '../studies/sensitivity/withoutVaried.ts';
import { readInputs } from '../studies/sensitivity/over.ts';
import {
  sensitivityAnalysis,
  type SensitivityNeeds,
  type SensitivityOutcome,
} from '../studies/sensitivity/sensitivity.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import { executorFor, type Running } from './executorFor.ts';
import { scenarioFileOf, type Reading } from './scenarioFileOf.ts';
import { VERSION } from '../version.ts';

/** How a scenario is read, where it runs, and how detailed the study is. */
export interface SensitivityOptions extends Omit<SensitivityNeeds, 'executor' | 'version'>, Reading, Running {
  readonly version?: string;
}

/**
 * How much each input matters: screening, then indices with intervals of what it leaves, curves, and maps of two inputs. Inputs are written as for the
 * command line, `path=low..high`, with `:log` or `:int` after it if wanted.
 *
 * @example
 * ```ts
 * import { sensitivity } from 'edgewise';
 *
 * const text = `
 * name: window
 * duration: 10m
 * workload: { arrivals: { kind: poisson, rate: 0.2/s }, prompt: 100, output: 225 }
 * fleet: [{ profile: orin-nano-8gb/qwen2.5-3b-q4, count: 2, queue: 4 }]
 * limits: [{ kind: slidingWindow, scope: device, window: 60s, capacity: 80 % }]
 * strategy: loadAware
 * `;
 * const { result } = await sensitivity(text, ['limits.0.capacity=0.4..1.2', 'limits.0.window=10s..10m:log'], {
 *   metrics: ['edge.rejected'],
 *   walks: 4,
 *   samples: 8,
 *   levels: 5,
 *   replications: 1,
 * });
 * console.log(result.inputs.length); // 2
 * console.log(result.outputs[0].indices[0].total > result.outputs[0].indices[1].total); // true
 * ```
 */
export async function sensitivity(
  scenario: string | ScenarioFile,
  over: readonly string[],
  options: SensitivityOptions = {},
): Promise<SensitivityOutcome> {
  const scenarioFile = withoutVaried(scenarioFileOf(scenario, options), over);
  const inputs = readInputs(scenarioFile, over);
  const { version = VERSION, base = '.' } = options;
  const { executor, close } = executorFor(options, base);
  try {
    return (await sensitivityAnalysis(scenarioFile, inputs, { ...options, executor, version }))!;
  } finally {
    await close();
  }
}
