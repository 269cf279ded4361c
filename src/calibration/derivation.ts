/** How profiles without measurements are derived from measured ones: a file in calibration/. */

/** The profile that is derived from another one, each part by a stated factor. */
export interface Derivation {
  readonly board: string;
  readonly model: string;
  readonly quantisation: string;
  readonly engine: string;
  readonly mode: string;
  /** Full name of the profile it is derived from. */
  readonly from: string;
  /** What decode step time is multiplied by. */
  readonly step: Factor;
  readonly prefill: Factor;
  /** The mode whose power is used, if not the profile's own. */
  readonly powerMode?: string;
  readonly why: string;
}

/** Ratio of two profiles' steps, or of weights, or of parameters, or of two boards' memory bandwidth or operations a second, or between power modes as measured on other models. */
export type Factor =
  | { readonly kind: 'weights' | 'parameters' | 'same' | 'bandwidth' | 'compute' }
  | { readonly kind: 'mode'; readonly from: string; readonly to: string }
  | { readonly kind: 'steps'; readonly of: string; readonly over: string };
