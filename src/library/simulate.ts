import { simulate as simulateCell } from '../experiment/simulate.ts';
import type { Replication } from '../results.ts';
import type { Setting } from '../scenario/assemble.ts';
import type { ScenarioFile, Scenario } from '../scenario/scenario.ts';
import { sources } from '../store/sources.ts';
import { mustBeWhole } from './executorFor.ts';
import { scenarioFileOf, type Reading } from './scenarioFileOf.ts';

/** Which run to simulate, and its listeners. */
export interface SimulateOptions extends Reading, Partial<Pick<Setting, 'listeners' | 'source'>> {
  /** Number of the replication, from 0. Strategies and fleets get the same requests in the same replication. */
  readonly replication?: number;
  /** Whether to record time series; yes by default. */
  readonly series?: boolean;
}

/**
 * One run of one scenario: a text, a file of one cell, or a cell's own scenario. The same scenario, seed and
 * replication give the same numbers on every machine.
 *
 * @example
 * ```ts
 * import { simulate } from 'edgewise';
 *
 * const { metrics } = simulate(`
 * name: desk
 * duration: 2h
 * workload:
 *   arrivals: { kind: poisson, rate: 3/m }
 *   prompt: 100
 *   output: 225
 * fleet:
 *   - { profile: orin-nano-8gb/qwen2.5-3b-q4 }
 * `);
 * console.log(metrics['arrived']); // 343
 * console.log(metrics['arrived'] === metrics['edge.served']); // true
 * ```
 */
export function simulate(
  scenario: string | ScenarioFile | Scenario,
  options: SimulateOptions = {},
): Replication {
  const { replication = 0, series = true, listeners, base = '.' } = options;
  mustBeWhole('replication', replication, 0);
  if (options.seed !== undefined) mustBeWhole('seed', options.seed, 0);
  const cell = typeof scenario === 'object' && 'fleet' in scenario;
  const scenarioFile = cell ? undefined : scenarioFileOf(scenario, options);
  if (scenarioFile && scenarioFile.cells.length > 1)
    throw new RangeError(
      `${scenarioFile.name} has ${scenarioFile.cells.length} cells: take one, as in read(text).cells[0].scenario, or run experiment()`,
    );
  const one = cell ? scenario : scenarioFile!.cells[0]!.scenario;
  const seed = scenarioFile?.seed ?? options.seed ?? 1;
  const source = options.source ?? sources(base);
  const shown = { series: series ? 'devices' : 'none' } as const;
  return simulateCell(one, { seed, replication, source, ...(listeners && { listeners }) }, shown);
}
