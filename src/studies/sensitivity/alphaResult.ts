/** Who answers best as alpha, the weight of quality, goes from 0 to 1. */
import type { Labels } from '../../results.ts';
import type { Interval, Won } from './result.ts';

export type Measure = 'utility' | 'pcr';

/** Who answers: the edge, the cloud, both as they come. */
export type Platform = 'edge' | 'cloud' | 'all';

export interface AlphaStudy {
  readonly lines: readonly AlphaLine[];
  readonly contests: readonly AlphaContest[];
  /** What the lines are made of, with the scenario's own values. */
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

/** Means over replications; null where nobody answered. */
export interface AnswerMeans {
  readonly cell: number;
  readonly platform: 'edge' | 'cloud';
  /** Of the requests that arrived. */
  readonly share: number | null;
  readonly quality: number | null;
  readonly responsiveness: number | null;
  readonly costPerResponse: number | null;
}

/** Best on average from alpha 0 to 1, and where that changes. */
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
  /** The alphas around it at which the paired 95 % interval of their difference covers zero. */
  readonly unsure: Interval | null;
}

export interface AlphaContest extends Standing {
  readonly measure: Measure;
  /** Platforms within a cell, or cells that differ in the axis. */
  readonly between: 'platforms' | 'cells';
  /** What the contenders share. */
  readonly where: Labels;
}

/** Of one input, one measure and one group: who is best at each alpha and value. */
export interface Regions {
  readonly input: number;
  readonly measure: Measure;
  readonly where: Labels;
  readonly alphas: readonly number[];
  readonly values: readonly number[];
  /** By value, then by alpha. */
  readonly winners: readonly (readonly Won[])[];
}
