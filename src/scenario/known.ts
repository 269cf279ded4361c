/** What a workload says of itself before anything is run: its rate, its period, its mean lengths. */
import { Engine } from '../engine.ts';
import type { Workload } from '../model.ts';
import { contextOf, type Setting } from './assemble.ts';
import { workloadOf } from './parts.ts';
import type { Scenario } from './scenario.ts';

export type KnownWorkload = Omit<Workload, 'draw'>;

/** Reads what has to be read for it. */
export function foretold(scenario: Scenario, setting: Setting): KnownWorkload {
  return workloadOf(scenario, contextOf(new Engine(0), scenario, setting));
}

/** Null where that takes reading a file. */
export function known(scenario: Scenario): KnownWorkload | null {
  let reads = false;
  const source = (name: string): never => {
    reads = true;
    throw new RangeError(`${name} is read when the run begins`);
  };
  try {
    return foretold(scenario, { seed: 0, replication: 0, source });
  } catch (error) {
    if (reads) return null;
    throw error;
  }
}
