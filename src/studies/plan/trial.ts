/** One level of demand, and everything needed to try fleets at it. */
import type { QuantileQuestion } from '../../kernel/statistics.ts';
import { deciding, type FleetOutcome, type Assessed, type Requirement } from './fleetResult.ts';
import type { Replication } from '../../results.ts';
import { objective } from '../../scenario/objective.ts';
import type { Planning, Scenario } from '../../scenario/scenario.ts';
import { estimate } from '../../experiment/estimate.ts';
import { billOf, monthlyCost, type Prices, rightOf } from './cost.ts';
import type { Ledger, Wanted } from './ledger.ts';
import type { Analysis } from './analyses.ts';
import { assess, figureOf, verdictOf } from './requirement.ts';
import { fleetName, without, type Counts } from './space.ts';

interface TrialOptions {
  readonly planning: Planning;
  /** The scenario at this level of demand. */
  readonly scenario: Scenario;
  readonly growth: number;
  readonly seconds: number;
  readonly asked: readonly Requirement[];
  readonly ledger: Ledger;
  /** The larger demand that a fleet of this level must handle too; missing for a level that is only explored. */
  readonly strict?: Trial;
}

/** A further condition under which a fleet must pass. */
interface Condition {
  readonly trial: Trial;
  /** Its machines under that condition. */
  readonly counts: Counts;
  readonly asked: readonly Requirement[];
}

/** Fewest runs for a fleet to pass: with fewer, a rare bad day is too easily absent. */
export const ENOUGH = 8;

/** Which runs are shown. */
interface Showing {
  readonly to?: number;
  readonly from?: number;
  readonly verdict?: Assessed['verdict'];
  /** Confidence of the bounds. */
  readonly confidence?: number;
}

export class Trial {
  readonly growth: number;
  readonly asked: readonly Requirement[];
  readonly prices: Prices;
  readonly ledger: Ledger;
  readonly strict: Trial | null;

  constructor({ planning, scenario, growth, seconds, asked, ledger, strict }: TrialOptions) {
    this.growth = growth;
    this.asked = asked;
    this.prices = { planning, scenario, seconds };
    this.ledger = ledger;
    this.strict = strict ?? null;
  }

  /** Whether requests can be in time or late. */
  get hasObjective(): boolean {
    return objective(this.prices.scenario) !== null;
  }

  run(fleets: readonly Counts[], to: number, from: number = 0): Promise<void> {
    return this.ledger.need(fleets.map((counts): Wanted => ({ growth: this.growth, counts, from, to })));
  }

  /** More demand, and that without the spare machines; costs do not matter under these conditions. */
  conditions(counts: Counts): readonly Condition[] {
    const trial = this.strict;
    if (!trial) return [];
    const { planning } = this.prices;
    const all: Condition[] = trial.growth === this.growth ? [] : [{ trial, counts, asked: this.asked }];
    if (planning.spare === 0) return all;
    const asked = this.asked.filter(({ ask }) => ask !== 'budget');
    return [...all, ...without(counts, planning.spare).map((left) => ({ trial, counts: left, asked }))];
  }

  /** Runs them here and under every condition. */
  async try(fleets: readonly Counts[], to: number, from: number = 0): Promise<void> {
    const wanted = (counts: Counts): Wanted[] => [
      { growth: this.growth, counts, from, to },
      ...this.conditions(counts).map(({ trial: { growth }, counts: left }) => ({
        growth,
        counts: left,
        from,
        to,
      })),
    ];
    await this.ledger.need(fleets.flatMap(wanted));
  }

  /** Its estimates here, and under each condition that was run. */
  judged(
    counts: Counts,
    confidence?: number,
    to: number = Infinity,
    from: number = 0,
  ): { readonly trial: Trial; readonly counts: Counts; readonly assessed: readonly Assessed[] }[] {
    return [
      { trial: this as Trial, counts, assessed: this.assessed(counts, confidence, to, from) },
      ...this.conditions(counts).map(({ trial, counts: left, asked }) => ({
        trial,
        counts: left,
        assessed: assess(asked, trial.runsOf(left, to, from), left, trial.prices, confidence),
      })),
    ].filter((one) => one.trial === this || one.trial.runsOf(one.counts, from + 1, from).length > 0);
  }

  runsOf(counts: Counts, to: number = Infinity, from: number = 0): Replication[] {
    return this.ledger.of(this.growth, counts, from, to);
  }

