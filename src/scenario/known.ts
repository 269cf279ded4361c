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
  const setting = new Unread();
  try {
    return foretold(scenario, setting);
  } catch (error) {
    if (setting.asked) return null;
    throw error;
  }
}

/** The setting of what is looked at before a run, when no file is read. */
export class Unread implements Setting {
  readonly seed = 0;
  readonly replication = 0;
  /** Whether a file was asked for. */
  asked = false;
  readonly source = (name: string): never => {
    this.asked = true;
    throw new RangeError(`${name} is read when the run begins`);
  };
}
