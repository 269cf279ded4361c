/** Requirements that no number of runs can confirm. */
import { objective } from '../../scenario/objective.ts';
import type { Planning, Scenario } from '../../scenario/scenario.ts';

/** Throws an error of one line for a share of 100 % of the requests or days. */
export function checkShares({ slo }: Pick<Scenario, 'slo'>, planning?: Planning): void {
  if (objective({ slo }) && slo.target >= 1)
    throw new RangeError(never('slo.target', 'request that is late', '99.9 %'));
  if (planning?.per === 'day' && planning.days >= 1)
    throw new RangeError(never('plan.days', 'day that does not meet the slo', '95 %'));
}

function never(path: string, miss: string, less: string): string {
  return `${path}: cannot be 100 % here: no number of runs confirms that there is never a ${miss}; ask for less, for instance ${less}`;
}
