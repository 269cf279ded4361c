/** Amounts of demand, as far as they are known before runs. */
import { Logs } from '../logs/logs.ts';
import type { Source } from '../logs/source.ts';
import type { Recorded } from '../results.ts';
import { foretold, known, type KnownWorkload } from '../scenario/known.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** The demand of scenarios before they are run; a log is read once. */
export class Demands {
  readonly #source: (name: string) => Source;
  readonly #logs: Logs;
  readonly #known: Map<string, KnownWorkload> = new Map();

  constructor(source: (name: string) => Source) {
    this.#source = source;
    this.#logs = new Logs(this.#source);
  }

  /** Approximate requests in one run of a cell; for a closed workload an upper bound. */
  requestsOf(scenario: Scenario): number {
    const { regions } = scenario;
    if (regions) return regions.reduce((sum, one) => sum + one.count * this.requestsOf(one.scenario), 0);
    const { rate, duration } = known(scenario) ?? this.#readOnce(scenario);
    return rate * duration;
  }

  /** What a log contains, for demand from a log; throws an error of one line if it cannot be read. */
  recordedOf(scenario: Scenario): Recorded | undefined {
    return (known(scenario) ?? this.#readOnce(scenario)).recorded;
  }

  #readOnce(scenario: Scenario): KnownWorkload {
    const key = JSON.stringify([scenario.workload, scenario.duration]);
    let made = this.#known.get(key);
    if (made === undefined) this.#known.set(key, (made = this.#read(scenario)));
    return made;
  }

  #read(scenario: Scenario): KnownWorkload {
    return foretold(scenario, { seed: 0, replication: 0, source: this.#source, logs: this.#logs });
  }
}
