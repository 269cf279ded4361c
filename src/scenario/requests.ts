/** The requests of a scenario without a run: their arrivals, lengths and tenants. */
import { ARRIVED, STRIDE } from '../kernel/moves.ts';
import { asked, type Setting } from './assemble.ts';
import type { Scenario } from './scenario.ts';

export interface DrawnRequest {
  /** Seconds from the start. */
  readonly at: number;
  readonly prompt: number;
  readonly output: number;
  readonly tenant: number;
}

/** The same requests as in a run with this seed and replication; for a closed workload, as if answers took no time. */
export function requestsOf(scenario: Scenario, setting: Omit<Setting, 'listeners'>): DrawnRequest[] {
  const found: DrawnRequest[] = [];
  asked(scenario, setting, {
    moved({ end, kind, now, prompt, output, tenant }) {
      for (let row = 0; row < end; row += STRIDE)
        if (kind[row] === ARRIVED)
          found.push({ at: now[row]!, prompt: prompt[row]!, output: output[row]!, tenant: tenant[row]! });
    },
  });
  return found;
}
