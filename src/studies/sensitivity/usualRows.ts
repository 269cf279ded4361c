/** The default number of rows for the indices. */
import { known } from '../../scenario/known.ts';
import type { ScenarioFile } from '../../scenario/scenario.ts';

/** Most requests in all of them: some twenty seconds on two cores. */
const BUDGET = 1e7;
/** With fewer, intervals miss too often; with more than eight inputs, twice as many are needed. */
const FEWEST = 64;
const FEW_INPUTS = 8;
const MOST = 512;

/**
 * A power of two that depends only on the scenario, so it is the same on every machine. The fewest if the amount of
 * demand is unknown, as for a trace.
 */
export function usualRows({ cells }: Pick<ScenarioFile, 'cells'>, inputs: number, few: number): number {
  const fewest = inputs > FEW_INPUTS ? 2 * FEWEST : FEWEST;
  let requests = 0;
  for (const { scenario } of cells) {
    const workload = known(scenario);
    if (workload === null) return fewest;
    requests += workload.rate * workload.duration;
  }
  let rows = MOST;
  while (rows > fewest && rows * (inputs + 2) * few * requests > BUDGET) rows /= 2;
  return rows;
}
