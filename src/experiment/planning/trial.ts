/** One level of demand, and everything that is needed to try a fleet at it. */
import type { FleetOutcome, Kept, Requirement } from '../../planned.ts';
import type { Replication } from '../../results.ts';
import type { Planning, Scenario } from '../../scenario/scenario.ts';
import { estimate } from '../estimate.ts';
import { billOf, monthlyCost, type Prices } from './cost.ts';
import type { Ledger, Wanted } from './ledger.ts';
import { assess, figureOf, verdictOf } from './requirement.ts';
import { fleetName, type Counts } from './space.ts';

export interface TrialOptions {
  readonly planning: Planning;
  /** At this level of demand. */
  readonly scenario: Scenario;
  readonly growth: number;
  readonly seconds: number;
  readonly asked: readonly Requirement[];
  readonly ledger: Ledger;
}

export class Trial {
  readonly growth: number;
  readonly asked: readonly Requirement[];
  readonly prices: Prices;
  readonly ledger: Ledger;

  constructor({ planning, scenario, growth, seconds, asked, ledger }: TrialOptions) {
    this.growth = growth;
    this.asked = asked;
    this.prices = { planning, scenario, seconds };
    this.ledger = ledger;
  }

  run(fleets: readonly Counts[], to: number, from: number = 0): Promise<void> {
    return this.ledger.need(fleets.map((counts): Wanted => ({ growth: this.growth, counts, from, to })));
  }

  runsOf(counts: Counts, to: number = Infinity, from: number = 0): Replication[] {
    return this.ledger.of(this.growth, counts, from, to);
  }

  kept(counts: Counts, confidence?: number, to: number = Infinity, from: number = 0): Kept[] {
    return assess(this.asked, this.runsOf(counts, to, from), counts, this.prices, confidence);
  }

  /** Dollars a month in each run. */
  bills(counts: Counts, to: number = Infinity, from: number = 0): number[] {
    return this.runsOf(counts, to, from).map((one) => billOf(one, counts, this.prices).total);
  }

  /** A requirement's figure in each run that has one. */
  figures(one: Requirement, counts: Counts, to: number = Infinity): number[] {
    return this.runsOf(counts, to).flatMap((run) => figureOf(one, run, counts, this.prices) ?? []);
  }

  outcome(counts: Counts, to: number = Infinity, from: number = 0): FleetOutcome {
    const runs = this.runsOf(counts, to, from);
    const kept = assess(this.asked, runs, counts, this.prices);
    const over = (name: string): FleetOutcome['utilization'] =>
      estimate(runs.map(({ metrics }) => metrics[name]));
    return {
      counts,
      name: fleetName(this.prices.planning, counts),
      replications: runs.length,
      cost: monthlyCost(runs.map((one) => billOf(one, counts, this.prices))),
      attainment: over('slo.attainment'),
      kept,
      verdict: verdictOf(kept),
      utilization: over('edge.utilization'),
      cloudShare: estimate(
        runs.map(({ metrics }) =>
          metrics['arrived'] ? metrics['cloud.requests']! / metrics['arrived'] : null,
        ),
      ),
    };
  }
}
