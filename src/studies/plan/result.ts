/** What comes out of planning: the shape of plan.json. Money is dollars a month, times are seconds. */
import type { Ask } from '../../asks.ts';
import type { Elasticity, Estimate, Recorded } from '../../results.ts';
import type { Requirement, Cause, FleetOutcome } from './fleetResult.ts';

/** How far demand may grow before the fleet fails. Factors are of the file's workload. */
export interface Knee {
  /** What fails first. */
  readonly ask: Ask;
  readonly bound: number;
  readonly sense: Requirement['sense'];
  /** Met up to here, and missed from there on, both with 95 % confidence; the estimate lies between. */
  readonly passesTo: number | null;
  readonly failsFrom: number;
  readonly estimate: number;
  /** The figure at `failsFrom`. */
  readonly figure: number | null;
  readonly cause: Cause;
}

/** One level of demand at which the recommended fleet and the cloud alone were run. */
export interface Probe {
  readonly growth: number;
  readonly edge: Estimate;
  readonly cloud: Estimate | null;
  readonly attainment: Estimate;
  readonly replications: number;
}

/** From which demand on a fleet costs less than the cloud alone. */
export interface BreakEven {
  readonly fleet: string;
  /** Dearer up to `low`, cheaper from `high` on, with 95 % confidence each; null where no such level was found. */
  readonly low: number | null;
  readonly high: number | null;
  readonly estimate: number | null;
  /** Requests a month at the estimate. */
  readonly requests: number | null;
}

/** An undecided fleet: its runs neither show that it passes nor that it fails. */
export interface Undecided {
  readonly fleet: FleetOutcome;
  /** Runs it would take if it went on as it began, about; null when it is too close to say. */
  readonly more: number | null;
  /** It passed in the search, and was not confirmed in runs of its own. */
  readonly unconfirmed: boolean;
}

/** How far the answer may be off because the profiles are. Figures of the fleets have it as `model95`. */
export interface Robustness {
  /** Draws of the profiles' coefficients within their uncertainty, and runs of a fleet with each. */
  readonly draws: number;
  readonly replications: number;
  /** Share of the draws in which the recommended fleet meets all of it in the mean. */
  readonly survives: number | null;
  /** When that is too few: the cheapest found that passes, and meets all of it in 95 % of the draws. */
  readonly next: { readonly fleet: FleetOutcome; readonly survives: number } | null;
  /** Other fleets that were tried for that. */
  readonly tried: number;
  /** How much the recommended fleet's figures move for 1 % of service time; null where it has no machines. */
  readonly elasticity: Elasticity | null;
}

/** How the answer was found. */
export interface Effort {
  /**
   * Fleets within the bounds; of those the search never ran, those that cannot do it, cannot be cheaper, have no more
   * machines than one that fails, or were left when the requests were spent; and those it ran.
   */
  readonly fleets: number;
  readonly impossible: number;
  readonly tooDear: number;
  readonly presumed: number;
  readonly skipped: number;
  /** Of those presumed to fail because a larger fleet did, how many were run after all. */
  readonly checked: number;
  readonly run: number;
  /** Runs of the search, the requests in them, and runs that every fleet would have taken with as many as the longest had. */
  readonly simulations: number;
  readonly requests: number;
  readonly grid: number;
  /** Whether the search ended because it may simulate no more requests. */
  readonly spent: boolean;
}

/** How many runs of a fleet there may be, and what they can tell. */
export interface Replicating {
  /** Before anything is said of a fleet; the one that is chosen has at least as many of its own. */
  readonly replications: number;
  /** Of an undecided fleet. */
  readonly most: number;
  /** Simulated requests in the search beyond which no fleet gets more. */
  readonly requests: number;
  /** What a fleet takes that is better than the bound of `ask` by `margin`, about, to be recognised with 80 % power. */
  readonly about: number;
  readonly ask: Ask;
  readonly margin: number;
  /** With `per: day`, how many of those days may miss. */
  readonly misses: number | null;
  /** Whether that is more than there may be. */
  readonly capped: boolean;
}

/** A bound that a fleet would meet if it were this instead; all else it meets as it is. */
export interface Relaxation extends Requirement {
  readonly needed: number;
  readonly fleet: FleetOutcome;
}

export interface PlannedLevel {
  readonly growth: number;
  /** Requests a month, about. */
  readonly requests: number;
  /** Requests an hour while there is demand, and in the busiest hour of a run; null when runs are shorter. */
  readonly hourly: { readonly mean: number; readonly busiest: number | null };
  readonly replicating: Replicating;
  readonly cloudOnly: FleetOutcome | null;
  /** Null when nothing passes. Figures are of runs of its own, which confirmed it and played no part in the search. */
  readonly recommended: FleetOutcome | null;
  /** When nothing passes: what comes nearest, and what stands in its way. */
  readonly nearest: {
    readonly fleet: FleetOutcome;
    /** At the demand of `growth`, with machines missing or not. */
    readonly cause: Cause;
    readonly growth: number;
    readonly missing: readonly number[];
  } | null;
  /** When no fleet passes: what would have to be relaxed, and how far, each alone. Empty when one passes. */
  readonly relaxations: readonly Relaxation[];
  /** Cheaper than what is recommended, and still undecided after as many runs as there may be. By cost. */
  readonly undecided: readonly Undecided[];
  readonly runnersUp: readonly FleetOutcome[];
  /** Of the fleets that were run: none that costs less attains as much. By cost. */
  readonly front: readonly FleetOutcome[];
  /** Fleets that were not run: those that cannot be on the front, by what they cost at least and attain at most, and those that may. */
  readonly unseen: { readonly cannot: number; readonly may: number };
  /** All that were run, by cost. */
  readonly seen: readonly FleetOutcome[];
  readonly knee: Knee | null;
  readonly breakEven: BreakEven | null;
  readonly probes: readonly Probe[];
  readonly effort: Effort;
  /** Null when it was not asked for, or nothing is recommended. */
  readonly robustness: Robustness | null;
}

export interface DeviceKind {
  readonly name: string;
  readonly price: number;
  /** Where the file has the price from; null when it does not say. */
  readonly priceSource: string | null;
  readonly least: number;
  readonly most: number;
  /** Share of its answers that are right; null when nobody knows. */
  readonly quality: number | null;
  /** Share of today's requests that an idle one answers within the slo; null without one. */
  readonly alone: number | null;
}

/** What `plan` finds: at every level of demand the cheapest fleet, with what else was tried. */
export interface Planned {
  readonly schema: 'edgewise.plan/2';
  readonly version: string;
  readonly scenario: string;
  readonly seed: number;
  readonly requirements: readonly Requirement[];
  readonly kinds: readonly DeviceKind[];
  /** Of the slo; null for what is not asked. */
  readonly slo: { readonly ttft: number | null; readonly e2e: number | null; readonly tpot: number | null };
  /** Null where there is none, or nothing may go to it. */
  readonly cloud: string | null;
  readonly cloudQuality: number | null;
  /** Whether nothing at all may go to a cloud. */
  readonly edgeOnly: boolean;
  /** How much more demand a fleet is held to, and how many machines of it may be missing then. */
  readonly headroom: number;
  readonly spare: number;
  /** Seconds. */
  readonly lifetime: number;
  readonly busy: number;
  /** Dollars per kWh. */
  readonly electricity: number;
  /** Where demand comes from a log. */
  readonly recorded?: Recorded;
  readonly levels: readonly PlannedLevel[];
  readonly warnings: readonly string[];
}
