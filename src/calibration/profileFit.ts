/** Rows of one model on one board to its profile. */
import type { Coefficient, Profile, ProfileRange, Range, Uncertainty } from '../catalog/profile.ts';
import { buildPrefill, distinctPrompts, points } from './buildPrefill.ts';
import { buildStep, tellsContext } from './buildStep.ts';
import type { Relatives } from './relatives.ts';
import { folds, split } from './folds.ts';
import { profileName, usable } from './measurement.ts';
import type { Measurement, Quantity } from './measurement.ts';
import { fitDecodeWatts, fitPrefillWatts } from './powerFit.ts';
import { errorsOf, predict, QUANTITIES } from './predict.ts';
import type { Prediction, Predictor } from './predict.ts';
import { fitPrefill } from './prefillFit.ts';
import { roundedProfile } from './rounding.ts';
import { boardWatts, kvBytesPerToken, scopeRule } from '../catalog/board.ts';
import type { Board, ModelFacts, ScopeRule } from '../catalog/board.ts';

/** So many speeds have to be seen by the fit before a profile is called dense. */
const DENSE = 6;
/** Relative standard deviations stated, not fitted, where there are too few rows. */
export const STATED = { sparse: 0.15, borrowed: 0.25, perSequence: 0.5, idle: 0.1 } as const;

export interface ProfileFit {
  readonly profile: Profile;
  /** Of the rows the fit did not see. */
  readonly heldOut: readonly Prediction[];
  readonly inSample: readonly Prediction[];
}

interface Parts extends Predictor {
  readonly assumptions: readonly string[];
}

/** The rows the fit may see, those it may not, quantity by quantity. */
function seenRows(rows: readonly Measurement[], quantity: Quantity): ReturnType<typeof split> {
  return split(rows.filter((row) => usable(row, quantity) !== null));
}

function fitParts(
  rows: Readonly<Record<Quantity, readonly Measurement[]>>,
  row: Measurement,
  relatives: Relatives,
): Parts {
  const borrowed = distinctPrompts(rows.ttft) > 0 ? null : relatives.prefill(row);
  const { step, assumptions } = buildStep(rows.speed, () => relatives.perCachedToken(row));
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
): ProfileFit {
  const row = rows[0]!;
  const sets = Object.fromEntries(QUANTITIES.map((q) => [q, seenRows(rows, q)])) as Record<
    Quantity,
    ReturnType<typeof split>
  >;
  const seen = Object.fromEntries(QUANTITIES.map((q) => [q, sets[q].seen])) as Record<Quantity, Measurement[]>;
  const parts = fitParts(seen, row, relatives);
  const dense = seen.speed.length >= DENSE && tellsContext(seen.speed);
  const inSample = QUANTITIES.flatMap((q) => predict(parts, sets[q].seen, q));
  const heldOut = QUANTITIES.flatMap((q) => predict(parts, sets[q].heldOut, q));
  const power = powerOf(parts, row, rows, relatives, board);
  const profile: Profile = {
    name: profileName(row),
    pace: parts.pace,
    power: power.watts,
    memory: {
      weights: facts.weights[row.quantisation] ?? 0,
      kvPerToken: kvBytesPerToken(facts),
      usable: board.usableBytes,
    },
    context: facts.context,
    board: row.board,
    model: row.model,
    quantisation: row.quantisation,
    engine: row.engine,
    mode: row.mode,
    isDefault: false,
    fit: dense ? 'dense' : 'sparse',
    quality: facts.quality,
    responsiveness: facts.responsiveness[row.board] ?? null,
    range: rangeOf(rows),
    errors: {
      inSample: errorsOf(inSample),
      crossValidated: dense ? errorsOf(crossValidate(seen, parts, row, relatives)) : null,
      heldOut: heldOut.length > 0 ? errorsOf(heldOut) : null,
    },
    uncertainty: uncertaintyOf(seen, dense, power.sd),
    powerScope: power.scope,
    powerRule: power.rule,
    sources: sourcesOf(rows),
    assumptions: [
      ...parts.assumptions,
      ...power.assumptions,
      ...(rows.some(({ prompt }) => prompt === null)
        ? ['some rows do not say their lengths: short ones (up to 512 tokens) are taken']
        : []),
      `memory left for the model: ${board.usableWhy}`,
    ],
  };
  return { profile: roundedProfile(profile), heldOut, inSample };
}

/** Each row predicted by a fit that did not see it, within the rows the profile's own fit saw. */
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

/** The parts with one of them fitted to fewer rows. */
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

