/** The result of a plan: the shape of plan.json. Money is dollars per month, times are seconds. */
import type { Ask } from '../../asks.ts';
import type { Elasticity, Estimate, Recorded } from '../../results.ts';
import type { Requirement, Cause, FleetOutcome } from './fleetResult.ts';

/** How far demand may grow before the fleet fails. Factors are relative to the file's workload. */
export interface Knee {
  /** The requirement that fails first. */
  readonly ask: Ask;
  readonly bound: number;
  readonly sense: Requirement['sense'];
  /** Met up to here, and missed from there on, each with 95 % confidence; the estimate lies between. */
  readonly passesTo: number | null;
  readonly failsFrom: number;
  readonly estimate: number;
  /** Its value at `failsFrom`. */
  readonly figure: number | null;
  readonly cause: Cause;
}

/** A level of demand at which the recommended fleet and the cloud alone were run. */
export interface Probe {
  readonly growth: number;
  readonly edge: Estimate;
  readonly cloud: Estimate | null;
  readonly attainment: Estimate;
  readonly replications: number;
}

/** The demand from which a fleet costs less than the cloud alone. */
export interface BreakEven {
  readonly fleet: string;
  /** More expensive up to `low`, cheaper from `high` on, each with 95 % confidence; null when no such level was found. */
  readonly low: number | null;
  readonly high: number | null;
  readonly estimate: number | null;
  /** Requests per month at the estimate. */
  readonly requests: number | null;
}

/** An undecided fleet: its runs neither show that it passes nor that it fails. */
export interface Undecided {
  readonly fleet: FleetOutcome;
  /** Approximate runs needed for a decision; null when it is too close to tell. */
  readonly more: number | null;
  /** Whether it passed the search but failed confirmation. */
  readonly unconfirmed: boolean;
}

/** Effects of the profiles' errors. Estimates of fleets have them as `model95`. */
export interface Robustness {
  /** Draws of the profiles' coefficients from their uncertainty, and runs of a fleet with each. */
  readonly draws: number;
  readonly replications: number;
  /** Share of the draws in which the recommended fleet meets all requirements in the mean. */
  readonly survives: number | null;
  /** If that share is too small: the cheapest fleet found that passes, and meets all requirements in 95 % of the draws. */
  readonly next: { readonly fleet: FleetOutcome; readonly survives: number } | null;
  /** Number of other fleets tried for that. */
  readonly tried: number;
  /** Change of the recommended fleet's results per 1 % of service time; null for a fleet without machines. */
  readonly elasticity: Elasticity | null;
}

/** How the answer was found. */
export interface Effort {
  /**
   * Fleets within the bounds of the file; of those never run, the ones that are impossible, cannot be cheaper, have no
   * more machines than one that fails, or were left when the budget was used up; and the ones that were run.
   */
  readonly fleets: number;
  readonly impossible: number;
  readonly tooDear: number;
  readonly presumed: number;
  readonly skipped: number;
  /** Presumed failures that were run after all. */
  readonly checked: number;
  readonly run: number;
  /** Runs of the search, the requests in them, and the runs if every fleet had as many as the one with most. */
  readonly simulations: number;
  readonly requests: number;
  readonly grid: number;
  /** Whether the search ended because its budget of requests was used up. */
  readonly spent: boolean;
}

/** How many runs of a fleet there may be, and what they can detect. */
export interface Replicating {
  /** Runs before a fleet is judged; the recommended one has at least as many for confirmation. */
  readonly replications: number;
  /** Most runs of an undecided fleet. */
  readonly most: number;
  /** Simulated requests in the search after which no fleet gets more runs. */
  readonly requests: number;
  /** Approximate runs for a fleet that is better than the bound of `ask` by `margin` to pass with 80 % power. */
  readonly about: number;
  readonly ask: Ask;
  readonly margin: number;
  /** With `per: day`, how many of those days may miss. */
  readonly misses: number | null;
  /** Whether that exceeds the limit of runs. */
  readonly capped: boolean;
}

/** A bound that a fleet would meet if it were `needed` instead; it meets all others as they are. */
export interface Relaxation extends Requirement {
  readonly needed: number;
  readonly fleet: FleetOutcome;
}

export interface PlannedLevel {
  readonly growth: number;
  /** Approximate requests per month. */
  readonly requests: number;
  /** Requests per hour while there is demand, and in the busiest hour of a run; null when runs are shorter. */
  readonly hourly: { readonly mean: number; readonly busiest: number | null };
  readonly replicating: Replicating;
  readonly cloudOnly: FleetOutcome | null;
  /** Null when no fleet passes. Estimates are from its confirmation runs, which played no part in the search. */
  readonly recommended: FleetOutcome | null;
  /** When no fleet passes: the one that comes nearest, and why it fails. */
  readonly nearest: {
    readonly fleet: FleetOutcome;
    /** At the demand of `growth`, possibly with machines missing. */
    readonly cause: Cause;
    readonly growth: number;
    readonly missing: readonly number[];
  } | null;
  /** When no fleet passes: by how much each bound would have to be relaxed, on its own. Empty when one passes. */
  readonly relaxations: readonly Relaxation[];
  /** Cheaper fleets than the recommended one that are undecided after the most runs. By cost. */
  readonly undecided: readonly Undecided[];
  readonly runnersUp: readonly FleetOutcome[];
  /** The Pareto front of cost and attainment among the fleets that were run. By cost. */
  readonly front: readonly FleetOutcome[];
  /** Numbers of fleets not run: those that cannot be on the front, by their bounds of cost and attainment, and those that might. */
  readonly unseen: { readonly cannot: number; readonly may: number };
  /** All fleets that were run, by cost. */
  readonly seen: readonly FleetOutcome[];
  readonly knee: Knee | null;
  readonly breakEven: BreakEven | null;
  readonly probes: readonly Probe[];
  readonly effort: Effort;
  /** Null when it was not requested, or no fleet is recommended. */
  readonly robustness: Robustness | null;
}

interface DeviceKind {
  readonly name: string;
  readonly price: number;
  /** Source of the price; null when the file does not give one. */
  readonly priceSource: string | null;
  readonly least: number;
  readonly most: number;
  /** Share of its answers that are right; null when unknown. */
  readonly quality: number | null;
  /** Share of today's requests that an idle machine answers within the slo; null without one. */
  readonly alone: number | null;
}

/** The result of `plan`: the cheapest fleet for every level of demand, with the others that were tried. */
export interface Planned {
  readonly schema: 'edgewise.plan/2';
  readonly version: string;
  readonly scenario: string;
  readonly seed: number;
  readonly requirements: readonly Requirement[];
  readonly kinds: readonly DeviceKind[];
  /** The slo in seconds; null for latencies without a bound. */
  readonly slo: { readonly ttft: number | null; readonly e2e: number | null; readonly tpot: number | null };
  /** Null when there is none, or nothing may go to it. */
  readonly cloud: string | null;
  readonly cloudQuality: number | null;
  /** Whether no request may go to a cloud. */
  readonly edgeOnly: boolean;
  /** By how much demand may exceed the plan, as a factor, and how many machines may be missing. */
  readonly headroom: number;
  readonly spare: number;
  /** Seconds. */
  readonly lifetime: number;
  readonly busy: number;
  /** Dollars per kWh. */
  readonly electricity: number;
  /** What the log contains, where demand comes from one. */
  readonly recorded?: Recorded;
  readonly levels: readonly PlannedLevel[];
  readonly warnings: readonly string[];
}
