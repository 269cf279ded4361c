/** How many rows the indices are estimated from when nothing is said. */
import type { Plan } from '../../scenario/scenario.ts';

/** Requests that all of them may come to: some twenty seconds of two cores. */
const BUDGET = 1e7;
/** Below these the intervals miss too often; of more than 5 inputs, some pairs of dimensions are filled late. */
const FEWEST = 64;
const FEWEST_OF_MANY = 128;
const MOST = 512;
/** Where it is not known beforehand how many requests a run has, as with a trace. */
const UNKNOWN = 64;

/** A power of two, by the work of the scenario alone: the same on every machine. */
export function rowsFor({ cells }: Pick<Plan, 'cells'>, inputs: number, few: number): number {
  let requests = 0;
  for (const { scenario } of cells) {
    const arrivals = scenario.workload['arrivals'] as { readonly rate?: unknown } | undefined;
    if (typeof arrivals?.rate !== 'number' || scenario.duration === null)
      return Math.max(UNKNOWN, inputs > 5 ? FEWEST_OF_MANY : FEWEST);
    requests += arrivals.rate * scenario.duration;
  }
  const fewest = inputs > 5 ? FEWEST_OF_MANY : FEWEST;
  let rows = MOST;
  while (rows > fewest && rows * (inputs + 2) * few * requests > BUDGET) rows /= 2;
  return rows;
}
