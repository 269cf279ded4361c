/** Fits the profile of one model on one board to its rows. */
import { OF, type Uncertainty } from '../catalog/profile.ts';
import { buildPrefill, distinctPrompts, points } from './buildPrefill.ts';
import { buildStep, tellsContext } from './buildStep.ts';
import type { Relatives } from './relatives.ts';
import { folds, split } from './folds.ts';
import { usable, type Measurement, type Quantity } from './measurement.ts';
import { fitDecodeWatts, fitPrefillWatts } from './powerFit.ts';
import { errorsOf, predict, QUANTITIES, type Prediction, type Predictor } from './predict.ts';
import { cachedFromFacts, prefillFromFacts } from './fromFacts.ts';
import { fitPrefill } from './prefillFit.ts';
import { boardPower } from './boardPower.ts';
import { fitLawProfile, needsLaw, type LawLimits } from './law/lawProfile.ts';
import { profileOf, type ProfileFit } from './profileOf.ts';
import type { Board, ModelFacts } from '../catalog/board.ts';

/** Least number of speeds in the fit of a dense profile. */
const DENSE = 6;
/** Relative standard deviations assumed if there are too few rows to fit them. */
export const STATED = { sparse: 0.15, borrowed: 0.25, facts: 0.5, perSequence: 0.5, idle: 0.1 } as const;

interface Parts extends Predictor {
  readonly assumptions: readonly string[];
}

function fitParts(
  rows: Readonly<Record<Quantity, readonly Measurement[]>>,
  row: Measurement,
  relatives: Relatives,
  board: Board,
  facts: ModelFacts,
): Parts {
  const measured = distinctPrompts(rows.ttft) > 0;
  const borrowed = measured ? null : (relatives.prefill(row) ?? prefillFromFacts(board, facts));
  const { step, assumptions } = buildStep(rows.speed, () => {
    const found = relatives.perCachedToken(row);
    return found.value > 0 ? found : (cachedFromFacts(board, facts) ?? found);
  });
  const prefill = buildPrefill(rows.ttft, borrowed?.prefill ?? null);
  const decode = fitDecodeWatts(rows.decodeWatts);
  return {
    pace: { prefill, step },
    decodeWatts: decode?.watts ?? null,
    prefillWatts: fitPrefillWatts(rows.prefillWatts),
    assumptions: [...(borrowed ? [borrowed.why] : []), ...assumptions],
  };
}

export function fitProfile(
  rows: readonly Measurement[],
  relatives: Relatives,
  board: Board,
  facts: ModelFacts,
  limits: LawLimits = {},
): ProfileFit {
  const row = rows[0]!;
  if (needsLaw(rows)) return fitLawProfile(rows, relatives, board, facts, limits);
  // The rows the fit may see and those it may not.
  const apart = QUANTITIES.map((q) => [q, split(rows.filter((row) => usable(row, q) !== null))] as const);
  const sets = Object.fromEntries(apart) as Record<Quantity, ReturnType<typeof split>>;
  const seen = Object.fromEntries(QUANTITIES.map((q) => [q, sets[q].seen])) as Record<
    Quantity,
    Measurement[]
  >;
  const parts = fitParts(seen, row, relatives, board, facts);
  const dense = seen.speed.length >= DENSE && tellsContext(seen.speed);
  const inSample = QUANTITIES.flatMap((q) => predict(parts, sets[q].seen, q));
  const heldOut = QUANTITIES.flatMap((q) => predict(parts, sets[q].heldOut, q));
  const power = boardPower(parts, row, rows, relatives, board);
  const profile = profileOf(rows, board, facts, {
    pace: parts.pace,
    power,
    fit: dense ? 'dense' : few(rows) && !relatives.measured(row) ? 'rough' : 'sparse',
    errors: {
      inSample: errorsOf(inSample),
      crossValidated: dense ? errorsOf(crossValidate(seen, parts, row, relatives)) : null,
      heldOut: heldOut.length > 0 ? errorsOf(heldOut) : null,
    },
    uncertainty: uncertaintyOf(seen, dense, power.sd, relatives.prefill(row) !== null),
    assumptions: parts.assumptions,
  });
  return { profile, power: power.assumptions, heldOut, inSample };
}

/** Whether the rows determine only a level, no shape: two prompt lengths at most and one decode speed. */
function few(rows: readonly Measurement[]): boolean {
  const speeds = new Set(
    rows
      .filter((row) => usable(row, 'speed') !== null)
      .map((row) => `${row.prompt} ${row.output} ${row.batch}`),
  );
  return distinctPrompts(rows) <= 2 && speeds.size <= 1;
}

/** Each row predicted by a fit without it. */
function crossValidate(
  seen: Readonly<Record<Quantity, readonly Measurement[]>>,
  parts: Parts,
  row: Measurement,
  relatives: Relatives,
): Prediction[] {
  return QUANTITIES.flatMap((quantity) => {
    const rows = seen[quantity];
    if (rows.length < 3 || (quantity === 'ttft' && distinctPrompts(rows) < 3)) return [];
    return folds(rows).flatMap((fold) =>
      predict(refitted(parts, quantity, fold.seen, row, relatives), fold.left, quantity),
    );
  });
}

/** The parts, one of them fitted again to fewer rows. */
function refitted(
  parts: Parts,
  quantity: Quantity,
  rows: readonly Measurement[],
  row: Measurement,
  relatives: Relatives,
): Predictor {
  const { prefill, step } = parts.pace;
  switch (quantity) {
    case 'ttft':
      return { ...parts, pace: { prefill: buildPrefill(rows, null), step } };
    case 'speed':
      return { ...parts, pace: { prefill, step: buildStep(rows, () => relatives.perCachedToken(row)).step } };
    case 'decodeWatts':
      return { ...parts, decodeWatts: fitDecodeWatts(rows)?.watts ?? null };
    case 'prefillWatts':
      return { ...parts, prefillWatts: fitPrefillWatts(rows) };
  }
}

function uncertaintyOf(
  seen: Readonly<Record<Quantity, readonly Measurement[]>>,
  dense: boolean,
  powerSd: number,
  onBoard: boolean,
): Uncertainty[] {
  const found: Uncertainty[] = [];
  if (distinctPrompts(seen.ttft) > 3) {
    const { covariance } = fitPrefill(points(seen.ttft)).fitted;
    found.push({ kind: 'covariance', of: OF.prefill, covariance });
  } else {
    const own = distinctPrompts(seen.ttft) > 0;
    found.push({
      kind: 'scale',
      of: OF.prefill,
      sd: own ? STATED.sparse : onBoard ? STATED.borrowed : STATED.facts,
    });
  }
  const { fitted } = dense ? buildStep(seen.speed, () => ({ value: 0, why: '' })) : { fitted: null };
  if (fitted)
    found.push({
      kind: 'covariance',
      of: ['step.fixed', 'step.perCachedToken'],
      covariance: fitted.covariance,
    });
  else found.push({ kind: 'scale', of: OF.step, sd: STATED.sparse });
  if (new Set(seen.speed.map((row) => row.batch)).size === 1)
    found.push({ kind: 'scale', of: ['step.perSequence'], sd: STATED.perSequence });
  found.push({ kind: 'scale', of: OF.power, sd: powerSd });
  found.push({ kind: 'scale', of: ['power.idle'], sd: STATED.idle });
  return found;
}
