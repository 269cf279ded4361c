/** What comes out of planning: the shape of plan.json. Money is dollars a month, times are seconds. */
import type { Reason } from './model.ts';
import type { Estimate } from './results.ts';

/** Something a fleet has to keep to. `days`: the share of days on which all the others are kept. */
export type Ask =
  'attainment' | 'ttft.p95' | 'e2e.p95' | 'tpot.p95' | 'cloud.requests' | 'cloud.tokens' | 'budget' | 'days';

export interface Requirement {
  readonly ask: Ask;
  readonly bound: number;
  /** Whether the figure has to be at least or at most the bound. */
  readonly sense: 'least' | 'most';
}

/** A requirement's figure. `sure` is on its cautious side: with 95 % confidence the true mean is no worse. */
export interface Kept extends Requirement {
  readonly figure: Estimate;
  readonly sure: number | null;
  /** By `sure`; `unclear` when the bound lies between it and what is as sure on the other side. */
  readonly verdict: 'kept' | 'broken' | 'unclear';
}

export interface MonthlyCost {
  readonly hardware: number;
  readonly load: Estimate;
  readonly idle: Estimate;
  readonly cloud: Estimate;
  readonly total: Estimate;
}

/** A fleet with what its runs gave. */
export interface FleetOutcome {
  /** By candidate, in the order of the file. */
  readonly counts: readonly number[];
  /** `3 × orin-nano-8gb/...`, or `cloud only`. */
  readonly name: string;
  readonly replications: number;
  readonly cost: MonthlyCost;
  /** Of the requests that arrived; null when the file has no slo. */
  readonly attainment: Estimate;
  readonly kept: readonly Kept[];
  readonly verdict: Kept['verdict'];
  readonly utilization: Estimate;
  readonly cloudShare: Estimate;
}

/** What stands in the way, seen from a run's own books. */
export interface Cause {
  /** Waiting at machines, requests refused for `reason`, machines too slow even when idle, the cloud's own delay, or money. */
  readonly kind: 'waiting' | 'refused' | 'slow' | 'cloud' | 'cost' | 'unknown';
  readonly reason?: Reason;
  /** The kind of machine that is busiest, and how busy. */
  readonly machine: string | null;
  readonly utilization: number | null;
  /** Shares of the requests that arrived. */
  readonly refused: number;
  readonly cloud: number;
  /** Mean wait in a queue, and for `slow` the share of requests that an idle machine would answer in time. */
  readonly wait: number | null;
  readonly alone: number | null;
}

/** How far demand may grow before the fleet no longer does. Factors are of the file's workload. */
export interface Knee {
  /** What gives way first. */
  readonly ask: Ask;
  readonly bound: number;
  readonly sense: Requirement['sense'];
  /** Kept up to here, and broken from there on, both with 95 % confidence; the estimate lies between. */
  readonly keptTo: number | null;
  readonly brokenFrom: number;
  readonly estimate: number;
  /** The figure at `brokenFrom`. */
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

/** How the answer was found. */
export interface Effort {
  /** Fleets within the bounds, those never run because they cannot do or cannot be cheap, and those run. */
  readonly fleets: number;
  readonly impossible: number;
  readonly tooDear: number;
  readonly presumed: number;
  /** Of those presumed to fail because a larger fleet did, how many were run after all. */
  readonly checked: number;
  readonly run: number;
  /** Runs of the search, and those that every fleet at full length would have taken. */
  readonly simulations: number;
  readonly grid: number;
}

/** How many replications, and what they can tell. */
export interface Replicating {
  readonly replications: number;
  /** What it was planned by; null when the number was given. */
  readonly ask: Ask | null;
  /** A fleet better than the bound by this much is recognised four times in five. */
  readonly margin: number | null;
  /** With `per: day`, how many of the days may miss. */
  readonly misses: number | null;
  /** Whether more would be needed for that margin. */
  readonly capped: boolean;
}

export interface Level {
  readonly growth: number;
  /** Requests a month, about. */
  readonly requests: number;
  readonly replicating: Replicating;
  readonly cloudOnly: FleetOutcome | null;
  /** Null when nothing does. Figures are of runs that played no part in choosing it. */
  readonly recommended: FleetOutcome | null;
  /** When nothing does: what comes nearest, and what stands in its way. */
  readonly nearest: { readonly fleet: FleetOutcome; readonly cause: Cause } | null;
  readonly runnersUp: readonly FleetOutcome[];
  /** Of the fleets that were run: none that costs less attains as much. By cost. */
  readonly front: readonly FleetOutcome[];
  /** All that were run, by cost. */
  readonly seen: readonly FleetOutcome[];
  readonly knee: Knee | null;
  readonly breakEven: BreakEven | null;
  readonly probes: readonly Probe[];
  readonly effort: Effort;
}

export interface Kind {
  readonly name: string;
  readonly price: number;
  readonly least: number;
  readonly most: number;
  /** Share of today's requests that an idle one answers within the slo; null without one. */
  readonly alone: number | null;
}

/** What `plan` finds: at every level of demand the cheapest fleet, with what else was tried. */
export interface Planned {
  readonly schema: 'edgewise.plan/1';
  readonly version: string;
  readonly scenario: string;
  readonly seed: number;
  readonly requirements: readonly Requirement[];
  readonly kinds: readonly Kind[];
  /** Of the slo; null for what is not asked. */
  readonly slo: { readonly ttft: number | null; readonly e2e: number | null; readonly tpot: number | null };
  readonly cloud: string | null;
  /** Seconds. */
  readonly lifetime: number;
  readonly busy: number;
  readonly levels: readonly Level[];
  readonly warnings: readonly string[];
}
