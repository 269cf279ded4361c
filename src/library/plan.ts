import { planning, type PlanningOptions } from '../studies/plan/planning.ts';
import type { Planned } from '../studies/plan/result.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import { sources } from '../store/sources.ts';
import { executorFor, type Running } from './executorFor.ts';
import { scenarioFileOf, type Reading } from './scenarioFileOf.ts';
import { VERSION } from '../version.ts';

/** How a scenario is read, where it runs, and how thoroughly it searches. */
export interface PlanOptions
  extends Omit<PlanningOptions, 'executor' | 'source' | 'version'>, Reading, Running {
  readonly version?: string;
}

/**
 * The cheapest fleet that meets what a scenario asks, at every level of demand it names. The scenario says in its
 * `plan` section what may be bought.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { plan } from 'edgewise';
 *
 * const office = readFileSync('scenarios/office.yaml', 'utf8');
 * const { levels } = await plan(office, { growth: [1], replications: 4, set: ['duration=70m'] });
 * console.log(levels[0].recommended !== null); // true
 * ```
 */
export async function plan(scenario: string | ScenarioFile, options: PlanOptions = {}): Promise<Planned> {
  const { version = VERSION, base = '.' } = options;
  const read = scenarioFileOf(scenario, options, 'plan');
  const { executor, close } = executorFor(options, base);
  try {
    return await planning(read, { ...options, executor, source: sources(base), version });
  } finally {
    await close();
  }
}
