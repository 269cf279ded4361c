/** Prefill time from measured times to first token: fixed + per token + per token squared, with padding where it shows. */
import { effectivePrompt, prefillSeconds, type Pace } from '../kernel/pace.ts';
import { folds } from './folds.ts';
import { robustFit, type Fitted } from './leastSquares.ts';

export type Prefill = Pace['prefill'];

export interface PrefillPoint {
  readonly prompt: number;
  /** Seconds. */
  readonly seconds: number;
}

interface PrefillFit {
  readonly prefill: Prefill;
  readonly fitted: Fitted;
}

const MULTIPLES = [16, 32, 64, 128, 256, 512] as const;
const SHARES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] as const;
/** Padding is looked for only with this many different prompts. */
const PADDING_NEEDS = 10;
/** And accepted only if it reduces the cross-validated error by this share. */
const PADDING_GAIN = 0.1;
/** Cap on single errors when paddings are compared, so that an outlier does not decide. */
const CAP = 0.25;

export function fitPrefill(points: readonly PrefillPoint[]): PrefillFit {
  const { padTo, padShare } = findPadding(points);
  const fitted = robustFit(
    points.map(({ prompt }) => columns(prompt, padTo, padShare)),
    points.map(({ seconds }) => seconds),
  );
  return { prefill: withCoefficients(fitted.coefficients, padTo, padShare), fitted };
}

/** The multiple, and the share of the work rounded up to it, by cross-validation; 1 for none. */
function findPadding(points: readonly PrefillPoint[]): { padTo: number; padShare: number } {
  let best = { padTo: 1, padShare: 1 };
  if (new Set(points.map(({ prompt }) => prompt)).size < PADDING_NEEDS) return best;
  let least = score(points, 1, 1) * (1 - PADDING_GAIN);
  for (const padTo of MULTIPLES)
    for (const padShare of SHARES) {
      const found = score(points, padTo, padShare);
      if (found >= least) continue;
      least = found;
      best = { padTo, padShare };
    }
  return best;
}

function score(points: readonly PrefillPoint[], padTo: number, padShare: number): number {
  let sum = 0;
  for (const { seen, left } of folds(points)) {
    const { coefficients } = robustFit(
      seen.map(({ prompt }) => columns(prompt, padTo, padShare)),
      seen.map(({ seconds }) => seconds),
    );
    const prefill = withCoefficients(coefficients, padTo, padShare);
    for (const { prompt, seconds } of left)
      sum += Math.min(CAP, Math.abs(timeOf(prefill, prompt) / seconds - 1));
  }
  return sum / points.length;
}

export function timeOf(prefill: Prefill, prompt: number): number {
  return prefillSeconds({ prefill, step: { fixed: 0, perSequence: 0, perCachedToken: 0 } }, prompt);
}

function columns(prompt: number, padTo: number, padShare: number): number[] {
  const worked = effectivePrompt(prompt, padTo, padShare);
  return [1, worked, worked * worked];
}

function withCoefficients(coefficients: readonly number[], padTo: number, padShare: number): Prefill {
  const [fixed, perToken, perTokenSquared] = coefficients as [number, number, number];
  return padTo === 1
    ? { fixed, perToken, perTokenSquared, padTo }
    : { fixed, perToken, perTokenSquared, padTo, padShare };
}
