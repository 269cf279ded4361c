/** What comes out of a run: the shapes of summary.json and of the rows behind it. */
import type { Expectation, LeftOut } from './expected.ts';
import type { RegionResult, RegionsSummary, WorldResult } from './regional.ts';
import type { Verdict } from './verdicts.ts';

/** A mean over replications; `ci95` is null where no interval can be had. */
export interface Estimate {
  readonly mean: number | null;
  readonly ci95: readonly [number, number] | null;
  /** 95 % interval of the mean as the profiles' coefficients vary within their uncertainty. Only with model error. */
  readonly model95?: readonly [number, number] | null;
  /** The variance of the mean by its source: the number of replications, and uncertain profiles. */
  readonly variance?: { readonly sampling: number | null; readonly model: number | null };
}

/** Demand that comes from a log: one sample, however often it is replayed. */
export interface Recorded {
  /** How much there is of it: `one recorded week, 19,132 requests`. */
  readonly words: string;
  /** When that was, `2 to 8 March 2026`; null where the log has no dates. */
  readonly when: string | null;
  readonly requests: number;
  readonly seconds: number;
  /** Seconds of a run with it. */
  readonly duration: number;
  /** How the log was read, and what became of it, a sentence each; and what is hardly meant. */
  readonly notes: readonly string[];
  readonly doubts: readonly string[];
  /** How replications draw from it; null where each replays it as it is. */
  readonly resampled: Resampled | null;
}

/** Blocks of a log that replications draw with replacement. */
export interface Resampled {
  /** Seconds of a block, how many the log has, and how many a replication draws. */
  readonly block: number;
  readonly blocks: number;
  readonly drawn: number;
  /** Degrees of freedom: the blocks, less one for each place of the pattern that is kept. */
  readonly freedom: number;
  /**
   * What the log adds to the variance of a mean over replications, in variances of one replication: it is a sample as
   * well, and all of them draw from it.
   */
  readonly share: number;
}

/** The varied values of a cell, by path: a name where the scenario names them, else the value as text or number. */
export type Labels = Readonly<Record<string, string | number | boolean>>;

/**
 * Warnings about one replication. Those of several that have the same code and subject are
 * one.
 */
export interface Warning {
  readonly code:
    /** Lengths or batches outside the range that a profile was measured at. */
    | 'lengths'
    | 'batches'
    /** A log that looks like a mistake, or has next to no demand. */
    | 'log'
    | 'load'
    /** No requests, or too few for percentiles. */
    | 'none'
    | 'few';
  /** The profile that it is about; empty when it is about the run. */
  readonly about: string;
  readonly text: string;
}

/** One device or tenant: its name, and its figures. */
export interface DeviceSummary {
  readonly name: string;
  readonly [metric: string]: Estimate | string;
}

/** How much figures move for 1 % of service time on the machines, the random numbers the same. */
export interface Elasticity {
  /** By how much everything on the machines was slower: 0.01. */
  readonly step: number;
  /** Pairs of runs. */
  readonly replications: number;
  /** Relative change of each figure over that step: 6.2 is 6.2 % for 1 %. */
  readonly metrics: Readonly<Record<string, Estimate>>;
}

/** One cell over all its replications. */
export interface CellSummary {
  readonly vary: Labels;
  readonly replications: number;
  readonly verdict: Verdict;
  readonly offeredLoad: number | null;
  readonly warnings: readonly string[];
  /**
   * Seconds until the effect of the empty start is gone, by MSER-5 on the fleet's series; null if that cannot be
   * determined.
   */
  readonly warmup?: number | null;
  /** Share of the requests that should meet the slo; where there is one, and of a world the same one in all regions. */
  readonly sloTarget?: number;
  /** For demand from a log: without `resampled`, intervals cover only routing and the cloud. */
  readonly recorded?: Recorded;
  readonly metrics: Readonly<Record<string, Estimate>>;
  readonly reasons: Readonly<Record<string, Estimate>>;
  readonly devices: readonly DeviceSummary[];
  /** The tenants with the most requests, then all others together; if tenants have names, or on request. */
  readonly tenants?: readonly DeviceSummary[];
  /** Results by priority, highest first, if the workload has several. */
  readonly priorities?: readonly DeviceSummary[];
  /** With model error, of cells whose queue does not grow. */
  readonly elasticity?: Elasticity;
  /** Of a world: how its regions fare. */
  readonly regions?: RegionsSummary;
}

/**
 * What a comparison comes to: `higher` and `lower` where neither is better; `same` when the two never differed in
 * any replication.
 */
