/** The requests of a scenario without a run: when they come, how long they are, and whose they are. */
import { workloadAlone, type Setting } from './assemble.ts';
import type { Scenario } from './scenario.ts';

export interface Planned {
  /** Seconds from the start. */
  readonly at: number;
  readonly prompt: number;
  readonly output: number;
  readonly tenant: number;
}

/** The same as a run with this seed and replication meets. */
export function requestsOf(scenario: Scenario, setting: Omit<Setting, 'listeners'>): Planned[] {
  const { workload, row, requests } = workloadAlone(scenario, setting);
  const found: Planned[] = [];
  for (;;) {
    workload.draw(row);
    const { arrival, prompt, output, tenant } = requests;
    if (arrival[row] === Infinity) return found;
    found.push({ at: arrival[row]!, prompt: prompt[row]!, output: output[row]!, tenant: tenant[row]! });
  }
}
