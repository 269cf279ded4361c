/** How many rows the indices are estimated from when nothing is said. */
import { known } from '../../scenario/known.ts';
import type { ScenarioFile } from '../../scenario/scenario.ts';

/** Requests that all of them may come to: some twenty seconds of two cores. */
const BUDGET = 1e7;
/** Below these the intervals miss too often; of more than eight inputs, below twice as many. */
const FEWEST = 64;
const FEW_INPUTS = 8;
const MOST = 512;

/**
 * A power of two, by the work of the scenario alone: the same on every machine. The fewest where the work is not known, as
 * of a trace.
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