export type Decision = 'better' | 'worse' | 'higher' | 'lower' | 'same' | 'cannot tell yet';

/** Two cells that differ in one axis, replication by replication. */
export interface Comparison {
  readonly metric: string;
  readonly axis: string;
  readonly cell: Labels;
  readonly baseline: Labels;
  /** Cell minus baseline. */
  readonly difference: Estimate;
  /** The difference as a share of the baseline's mean: -0.41 is 41 % less. */
  readonly relative: Estimate;
  readonly verdict: Decision;
  /** About how many more replications a decision would take; null if it is decided, or if no number would be enough. */
  readonly more: number | null;
  /** The same in words. */
  readonly text: string;
  /** The number of comparisons for which the interval is corrected (Bonferroni). Default 1. */
  readonly among?: number;
}

/** A value of an axis against its first, over all settings of the other axes. */
export interface Overall {
  readonly metric: string;
  readonly axis: string;
  readonly label: Labels[string];
  readonly baseline: Labels[string];
  /** In how many settings each verdict was given. */
  readonly verdicts: Readonly<Partial<Record<Decision, number>>>;
  /** The same in words. */
  readonly text: string;
}

/** The values of an axis ordered by one metric, the better first, as far as the intervals allow. */
export interface Ranking {
  readonly metric: string;
  readonly axis: string;
  /** The labels of the other axes. */
  readonly where: Labels;
  /** The best and the worst rank that each may have, from 1. */
  readonly places: readonly {
    readonly label: Labels[string];
    readonly mean: number;
    readonly best: number;
    readonly worst: number;
  }[];
}

/** How far `--precision` came. */
export interface PrecisionSummary {
  /** Half-width of the interval as a share of the mean. */
  readonly target: number;
  readonly metrics: readonly string[];
  /** What the cap on replications cut off; `share` is null where there is no interval. */
  readonly missed: readonly {
    readonly vary: Labels;
    readonly metric: string;
    readonly share: number | null;
  }[];
}

/** The content of `summary.json`. */
export interface Summary {
  readonly schema: 'edgewise.summary/1';
  readonly version: string;
  readonly scenario: string;
  readonly seed: number;
  readonly cells: readonly CellSummary[];
  readonly comparisons: readonly Comparison[];
  /** The comparisons summed up over the settings of the other axes. */
  readonly overall?: readonly Overall[];
  /** Every value of an axis against every other, with intervals that hold for all pairs of a setting at once. */
  readonly pairwise?: readonly Comparison[];
  /** The method of correction: Holm's. */
  readonly rankings?: readonly Ranking[];
  readonly expectations: readonly Expectation[];
  /** Expectations about values that this run does not compare, since options vary others. */
  readonly leftOut?: readonly LeftOut[];
  /** What options changed about the axes of the file, in words. */
  readonly changes?: readonly string[];
  readonly precision?: PrecisionSummary;
  /** How profiles were drawn, if model error was requested. */
  readonly modelError?: { readonly draws: number; readonly replications: number };
}

/** Time series of one device, or of the `fleet`, mean per bucket. */
export interface Series {
  readonly device: string;
  /** Seconds per bucket. */
  readonly width: number;
  readonly quantities: Readonly<Record<string, readonly number[]>>;
}

/** One replication of one cell: plain numbers, so that it can travel between threads and machines. */
export interface Replication {
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly reasons: Readonly<Record<string, number>>;
  readonly devices: readonly {
    readonly name: string;
    readonly metrics: Readonly<Record<string, number | null>>;
  }[];
  readonly tenants?: readonly {
    readonly name: string;
    readonly metrics: Readonly<Record<string, number | null>>;
  }[];
  readonly priorities?: readonly {
    readonly name: string;
    readonly metrics: Readonly<Record<string, number | null>>;
  }[];
  readonly offeredLoad: number | null;
  /**
   * Slope of the number of requests in the system over the second half, per second, and the half-width of its 95 %
   * interval.
   */
  readonly trend: { readonly slope: number; readonly halfWidth: number; readonly mean: number } | null;
  readonly warnings: readonly Warning[];
  readonly series: readonly Series[];
  /** 95 % intervals from this run alone, by batch means, where the run is long enough. */
  readonly within: Readonly<Record<string, readonly [number, number]>>;
  /** What was replayed, for demand from a log. */
  readonly recorded?: Recorded;
  /** Of a job with regions: the result of each. */
  readonly parts?: readonly RegionResult[];
  /** With regions: the results by region. */
  readonly world?: WorldResult;
}
