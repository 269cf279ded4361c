/** Properties of a workload before a run: its rate, its period, its mean lengths. */
import { Engine } from '../engine/engine.ts';
import type { Workload } from '../model.ts';
import { contextOf, type Setting } from './assemble.ts';
import { workloadOf } from './parts.ts';
import type { Scenario } from './scenario.ts';

export type KnownWorkload = Omit<Workload, 'draw'>;

/** Reads files if needed. */
export function foretold(scenario: Scenario, setting: Setting): KnownWorkload {
  return workloadOf(scenario, contextOf(new Engine(0), scenario, setting));
}

/** Null when that requires reading a file. */
export function known(scenario: Scenario): KnownWorkload | null {
  const setting = new Unread();
  try {
    return foretold(scenario, setting);
  } catch (error) {
    if (setting.asked) return null;
    throw error;
  }
}

/** The setting for questions asked before a run, without reading files. */
export class Unread implements Setting {
  readonly seed = 0;
  readonly replication = 0;
  /** Whether a file was requested. */
  asked = false;
  readonly source = (name: string): never => {
    this.asked = true;
    throw new RangeError(`${name} is read when the run begins`);
  };
}
