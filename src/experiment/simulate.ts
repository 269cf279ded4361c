/** One replication of one cell. */
import { replication, type ResultOptions } from '../metrics/result.ts';
import type { Replication } from '../results.ts';
import { assemble, type Setting } from '../scenario/assemble.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** Throws when the conservation checks fail: a bug in the simulator, never in the scenario. */
export function simulate(scenario: Scenario, setting: Setting, shown?: ResultOptions): Replication {
  const { engine, parts, metrics, sampler, conservation, tenants, priorities } = assemble(scenario, setting);
  engine.run(parts);
  const faults = conservation.faults();
  if (faults.length > 0) {
    throw new Error(`the run does not balance (a fault of the simulator): ${faults.join('; ')}`);
  }
  const result = replication(metrics, sampler, shown);
  if (!tenants && !priorities) return result;
  return {
    ...result,
    ...(tenants && { tenants: tenants.rows() }),
    ...(priorities && { priorities: priorities.rows() }),
  };
}
