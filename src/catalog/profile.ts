/** What is known of one model on one board: a Model with where it comes from and how far it may be trusted. Plain JSON. */
import type { Model } from '../model.ts';

/** Median, 95th percentile and worst relative error, as shares. */
export interface ErrorSummary {
  readonly count: number;
  readonly median: number;
  readonly p95: number;
  readonly worst: number;
}

/** Errors of a fit by what was predicted; null where nothing was measured. */
export interface Errors {
  readonly ttft: ErrorSummary | null;
  readonly decodeSpeed: ErrorSummary | null;
  readonly decodePower: ErrorSummary | null;
  readonly prefillPower: ErrorSummary | null;
}

/** The coefficients that can be uncertain, by their path in a Model. */
const COEFFICIENTS = [
  'prefill.fixed',
  'prefill.perToken',
  'prefill.perTokenSquared',
  'prefill.perStep',
  'prefill.outside',
  'step.fixed',
  'step.perSequence',
  'step.perCachedToken',
  'step.alone',
  'step.experts.seconds',
  'step.experts.sequences',
  'power.idle',
  'power.prefill',
  'power.decode',
  'power.decodePerSequence',
] as const;
export type Coefficient = (typeof COEFFICIENTS)[number] | `step.table.${number}`;

/** The coefficients of one part, which are uncertain together. A law fitted by simulation has time per step, the others a start. */
export const OF: Readonly<Record<'prefill' | 'lawPrefill' | 'step' | 'power', readonly Coefficient[]>> = {
  prefill: ['prefill.fixed', 'prefill.perToken', 'prefill.perTokenSquared'],
  lawPrefill: ['prefill.perStep', 'prefill.perToken', 'prefill.perTokenSquared'],
  step: ['step.fixed', 'step.perSequence', 'step.perCachedToken'],
  power: ['power.prefill', 'power.decode'],
};

export function isCoefficient(path: string): path is Coefficient {
  return (COEFFICIENTS as readonly string[]).includes(path) || /^step\.table\.[1-9]\d*$/.test(path);
}

/**
 * How uncertain coefficients are: a fitted covariance, in the coefficients' own units or of their logarithms; or one
 * factor for all of them, its logarithm normal with standard deviation `sd`, where there was too little to fit a covariance.
 */
export type Uncertainty =
  | {
      readonly kind: 'covariance';
      readonly of: readonly Coefficient[];
      readonly covariance: readonly (readonly number[])[];
    }
  | {
      readonly kind: 'logCovariance';
      readonly of: readonly Coefficient[];
      readonly covariance: readonly (readonly number[])[];
    }
  | { readonly kind: 'scale'; readonly of: readonly Coefficient[]; readonly sd: number };

/** Lowest and highest value measured. */
export type Range = readonly [number, number];

export interface ProfileRange {
  readonly prompt: Range;
  readonly output: Range;
  /** Cached tokens of one sequence. */
  readonly context: Range;
  readonly batch: Range;
}

export interface ProfileSource {
  readonly text: string;
  readonly licence: string;
}

/**
 * `dense`: cross-validated. `sparse`: fitted on too few points for that. `rough`: one or two figures, the shape from
 * relatives. `derived`: from measured relatives by a rule.
 */
export const FITS = ['dense', 'sparse', 'rough', 'derived'] as const;
type FitKind = (typeof FITS)[number];

/** How far labs differ that measured the same: what no fit within one lab can show. */
export interface LabSpread {
  /** Labs that measured this very model on this board; 1 for most. */
  readonly labs: number;
  /** Standard deviation of the logarithm of decode speed between labs, of these or, with one, of all boards that several measured. */
  readonly sd: number;
}

/** One model on one board, in one engine and power mode: coefficients, their errors and their sources. */
export interface Profile extends Model {
  readonly board: string;
  readonly model: string;
  readonly quantisation: string;
  readonly engine: string;
  readonly mode: string;
  /** Whether it is meant by `board/model-quantisation` without engine and mode. */
  readonly isDefault: boolean;
  readonly fit: FitKind;
  /** Share of answers that are right, on the benchmark named in the sources; null when unknown. */
  readonly quality: number | null;
  /** The constant R of the paper's Table I; null for others. */
  readonly responsiveness: number | null;
  /** Null for an inline profile without one: lengths are then not checked. */
  readonly range: ProfileRange | null;
  readonly errors: {
    readonly inSample: Errors;
    readonly crossValidated: Errors | null;
    readonly heldOut: Errors | null;
  };
  readonly uncertainty: readonly Uncertainty[];
  /** Missing when nothing was compared. */
  readonly betweenLabs?: LabSpread;
  /** What the measured power covered. */
  readonly powerScope: string;
  /** How the watts of the whole board were derived from it. */
  readonly powerRule: string;
  readonly sources: readonly ProfileSource[];
  readonly assumptions: readonly string[];
}

export const NO_ERRORS: Errors = { ttft: null, decodeSpeed: null, decodePower: null, prefillPower: null };
