/** One planned level of demand, and others around it. */
import type { Requirement } from './fleetResult.ts';
import { grown } from '../../scenario/grown.ts';
import type { Planning, Scenario } from '../../scenario/scenario.ts';
import { Bounds } from './bounds.ts';
import { busySeconds } from './cost.ts';
import { demandOf, type Demand, type DemandOptions } from './demand.ts';
import type { Ledger } from './ledger.ts';
import { Trial } from './trial.ts';

interface LevelOptions {
  readonly planning: Planning;
  /** The scenario of the file. */
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
    const { growth, planning } = options;
    const strict = this.at(Number((growth * (1 + planning.headroom)).toPrecision(12)));
    const isMore = planning.headroom > 0 || planning.spare > 0;
    this.trial = this.at(growth, isMore ? strict : undefined);
  }

  /** The scenario at its level of demand. */
  get scenario(): Scenario {
    return this.trial.prices.scenario;
  }

  /** Another level of demand, with the same machines and requirements. */
  at(growth: number, strict?: Trial): Trial {
    const { planning, scenario, asked, ledger } = this.#options;
    const { seconds } = this.demand;
    return new Trial({
      planning,
      scenario: grown(scenario, growth),
      growth,
      seconds,
      asked,
      ledger,
      ...(strict && { strict }),
    });
  }

  demandAt(growth: number): Demand {
    const { scenario, reading } = this.#options;
    return demandOf(grown(scenario, growth), reading);
  }

  /** Bounds for all fleets at another level of demand. */
  boundsAt({ growth, prices }: Trial): Bounds {
    return new Bounds(this.planning, prices.scenario, this.demandAt(growth));
  }

  /** Requests per month at a level of demand. */
  monthly(growth: number): number {
    const { requests, seconds } = this.demand;
    return (((requests / seconds) * growth) / this.growth) * busySeconds(this.planning);
  }
}
