/** How far off the simulator and the profiles are. */
import type { PaperEnergy, SpeedUp, ValidationRow } from '../../calibration/validate.ts';

/** A station: what theory says, and what was simulated. */
export interface TheoryRow {
  readonly name: string;
  readonly load: number;
  readonly figure: string;
  readonly theory: number;
  readonly simulated: number;
  readonly ci95: readonly [number, number];
  /** Simulated over theory, less one. */
  readonly error: number;
  readonly margin: number;
  readonly holds: boolean;
}

export interface LoadError {
  readonly figure: string;
  /** Of the errors of the runs, without their signs. */
  readonly median: number;
  readonly worst: number;
  /** Of each run, with its sign, and the middle one of those. */
  readonly signed: readonly number[];
  readonly middle: number;
}

/** One profile held to the runs of its server. */
export interface LoadRow {
  readonly profile: string;
  readonly runs: number;
  readonly errors: readonly LoadError[];
}

/** All profiles of one machine: median errors over all their runs, and what was aimed at. */
export interface UnderLoad {
  readonly machine: string;
  readonly rows: readonly LoadRow[];
  readonly all: readonly (LoadError & { readonly aim: number; readonly holds: boolean })[];
}

/** How far off the simulator is from theory, and the profiles from measurements they were not fitted to. */
export interface Validation {
  readonly theory: readonly TheoryRow[];
  readonly heldOut: readonly ValidationRow[];
  readonly underLoad: readonly UnderLoad[];
  readonly paper: readonly PaperEnergy[];
  readonly speedUps: readonly SpeedUp[];
  /** What in the catalogue cannot be, with why it is there all the same; null where nobody says. */
  readonly oddities: readonly {
    readonly profile: string;
    readonly line: string;
    readonly why: string | null;
  }[];
}
