/** The result of a capacity study: the shape of capacity.json. */
import type { Elasticity, Estimate, Recorded } from '../../results.ts';

/** One of the loads that were run. */
export interface CarriedLevel {
  readonly load: number;
  /** Share of the requests that arrive and meet the slo. */
  readonly mean: number;
  readonly ci95: readonly [number, number] | null;
  readonly replications: number;
}

/** Machines of one kind, at the largest load. */
export interface CarriedKind {
  readonly name: string;
  readonly machines: number;
  /** Requests per hour answered by each of them. */
  readonly each: number;
  readonly utilization: Estimate;
}

/** How far the result may be off because of the profiles' errors. */
export interface CarriedModelError {
  /** Draws of the profiles' coefficients within their uncertainty, and runs of a load with each. */
  readonly draws: number;
  readonly replications: number;
  /**
   * 95 % interval of the largest load as the profiles vary; a high end of null is beyond the loads that were tried.
   */
  readonly load95: readonly [number, number | null];
  /** Share of the draws in which the fleet meets its slo at today's load. */
  readonly met: number;
}

/** Change of the results per 1 % of service time, at today's load if the fleet can serve it, and at the largest. */
interface CarriedElasticity {
  readonly today: Elasticity | null;
  readonly limit: Elasticity | null;
}

/** The largest load at which a fleet meets its slo. */
export interface Carried {
  readonly schema: 'edgewise.capacity/1';
  readonly version: string;
  readonly scenario: string;
  readonly seed: number;
  /** Requests per hour, averaged over the counted part of a run; users for a closed loop. */
  readonly unit: 'requests/h' | 'users';
  /** Null if every load that was tried meets the slo; 0 if even the smallest does not. */
  readonly load: number | null;
  /** Null if there is none: with one recorded log, or nothing random. */
  readonly ci95: readonly [number, number] | null;
  readonly metric: 'slo.attainment';
  readonly target: number;
  readonly slo: { readonly ttft: number | null; readonly e2e: number | null; readonly tpot: number | null };
  readonly machines: number;
  readonly perMachine: number | null;
  readonly kinds: readonly CarriedKind[];
  /** The load of the file, and whether the fleet can serve it. */
  readonly today: CarriedLevel & {
    readonly outcome: 'enough' | 'tooMuch' | 'unclear';
    readonly cloudShare: Estimate | null;
  };
  /** Share of the requests that go to the cloud at the largest load, if there is a cloud. */
  readonly cloudShare: Estimate | null;
  /** Runs of each load, and of all. */
  readonly replications: number;
  readonly runs: number;
  readonly curve: readonly CarriedLevel[];
  /** What the log contains, where demand comes from one. */
  readonly recorded?: Recorded;
  /**
   * Requests in the busiest hour of a run at today's load, where demand comes from a log; null when runs are shorter.
   */
  readonly busiest?: number | null;
  /** Present if the profiles' uncertainty is known and this was not switched off. */
  readonly modelError?: CarriedModelError;
  readonly elasticity?: CarriedElasticity;
  readonly notes: readonly string[];
  /** Warnings about the scenario, and about its runs at the largest load. */
  readonly warnings: readonly string[];
}
