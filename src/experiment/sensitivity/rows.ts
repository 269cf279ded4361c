/** How many rows the indices are estimated from when nothing is said. */
import type { Plan } from '../../scenario/scenario.ts';

/** Requests that all of them may come to: some twenty seconds of two cores. */
const BUDGET = 1e7;
const FEWEST = 64;
const MOST = 512;
/** Where it is not known beforehand how many requests a run has, as with a trace. */
const UNKNOWN = 64;

/** A power of two, by the work of the scenario alone: the same on every machine. */
export function rowsFor({ cells }: Pick<Plan, 'cells'>, inputs: number, few: number): number {
  let requests = 0;
  for (const { scenario } of cells) {
    const arrivals = scenario.workload['arrivals'] as { readonly rate?: unknown } | undefined;
    if (typeof arrivals?.rate !== 'number' || scenario.duration === null) return UNKNOWN;
    requests += arrivals.rate * scenario.duration;
  }
  let rows = MOST;
  while (rows > FEWEST && rows * (inputs + 2) * few * requests > BUDGET) rows /= 2;
  return rows;
}