  assessed(counts: Counts, confidence?: number, to: number = Infinity, from: number = 0): Assessed[] {
    return assess(this.asked, this.runsOf(counts, to, from), counts, this.prices, confidence);
  }

  /** The verdict of one of several analyses over the runs from `from` on. */
  verdict(counts: Counts, { runs, error }: Analysis, from: number = 0): Assessed['verdict'] {
    const to = from + runs;
    const verdicts = (confidence: number): Assessed['verdict'][] =>
      this.judged(counts, confidence, to, from).map(({ assessed }) => verdictOf(assessed));
    // All have to be met: an error needs one that is not met to look as if it were, so each is tested at full level.
    if (runs >= ENOUGH && verdicts(1 - error).every((verdict) => verdict === 'passes')) return 'passes';
    // Any single failure decides, so the requirements share the error probability.
    const asked = deciding(this.asked).length * (1 + this.conditions(counts).length);
    return verdicts(1 - error / Math.max(1, asked)).includes('fails') ? 'fails' : 'undecided';
  }

  /** Runs a fleet until an analysis decides, and returns that one; the last if none does. */
  async decided(
    counts: Counts,
    analyses: readonly Analysis[],
    from: number = 0,
  ): Promise<{ readonly verdict: Assessed['verdict']; readonly analysis: Analysis }> {
    for (const analysis of analyses) {
      await this.try([counts], from + analysis.runs, from);
      const verdict = this.verdict(counts, analysis, from);
      if (verdict !== 'undecided') return { verdict, analysis };
    }
    return { verdict: 'undecided', analysis: analyses.at(-1)! };
  }

  /** Whether it was run under every condition. */
  isComplete({ counts, conditions }: FleetOutcome): boolean {
    return conditions.length === this.conditions(counts).length;
  }

  /** Dollars per month in each run. */
  bills(counts: Counts, to: number = Infinity, from: number = 0): number[] {
    return this.runsOf(counts, to, from).map((one) => billOf(one, counts, this.prices).total);
  }

  /** How the runs of a fleet resample one log; undefined if they do not. */
  drawnIn(counts: Counts): QuantileQuestion | undefined {
    return this.runsOf(counts, 1)[0]?.recorded?.resampled ?? undefined;
  }

  /** A requirement's value in each run that has one. */
  figures(one: Requirement, counts: Counts, to: number = Infinity, from: number = 0): number[] {
    return this.runsOf(counts, to, from).flatMap((run) => figureOf(one, run, counts, this.prices) ?? []);
  }

  /** `verdict` is that of the search; by default that of the estimates. */
  outcome(counts: Counts, { to = Infinity, from = 0, verdict, confidence }: Showing = {}): FleetOutcome {
    const runs = this.runsOf(counts, to, from);
    const [here, ...others] = this.judged(counts, confidence, to, from);
    const { assessed } = here!;
    const tried = others.length === this.conditions(counts).length;
    const verdicts = [here!, ...others].map((one) => verdictOf(one.assessed));
    const known = verdicts.includes('fails')
      ? 'fails'
      : tried && verdicts.every((one) => one === 'passes')
        ? 'passes'
        : 'undecided';
    const right = runs.map((one) => rightOf(one, counts, this.prices).share);
    const drawn = this.drawnIn(counts);
    const over = (of: (run: Replication) => number | null | undefined): FleetOutcome['utilization'] =>
      estimate(runs.map(of), { drawn });
    return {
      counts,
      name: fleetName(this.prices.planning, counts),
      replications: runs.length,
      cost: monthlyCost(
        runs.map((one) => billOf(one, counts, this.prices)),
        drawn,
      ),
      attainment: over(({ metrics }) => metrics['slo.attainment']),
      assessed,
      conditions: others.map(({ trial, counts: left, assessed: there }) => ({
        growth: trial.growth,
        missing: counts.map((count, i) => count - left[i]!),
        replications: trial.runsOf(left, to, from).length,
        assessed: there,
      })),
      verdict: verdict ?? known,
      quality: right.includes(null) ? { mean: null, ci95: null } : estimate(right),
      utilization: over(({ metrics }) => metrics['edge.utilization']),
      cloudShare: over(({ metrics }) =>
        metrics['arrived'] ? metrics['cloud.requests']! / metrics['arrived'] : null,
      ),
    };
  }
}
