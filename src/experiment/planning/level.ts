/** One level of demand that is planned for, and others around it to look at. */
import type { Requirement } from '../../planned.ts';
import type { Planning, Scenario } from '../../scenario/scenario.ts';
import { busySeconds } from './cost.ts';
import { demandOf, grown, type Demand, type DemandOptions } from './demand.ts';
import type { Ledger } from './ledger.ts';
import { Trial } from './trial.ts';

export interface LevelOptions {
  readonly planning: Planning;
  /** As the file has it. */
  readonly scenario: Scenario;
  readonly growth: number;
  readonly asked: readonly Requirement[];
  readonly ledger: Ledger;
  readonly reading: DemandOptions;
}

export class Level {
  readonly planning: Planning;
  readonly growth: number;
  readonly trial: Trial;
  readonly demand: Demand;
  readonly #options: LevelOptions;

  constructor(options: LevelOptions) {
    this.planning = options.planning;
    this.growth = options.growth;
    this.#options = options;
    this.demand = this.demandAt(options.growth);
    this.trial = this.at(options.growth);
  }

  /** The scenario at its level of demand. */
  get scenario(): Scenario {
    return this.trial.prices.scenario;
  }

  /** Another level of demand; the machines and what is asked stay. */
  at(growth: number): Trial {
    const { planning, scenario, asked, ledger } = this.#options;
    const { seconds } = this.demand;
    return new Trial({ planning, scenario: grown(scenario, growth), growth, seconds, asked, ledger });
  }

  demandAt(growth: number): Demand {
    const { scenario, reading } = this.#options;
    return demandOf(grown(scenario, growth), reading);
  }

  /** Requests a month at a level of demand. */
  monthly(growth: number): number {
    const { requests, seconds } = this.demand;
    return (((requests / seconds) * growth) / this.growth) * busySeconds(this.planning);
  }
}
