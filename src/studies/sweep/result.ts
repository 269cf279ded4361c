/** What a sweep comes to: sweep.json. Plain values throughout. */
import type { Estimate, Labels } from '../../results.ts';
import type { Input, Interval } from '../sensitivity/result.ts';

/** What a sweep has found, when it is over or on its way: sweep.json. */
export interface Sweep {
  readonly schema: 'edgewise.sweep/2';
  readonly version: string;
  /** Of the scenario, the ranges and the program: only the same sweep goes on in a folder. */
  readonly fingerprint: string;
  readonly scenario: string;
  readonly seed: number;
  readonly inputs: readonly Input[];
  /** Of each input the value in the middle of every part of its range. */
  readonly parts: readonly (readonly number[])[];
  readonly cells: readonly Labels[];
  readonly metrics: readonly string[];
  readonly runs: { readonly planned: number; readonly done: number };
  /** A figure of a cell. */
  readonly outputs: readonly SweptOutput[];
}

/** A figure over all the points that were run. */
export interface SweptOutput {
  readonly cell: number;
  readonly metric: string;
  /** Runs that have a value. */
  readonly runs: number;
  readonly mean: number | null;
  /** Standard deviation over the points, chance within a run included. */
  readonly deviation: number | null;
  /** Of each input. */
  readonly effects: readonly SweptEffect[];
}

export interface SweptEffect {
  /** The share of the variance that the input explains by itself; chance is not in it. */
  readonly share: number | null;
  readonly ci95: Interval | null;
  /** Means in equal parts of the input's range, from its low end to its high end, the others being anywhere in theirs. */
  readonly curve: readonly Estimate[];
}