function powerOf(
  parts: Parts,
  row: Measurement,
  rows: readonly Measurement[],
  relatives: Relatives,
  board: Board,
): { watts: Profile['power']; sd: number; scope: string; rule: string; assumptions: string[] } {
  const assumptions: string[] = [];
  let from = rows.filter((each) => usable(each, 'decodeWatts') !== null);
  let decode = parts.decodeWatts;
  if (decode === null || from.length === 0) {
    from = [...relatives.powered(row)];
    decode = fitDecodeWatts(from)?.watts ?? null;
    if (decode === null) throw new RangeError(`${profileName(row)}: no power on this board to take`);
    assumptions.push(`decode power as measured on ${profileName(from[0]!)}`);
  }
  const rule = ruleOf(board, from[0]!.powerScope);
  const idle = board.idle[row.mode] ?? Math.min(...Object.values(board.idle));
  const decodeWatts = boardWatts(rule, decode);
  const prefillWatts = parts.prefillWatts ? boardWatts(rule, parts.prefillWatts.watts) : decodeWatts;
  if (!parts.prefillWatts) assumptions.push('prefill power taken as decode power: it was not measured');
  if (rule.assumed) assumptions.push(`watts of the whole board: ${rule.rule}`);
  assumptions.push(`idle power: ${board.idleWhy}`, 'every further sequence adds 1 % of the power above idle (assumed)');
  return {
    watts: { idle, prefill: prefillWatts, decode: decodeWatts, decodePerSequence: 0.01 * (decodeWatts - idle) },
    sd: rule.sd,
    scope: from[0]!.powerScope,
    rule: rule.rule,
    assumptions,
  };
}

export function ruleOf(board: Board, scope: string): ScopeRule {
  const rule = scopeRule(board, scope);
  if (!rule) throw new RangeError(`${board.id}: no rule brings the power scope "${scope}" to the whole board`);
  return rule;
}

const PREFILL: readonly Coefficient[] = ['prefill.fixed', 'prefill.perToken', 'prefill.perTokenSquared'];
const STEP: readonly Coefficient[] = ['step.fixed', 'step.perSequence', 'step.perCachedToken'];
const POWER: readonly Coefficient[] = ['power.prefill', 'power.decode'];

function uncertaintyOf(
  seen: Readonly<Record<Quantity, readonly Measurement[]>>,
  dense: boolean,
  powerSd: number,
): Uncertainty[] {
  const found: Uncertainty[] = [];
  if (distinctPrompts(seen.ttft) > 3) {
    const { covariance } = fitPrefill(points(seen.ttft)).fitted;
    found.push({ kind: 'covariance', of: PREFILL, covariance });
  } else {
    const own = distinctPrompts(seen.ttft) > 0;
    found.push({ kind: 'scale', of: PREFILL, sd: own ? STATED.sparse : STATED.borrowed });
  }
  const { fitted } = dense ? buildStep(seen.speed, () => ({ value: 0, why: '' })) : { fitted: null };
  if (fitted)
    found.push({ kind: 'covariance', of: ['step.fixed', 'step.perCachedToken'], covariance: fitted.covariance });
  else found.push({ kind: 'scale', of: STEP, sd: STATED.sparse });
  if (new Set(seen.speed.map((row) => row.batch)).size === 1)
    found.push({ kind: 'scale', of: ['step.perSequence'], sd: STATED.perSequence });
  found.push({ kind: 'scale', of: POWER, sd: powerSd });
  found.push({ kind: 'scale', of: ['power.idle'], sd: STATED.idle });
  return found;
}

/** Without lengths in the rows, short ones. */
const UNSAID: Range = [16, 512];

function rangeOf(rows: readonly Measurement[]): ProfileRange {
  const used = rows.filter((row) => usable(row, 'ttft') !== null || usable(row, 'speed') !== null);
  const span = (values: readonly number[]): Range =>
    values.length > 0 ? [Math.min(...values), Math.max(...values)] : UNSAID;
  const known = (pick: (row: Measurement) => number | null): number[] =>
    used.map(pick).filter((value) => value !== null);
  const prompt = span(known((row) => row.prompt));
  const output = span(known((row) => row.output));
  return { prompt, output, context: [prompt[0], prompt[1] + output[1]], batch: span(known((row) => row.batch)) };
}

function sourcesOf(rows: readonly Measurement[]): { text: string; licence: string }[] {
  const seen = new Map(rows.map((row) => [`${row.source}|${row.licence}`, { text: row.source, licence: row.licence }]));
  return [...seen.values()];
}
