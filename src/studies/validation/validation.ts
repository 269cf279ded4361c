/** How far off the simulator and the profiles are. */
import type { UnderLoad } from '../../experiment/underLoad.ts';
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
