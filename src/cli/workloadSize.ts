/** How much there is to simulate, as far as that is known beforehand. */
import { recordedOf } from '../experiment/planning/demand.ts';
import { Logs } from '../logs/logs.ts';
import type { Recorded } from '../results.ts';
import { known } from '../scenario/known.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { sources } from '../store/sources.ts';
import { Fault } from './fault.ts';

/** What is known of the demand of scenarios before they are run; a log is read once. */
export class Demands {
  readonly #source: ReturnType<typeof sources>;
  readonly #logs: Logs;
  readonly #known: Map<string, Recorded | undefined> = new Map();

  constructor(base: string) {
    this.#source = sources(base);
    this.#logs = new Logs(this.#source);
  }

  /** Requests of one run of a cell, about; of people who wait for answers, at most. */
  requestsOf(scenario: Scenario): number {
    const made = known(scenario);
    if (made) return made.rate * made.duration;
    const { workload } = scenario;
    const recorded = this.recordedOf(scenario);
    if (!recorded) return 0;
    const { requests, resampled } = recorded;
    const rate = workload['growth'] === 'time' ? 1 : Number(workload['rateScale'] ?? 1);
    return requests * rate * (resampled ? resampled.drawn / resampled.blocks : 1);
  }

  /** Of demand that comes from a log; throws what is wrong with the log as one screen. */
  recordedOf(scenario: Scenario): Recorded | undefined {
    const key = JSON.stringify([scenario.workload, scenario.duration]);
    if (!this.#known.has(key)) this.#known.set(key, this.#read(scenario));
    return this.#known.get(key);
  }

  #read(scenario: Scenario): Recorded | undefined {
    try {
      return recordedOf(scenario, { seed: 0, source: this.#source, logs: this.#logs });
    } catch (error) {
      if (error instanceof RangeError) throw new Fault(error.message);
      throw error;
    }
  }
}
