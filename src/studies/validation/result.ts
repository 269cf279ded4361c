/** Errors of the simulator and of the profiles. */
import type { PaperEnergy, SpeedUp, ValidationRow } from '../../calibration/validate.ts';

/** A queue: the result of theory, and the simulated one. */
export interface TheoryRow {
  readonly name: string;
  readonly load: number;
  readonly figure: string;
  readonly theory: number;
  readonly simulated: number;
  readonly ci95: readonly [number, number];
  /** Relative error: simulated over theory, minus one. */
  readonly error: number;
  readonly margin: number;
  readonly holds: boolean;
}

export interface LoadError {
  readonly figure: string;
  /** Median of the runs' absolute errors. */
  readonly median: number;
  readonly worst: number;
  /** The errors of the runs with sign, and their median. */
  readonly signed: readonly number[];
  readonly middle: number;
}

/** A profile compared with the runs of its server. */
interface LoadRow {
  readonly profile: string;
  readonly runs: number;
  readonly errors: readonly LoadError[];
}

/** All profiles of one machine: median errors over all their runs, and the targets. */
export interface UnderLoad {
  readonly machine: string;
  readonly rows: readonly LoadRow[];
  readonly all: readonly (LoadError & { readonly aim: number; readonly holds: boolean })[];
}

/** Errors of the simulator against theory, and of the profiles against measurements not used in their fits. */
export interface Validation {
  readonly theory: readonly TheoryRow[];
  readonly heldOut: readonly ValidationRow[];
  readonly underLoad: readonly UnderLoad[];
  readonly paper: readonly PaperEnergy[];
  readonly speedUps: readonly SpeedUp[];
  /** Implausible values in the catalogue, and why they are kept; null when no reason is given. */
  readonly oddities: readonly {
    readonly profile: string;
    readonly line: string;
    readonly why: string | null;
  }[];
}
