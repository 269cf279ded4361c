/** The result of a sweep: sweep.json. Plain values throughout. */
import type { Estimate, Labels } from '../../results.ts';
import type { Input, Interval } from '../sensitivity/result.ts';

/** The results of a sweep, complete or in progress: sweep.json. */
export interface Sweep {
  readonly schema: 'edgewise.sweep/2';
  readonly version: string;
  /** Identifies scenario, ranges and program: only the same sweep continues in a folder. */
  readonly fingerprint: string;
  readonly scenario: string;
  readonly seed: number;
  readonly inputs: readonly Input[];
  /** For each input, the value in the middle of every part of its range. */
  readonly parts: readonly (readonly number[])[];
  readonly cells: readonly Labels[];
  readonly metrics: readonly string[];
  readonly runs: { readonly planned: number; readonly done: number };
  /** A metric of a cell. */
  readonly outputs: readonly SweptOutput[];
}

/** A metric over all points that were run. */
export interface SweptOutput {
  readonly cell: number;
  readonly metric: string;
  /** Runs that have a value. */
  readonly runs: number;
  readonly mean: number | null;
  /** Standard deviation over the points, including noise within runs. */
  readonly deviation: number | null;
  /** By input. */
  readonly effects: readonly SweptEffect[];
}

export interface SweptEffect {
  /** First-order index: the share of the variance explained by the input alone; noise is excluded. */
  readonly share: number | null;
  readonly ci95: Interval | null;
  /** Means in equal parts of the input's range, from low to high, over all values of the others. */
  readonly curve: readonly Estimate[];
}
