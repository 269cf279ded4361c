/** Which platform or cell is best as alpha, the weight of quality, goes from 0 to 1. */
import type { Labels } from '../../results.ts';
import type { Interval, Won } from './result.ts';

export type Measure = 'utility' | 'pcr';

/** Answers from the edge, from the cloud, or from both. */
export type Platform = 'edge' | 'cloud' | 'all';

export interface AlphaStudy {
  readonly lines: readonly AlphaLine[];
  readonly contests: readonly AlphaContest[];
  /** The means that the lines are computed from, with the scenario's own values. */
  readonly answers: readonly AnswerMeans[];
}

export interface AlphaLine {
  readonly cell: number;
  readonly platform: Platform;
  readonly measure: Measure;
  readonly at: readonly {
    readonly alpha: number;
    readonly mean: number;
    readonly ci95: Interval | null;
  }[];
}

/** Means over replications; null without answers. */
export interface AnswerMeans {
  readonly cell: number;
  readonly platform: 'edge' | 'cloud';
  /** Share of the requests that arrived. */
  readonly share: number | null;
  readonly quality: number | null;
  readonly responsiveness: number | null;
  readonly costPerResponse: number | null;
}

/** The best on average from alpha 0 to 1, and where that changes. */
export interface Standing {
  readonly stretches: readonly AlphaStretch[];
  readonly crossings: readonly Crossing[];
}

export interface AlphaStretch {
  readonly from: number;
  readonly to: number;
  readonly best: string;
}

export interface Crossing {
  readonly alpha: number;
  /** The first contender is best below it, the other above. */
  readonly before: string;
  readonly after: string;
  /** The range of alpha around it in which the paired 95 % interval of the difference covers zero. */
  readonly unsure: Interval | null;
}

export interface AlphaContest extends Standing {
  readonly measure: Measure;
  /** Whether platforms within a cell are compared, or cells that differ in the axis. */
  readonly between: 'platforms' | 'cells';
  /** What the contenders share. */
  readonly where: Labels;
}

/** For an input, a measure and a group: which contender is best at each alpha and value. */
export interface Regions {
  readonly input: number;
  readonly measure: Measure;
  readonly where: Labels;
  readonly alphas: readonly number[];
  readonly values: readonly number[];
  /** By value, then by alpha. */
  readonly winners: readonly (readonly Won[])[];
}
