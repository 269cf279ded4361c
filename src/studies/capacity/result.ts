/** What comes out of asking how much a fleet takes: the shape of capacity.json. */
import type { Elasticity, Estimate, Recorded } from '../../results.ts';

/** One load that was run. */
export interface CarriedLevel {
  readonly load: number;
  /** Share of the requests that arrive and meet the slo. */
  readonly mean: number;
  readonly ci95: readonly [number, number] | null;
  readonly replications: number;
}

/** Machines of one kind, at the load that the fleet takes. */
export interface CarriedKind {
  readonly name: string;
  readonly machines: number;
  /** Requests an hour that one of them answers. */
  readonly each: number;
  readonly utilization: Estimate;
}

/** How far the answer may be off because the profiles are. */
export interface CarriedModelError {
  /** Draws of the profiles' coefficients within their uncertainty, and runs of a load with each. */
  readonly draws: number;
  readonly replications: number;
  /** Where the largest load lies as the profiles vary, 95 %; a high end of null is beyond the loads that were looked at. */
  readonly load95: readonly [number, number | null];
  /** Share of the draws with which the fleet takes today's load. */
  readonly met: number;
}

/** How much figures move for 1 % of service time, at today's load where it is taken and at the largest. */
export interface CarriedElasticity {
  readonly today: Elasticity | null;
  readonly limit: Elasticity | null;
}

/** The largest load at which a fleet keeps its slo. */
export interface Carried {
  readonly schema: 'edgewise.capacity/1';
  readonly version: string;
  readonly scenario: string;
  readonly seed: number;
  /** Requests an hour on average over the counted part of a run; people where the workload is a closed loop. */
  readonly unit: 'requests/h' | 'users';
  /** Null when no load that was tried breaks the slo; 0 when even next to none does not meet it. */
  readonly load: number | null;
  /** Null where there is none: one recorded log, or nothing random. */
  readonly ci95: readonly [number, number] | null;
  readonly metric: 'slo.attainment';
  readonly target: number;
  readonly slo: { readonly ttft: number | null; readonly e2e: number | null; readonly tpot: number | null };
  readonly machines: number;
  readonly perMachine: number | null;
  readonly kinds: readonly CarriedKind[];
  /** The load of the file, and whether the fleet takes it. */
  readonly today: CarriedLevel & {
    readonly outcome: 'enough' | 'tooMuch' | 'unclear';
    readonly cloudShare: Estimate | null;
  };
  /** Share of the requests that go to the cloud at the load that the fleet takes, where there is one. */
  readonly cloudShare: Estimate | null;
  /** Runs of each load, and of all. */
  readonly replications: number;
  readonly runs: number;
  readonly curve: readonly CarriedLevel[];
  /** What the log holds, where demand comes from one. */
  readonly recorded?: Recorded;
  /** Requests in the busiest hour of a run at today's load, where demand comes from a log; null when runs are shorter. */
  readonly busiest?: number | null;
  /** Where the profiles' uncertainty is known and it was not switched off. */
  readonly modelError?: CarriedModelError;
  readonly elasticity?: CarriedElasticity;
  readonly notes: readonly string[];
  /** What makes the figures doubtful: of the scenario, and of its runs at the load that the fleet takes. */
  readonly warnings: readonly string[];
}
