/** What a study of sensitivity comes to: sensitivity.json. Plain values throughout. */
import type { Estimate, Labels } from '../../results.ts';
import type { AlphaStudy, Regions } from './alpha.ts';
import type { SampledClaims } from './claims.ts';
import type { Input } from './input.ts';
import type { Effect } from './morris.ts';
import type { Indices } from './sobol.ts';

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
  /** In plain sentences, the most telling first. */
  readonly sentences: readonly string[];
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
  readonly indices: readonly Indices[] | null;
}

export interface OutputCurve {
  readonly input: number;
  readonly metric: string;
  readonly cell: number;
  readonly at: readonly (Estimate & { readonly value: number })[];
}

export interface OutputMap {
  readonly inputs: readonly [number, number];
  readonly values: readonly [readonly number[], readonly number[]];
  readonly metric: string;
  readonly cell: number;
  /** By the first input, then by the second; null where there is no value. */
  readonly means: readonly (readonly (number | null)[])[];
}

export interface WinnerMap {
  readonly inputs: readonly [number, number];
  readonly values: readonly [readonly number[], readonly number[]];
  readonly metric: string;
  readonly where: Labels;
  readonly winners: readonly (readonly ({ readonly best: string; readonly told: boolean } | null)[])[];
}
