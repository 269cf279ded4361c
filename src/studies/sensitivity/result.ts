/** What a study of sensitivity comes to: sensitivity.json. Plain values throughout. */
import type { Estimate, Labels } from '../../results.ts';
import type { Expectation, LeftOut } from '../../expected.ts';
import type { AlphaStudy, Regions } from './alphaResult.ts';

export type Interval = readonly [number, number];

/** An input that is varied: a node of the scenario with a range. */
export interface Input {
  /** As it is in the file: `limits.0.window`. */
  readonly path: string;
  /** In a word or two, for tables and figures. */
  readonly name: string;
  readonly low: number;
  readonly high: number;
  /** Equal ratios are equally likely, not equal differences. */
  readonly logarithmic: boolean;
  readonly whole: boolean;
  /** What its numbers are in: `s`, `/s`, or nothing. */
  readonly unit: string;
  /** The scenario's own value, in its first cell that has one. */
  readonly base: number;
  /** The cells in which there is such a node, by place; the others do not change with it. */
  readonly cells: readonly number[];
}

/** What a sensitivity study found. */
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
    /** Inputs by place that the screening shows to be without effect: at the file's own value for the indices. */
    readonly fixed: readonly number[];
    /** Replications of a point: of the screening and the indices; and of the base, curves, maps and claims. */
    readonly few: number;
    readonly many: number;
    readonly points: number;
    readonly runs: number;
    readonly failed: number;
  };
  /** A figure of a cell. */
  readonly outputs: readonly Output[];
  readonly curves: readonly OutputCurve[];
  readonly maps: readonly OutputMap[];
  readonly winners: readonly WinnerMap[];
  readonly alpha: AlphaStudy;
  readonly regions: readonly Regions[];
  readonly claims: SampledClaims | null;
  /** In one short sentence; null where nothing was found. */
  readonly answer?: string | null;
  /** In plain sentences, the most telling first. */
  readonly sentences: readonly string[];
  /** What options made of the nodes that the file varies, in words. */
  readonly changes?: readonly string[];
  /** Expectations that name values which are not compared. */
  readonly leftOut?: readonly LeftOut[];
}

export interface Output {
  readonly metric: string;
  readonly cell: number;
  /** With the scenario's own values. */
  readonly base: Estimate;
  /** By input; null where it was not asked for or nothing came of it. */
  readonly screening: readonly Effect[] | null;
  /** Standard deviation and mean over the sample, and the rows of it that had values. */
  readonly sample: { readonly mean: number; readonly deviation: number; readonly rows: number } | null;
  /** By input; null for those that are fixed. */
  readonly indices: readonly (Indices | null)[] | null;
  /** What moving each input over its range does, by input; missing where nothing was said of it. */
  readonly shifts?: readonly (OutputShift | null)[] | null;
}

/** The mean of an output over all other inputs, by the value of one: its direction and size, in the units of the file. */
export interface OutputShift {
  /** The ends of the range. */
  readonly from: number;
  readonly to: number;
  /** What the mean is more at `to` than at `from`; and as a share of the latter, where that is known well enough. */
  readonly difference: Estimate;
  readonly relative: Estimate;
  /** The mean along the range. */
  readonly at: readonly (Estimate & { readonly value: number })[];
  /** Where it is highest or lowest inside the range, beyond both ends; null where it is not known to turn. */
  readonly turn: { readonly value: number; readonly highest: boolean } | null;
}

/** Morris's effect of crossing an input's whole range. */
export interface Effect {
  /** With its sign, and of its size. */
  readonly mean: number;
  readonly size: number;
  readonly size95: Interval | null;
  /** Standard deviation of the effect from place to place: bends, or dependence on other inputs. */
  readonly spread: number;
  readonly spread95: Interval | null;
  /** Walks that it is from. */
  readonly walks: number;
}

/** Sobol's: the share of an output's variance that is an input's doing by itself, and with all it does jointly. */
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

/** Values of two inputs, by place. What is mapped over them goes by the first, then by the second. */
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
  /** Whether the paired 95 % interval tells it from the scenario's own values. */
  readonly told: boolean;
}

/** Who has the best mean, and by how much; null where all are the same. */
export type Won = {
  readonly best: string;
  /** Whether it is better than every other by the paired intervals, corrected for how many they are. */
  readonly told: boolean;
  readonly second: string | null;
  /** By how much it is better than the second, with the paired interval as corrected. */
  readonly margin: number | null;
  readonly margin95: Interval | null;
} | null;

export interface WinnerMap extends Plane {
  readonly where: Labels;
  readonly winners: readonly (readonly Won[])[];
}

/** As a run has it; `even` where the two cells never differed, mostly because there was nothing to differ in. */
export type ClaimOutcome = Expectation['outcome'] | 'even';

/** Shares of some points, by outcome. */
export type Shares = Readonly<Record<ClaimOutcome, number>>;

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly points: number;
  readonly shares: Shares;
}

/** One side of a value: where the points at which a claim does not hold gather. */
export interface Divide {
  readonly variable: string;
  readonly above: boolean;
  readonly at: number;
  /** Share of the points that do not hold which lie there, and of those that hold. */
  readonly ofOthers: number;
  readonly ofHolding: number;
}

export interface ClaimStudy {
  readonly text: string;
  /** By point of the sample. */
  readonly outcomes: readonly ClaimOutcome[];
  readonly shares: Shares;
  /** Of the share that holds, as if the points were drawn independently (Wilson): wider than a sample this even needs. */
  readonly holds95: Interval;
  /** By input, then the offered load, called `load`. */
  readonly bins: readonly { readonly variable: string; readonly bins: readonly Bin[] }[];
  readonly divide: Divide | null;
}

export interface SampledClaims {
  readonly points: number;
  readonly replications: number;
  readonly claims: readonly ClaimStudy[];
}
