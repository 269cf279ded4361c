/** What a world of regions comes to: what its jobs hand back, and what summary.json has of its regions. */
import type { Estimate, Replication, Warning } from './results.ts';

/** A run as numbers that may be added to those of others; `null` where one is not known. */
export interface RegionSums {
  readonly numbers: readonly (number | null)[];
  /** How latencies are spread, in bins. */
  readonly spreads: readonly (readonly number[])[];
}

/** What a run of one region comes to, and what it adds to the world. */
export interface RegionResult {
  readonly name: string;
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly reasons: Readonly<Record<string, number>>;
  readonly trend: Replication['trend'];
  readonly warnings: readonly Warning[];
  /** Of a log that it replays as it is: how much demand that is. */
  readonly replays?: string;
  readonly sums: RegionSums;
}

/** Regions of one kind together, in one replication. */
export interface RegionKindResult {
  readonly name: string;
  readonly count: number;
  readonly devices: number;
  readonly metrics: Readonly<Record<string, number | null>>;
  /** 95 % intervals from how its regions differ; empty where they do not tell. */
  readonly within: Readonly<Record<string, readonly [number, number]>>;
}

/** The regions of a world in one replication. */
export interface WorldResult {
  readonly kinds: readonly RegionKindResult[];
  readonly names: readonly string[];
  /** Which kind each region is of. */
  readonly kindOf: readonly number[];
  readonly figures: readonly string[];
  /** A row of figures for each region; NaN for none. In flat numbers, for there may be many. */
  readonly rows: Float64Array;
  /** Samples that are alike, and so many heaps of them, from which the intervals of one replication come; 0 where there are none. */
  readonly heaps: number;
}

/** What a kind of region came to over all replications. */
export interface RegionKindSummary {
  readonly name: string;
  readonly count: number;
  readonly devices: number;
  readonly metrics: Readonly<Record<string, Estimate>>;
}

/** How a figure is spread over the regions of a world: quantiles of their means over replications. */
export interface RegionSpread {
  readonly least: number;
  readonly p5: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p95: number;
  readonly most: number;
}

/** Where the intervals come from: replications, regions that are alike and do not talk, or there are none. */
export type IntervalSource = 'replications' | 'regions' | 'none';

/** How the regions of a world fare in a cell. */
export interface RegionsSummary {
  readonly count: number;
  readonly devices: number;
  /** Groups of regions that talk with each other; as many as regions where none does. */
  readonly groups: number;
  readonly intervals: IntervalSource;
  readonly kinds: readonly RegionKindSummary[];
  /** Each region, where they are few. */
  readonly each?: readonly { readonly name: string; readonly metrics: Readonly<Record<string, Estimate>> }[];
  readonly spread: Readonly<Record<string, RegionSpread>>;
}
