/** The result of a sensitivity study: sensitivity.json. Plain values throughout. */
import type { Estimate, Labels } from '../../results.ts';
import type { Expectation, LeftOut } from '../../expected.ts';
import type { AlphaStudy, Regions } from './alphaResult.ts';

export type Interval = readonly [number, number];

/** An input: a node of the scenario with a range. */
export interface Input {
  /** As in the file: `limits.0.window`. */
  readonly path: string;
  /** A short name for tables and figures. */
  readonly name: string;
  readonly low: number;
  readonly high: number;
  /** Whether equal ratios are equally likely, rather than equal differences. */
  readonly logarithmic: boolean;
  readonly whole: boolean;
  /** The unit of its numbers: `s`, `/s`, or empty. */
  readonly unit: string;
  /** The scenario's own value, from its first cell that has one. */
  readonly base: number;
  /** Indices of the cells that have this node; the others do not depend on it. */
  readonly cells: readonly number[];
}

/** The result of a sensitivity study. */
export interface Sensitivity {
  readonly schema: 'edgewise.sensitivity/1';
  readonly version: string;
  readonly scenario: string;
  readonly seed: number;
  readonly inputs: readonly Input[];
  readonly cells: readonly Labels[];
  readonly metrics: readonly string[];
  readonly design: {
    readonly walks: number;
    readonly samples: number;
    /** Indices of inputs without effect according to the screening: fixed at the file's own value for the indices. */
    readonly fixed: readonly number[];
    /** Replications of a point: for the screening and the indices; and for the base, curves, maps and claims. */
    readonly few: number;
    readonly many: number;
    readonly points: number;
    readonly runs: number;
    readonly failed: number;
  };
  /** A metric of a cell. */
  readonly outputs: readonly Output[];
  readonly curves: readonly OutputCurve[];
  readonly maps: readonly OutputMap[];
  readonly winners: readonly WinnerMap[];
  readonly alpha: AlphaStudy;
  readonly regions: readonly Regions[];
  readonly claims: SampledClaims | null;
  /** The answer in one short sentence; null when there is none. */
  readonly answer?: string | null;
  /** The findings in sentences, the most important first. */
  readonly sentences: readonly string[];
  /** What options changed about the axes of the file, in words. */
  readonly changes?: readonly string[];
  /** Expectations about values that are not compared here. */
  readonly leftOut?: readonly LeftOut[];
}

export interface Output {
  readonly metric: string;
  readonly cell: number;
  /** With the scenario's own values. */
  readonly base: Estimate;
  /** By input; null when it was not requested or gave nothing. */
  readonly screening: readonly Effect[] | null;
  /** Standard deviation and mean over the sample, and its number of rows with values. */
  readonly sample: { readonly mean: number; readonly deviation: number; readonly rows: number } | null;
  /** By input; null for fixed ones. */
  readonly indices: readonly (Indices | null)[] | null;
  /** The effect of moving each input over its range, by input; missing when there is none. */
  readonly shifts?: readonly (OutputShift | null)[] | null;
}

/** The mean of an output over all other inputs, as a function of one: the direction and size of its effect. */
export interface OutputShift {
  /** The ends of the range. */
  readonly from: number;
  readonly to: number;
  /** The mean at `to` minus that at `from`; also relative to the latter, if that is known precisely enough. */
  readonly difference: Estimate;
  readonly relative: Estimate;
  /** The mean along the range. */
  readonly at: readonly (Estimate & { readonly value: number })[];
  /** An extreme value inside the range beyond both ends; null when none is significant. */
  readonly turn: { readonly value: number; readonly highest: boolean } | null;
}

/** Morris's effect of moving an input across its whole range. */
export interface Effect {
  /** The mean effect, and the mean of its absolute value. */
  readonly mean: number;
  readonly size: number;
  readonly size95: Interval | null;
  /** Standard deviation of the effect over the walks: nonlinearity, or interaction with other inputs. */
  readonly spread: number;
  readonly spread95: Interval | null;
  /** Number of walks. */
  readonly walks: number;
}

/** Sobol's indices: the share of an output's variance due to an input alone, and including its interactions. */
export interface Indices {
  readonly first: number;
  readonly first95: Interval | null;
  readonly total: number;
  readonly total95: Interval | null;
}

export interface OutputCurve {
  readonly input: number;
  readonly metric: string;
  readonly cell: number;
  readonly at: readonly (Estimate & { readonly value: number })[];
}

/** Values of two inputs, by place. Maps are ordered by the first, then by the second. */
export interface Plane {
  readonly inputs: readonly [number, number];
  readonly values: readonly [readonly number[], readonly number[]];
  readonly metric: string;
}

export interface OutputMap extends Plane {
  readonly cell: number;
  readonly at: readonly (readonly MapPoint[])[];
}

export interface MapPoint extends Estimate {
  /** Whether the paired 95 % interval distinguishes it from the scenario's own values. */
  readonly told: boolean;
}

/** The contender with the best mean, and its margin; null when all are equal. */
export type Won = {
  readonly best: string;
  /** Whether it is better than every other by the paired intervals, corrected for their number. */
  readonly told: boolean;
  readonly second: string | null;
  /** The margin over the second, with the corrected paired interval. */
  readonly margin: number | null;
  readonly margin95: Interval | null;
} | null;

export interface WinnerMap extends Plane {
  readonly where: Labels;
  readonly winners: readonly (readonly Won[])[];
}

/** As for a run; `even` if the two cells never differed. */
export type ClaimOutcome = Expectation['outcome'] | 'even';

/** Shares of points by outcome. */
export type Shares = Readonly<Record<ClaimOutcome, number>>;

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly points: number;
  readonly shares: Shares;
}

/** One side of a cut, where the points at which a claim does not hold concentrate. */
export interface Divide {
  readonly variable: string;
  readonly above: boolean;
  readonly at: number;
  /** Share of the points where it does not hold that lie there, and of those where it holds. */
  readonly ofOthers: number;
  readonly ofHolding: number;
}

export interface ClaimStudy {
  readonly text: string;
  /** By point of the sample. */
  readonly outcomes: readonly ClaimOutcome[];
  readonly shares: Shares;
  /** Interval for the share that holds, as if points were independent (Wilson): conservative for such an even sample. */
  readonly holds95: Interval;
  /** By input, then by the offered load, called `load`. */
  readonly bins: readonly { readonly variable: string; readonly bins: readonly Bin[] }[];
  readonly divide: Divide | null;
}

interface SampledClaims {
  readonly points: number;
  readonly replications: number;
  readonly claims: readonly ClaimStudy[];
}
