/** What was expected of a run, and whether it is so. */
import type { Labels } from './results.ts';

/** By the interval: it holds, it fails, or the replications do not tell. */
export type Outcome = 'holds' | 'fails' | 'undecided';

/** What a run was expected to show, and whether it does. */
export interface Expectation {
  readonly text: string;
  readonly outcome: Outcome;
  /** One line per pair of cells compared, with its interval. */
  readonly details: readonly string[];
}

/** An expectation that a run cannot be held to. */
export interface LeftOut {
  readonly text: string;
  /** Values that are not compared, by path. */
  readonly missing: Readonly<Record<string, readonly Labels[string][]>>;
}
