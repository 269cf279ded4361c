/** What comes out of a run: the shapes of summary.json and of the rows behind it. */

/** A mean over replications; `ci95` is null where no interval can be had. */
export interface Estimate {
  readonly mean: number | null;
  readonly ci95: readonly [number, number] | null;
}

export type Verdict = 'stable' | 'limited' | 'backlogged';

/** The varied values of a cell, by path: a name where the scenario names them, else the value as text or number. */
export type Labels = Readonly<Record<string, string | number | boolean>>;

export interface DeviceSummary {
  readonly name: string;
  readonly [metric: string]: Estimate | string;
}

export interface CellSummary {
  readonly vary: Labels;
  readonly replications: number;
  readonly verdict: Verdict;
  readonly offeredLoad: number | null;
  readonly warnings: readonly string[];
  readonly metrics: Readonly<Record<string, Estimate>>;
  readonly reasons: Readonly<Record<string, Estimate>>;
  readonly devices: readonly DeviceSummary[];
}

export interface Comparison {
  readonly metric: string;
  readonly cell: Labels;
  readonly baseline: Labels;
  readonly difference: Estimate;
}

export type Outcome = 'holds' | 'fails' | 'undecided';

export interface Expectation {
  readonly text: string;
  readonly outcome: Outcome;
  /** One line per pair of cells compared, with its interval. */
  readonly details: readonly string[];
}

export interface Summary {
  readonly schema: 'edgewise.summary/1';
  readonly version: string;
  readonly scenario: string;
  readonly seed: number;
  readonly cells: readonly CellSummary[];
  readonly comparisons: readonly Comparison[];
  readonly expectations: readonly Expectation[];
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
  readonly devices: readonly { readonly name: string; readonly metrics: Readonly<Record<string, number | null>> }[];
  readonly offeredLoad: number | null;
  /** Slope of the requests in the system over the second half, per second, with the half-width of its 95 % interval. */
  readonly trend: { readonly slope: number; readonly halfWidth: number; readonly mean: number } | null;
  readonly warnings: readonly string[];
  readonly series: readonly Series[];
  /** 95 % interval within this one run by batch means, where its test allows. */
  readonly within: Readonly<Record<string, readonly [number, number]>>;
}
