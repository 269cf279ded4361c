/** One level of demand, and everything that is needed to try a fleet at it. */
import type { Drawn } from '../../kernel/statistics.ts';
import type { FleetOutcome, Kept, Requirement } from '../../planned.ts';
import type { Replication } from '../../results.ts';
import type { Planning, Scenario } from '../../scenario/scenario.ts';
import { estimate } from '../estimate.ts';
import { billOf, monthlyCost, type Prices } from './cost.ts';
import type { Ledger, Wanted } from './ledger.ts';
import type { Look } from './looks.ts';
import { assess, deciding, figureOf, verdictOf } from './requirement.ts';
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

/** Runs before a fleet is said to do: with fewer, a bad day is too easily not among them. */
export const ENOUGH = 8;

/** Which runs are shown. */
interface Showing {
  readonly to?: number;
  readonly from?: number;
  readonly verdict?: Kept['verdict'];
  /** Of what is sure. */
  readonly confidence?: number;
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

  /** Whether requests can be in time or late. */
  get hasObjective(): boolean {
    const { ttft, e2e, tpot } = this.prices.scenario.slo;
    return ttft !== null || e2e !== null || tpot !== null;
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

  /** What the runs from `from` on say of a fleet at one of several looks. */
  told(counts: Counts, { runs, error }: Look, from: number = 0): Kept['verdict'] {
    const to = from + runs;
    if (runs >= ENOUGH && verdictOf(this.kept(counts, 1 - error, to, from)) === 'kept') return 'kept';
    // Any one of them that is broken decides, so that they share the chance of an error.
    const shared = error / Math.max(1, deciding(this.asked).length);
    return verdictOf(this.kept(counts, 1 - shared, to, from)) === 'broken' ? 'broken' : 'unclear';
  }

  /** Dollars a month in each run. */
  bills(counts: Counts, to: number = Infinity, from: number = 0): number[] {
    return this.runsOf(counts, to, from).map((one) => billOf(one, counts, this.prices).total);
  }

  /** How the runs of a fleet draw from one log; undefined where they do not. */
  drawnIn(counts: Counts): Drawn | undefined {
    return this.runsOf(counts, 1)[0]?.recorded?.resampled ?? undefined;
  }

  /** A requirement's figure in each run that has one. */
  figures(one: Requirement, counts: Counts, to: number = Infinity, from: number = 0): number[] {
    return this.runsOf(counts, to, from).flatMap((run) => figureOf(one, run, counts, this.prices) ?? []);
  }

  /** `verdict` is what was found of it in the search; what its figures say when it was only looked at. */
  outcome(counts: Counts, { to = Infinity, from = 0, verdict, confidence }: Showing = {}): FleetOutcome {
    const runs = this.runsOf(counts, to, from);
    const kept = assess(this.asked, runs, counts, this.prices, confidence);
    const drawn = this.drawnIn(counts);
    const over = (name: string): FleetOutcome['utilization'] =>
      estimate(
        runs.map(({ metrics }) => metrics[name]),
        { drawn },
      );
    return {
      counts,
      name: fleetName(this.prices.planning, counts),
      replications: runs.length,
      cost: monthlyCost(
        runs.map((one) => billOf(one, counts, this.prices)),
        drawn,
      ),
      attainment: over('slo.attainment'),
      kept,
      verdict: verdict ?? verdictOf(kept),
      utilization: over('edge.utilization'),
      cloudShare: estimate(
        runs.map(({ metrics }) =>
          metrics['arrived'] ? metrics['cloud.requests']! / metrics['arrived'] : null,
        ),
        { drawn },
      ),
    };
  }
}
