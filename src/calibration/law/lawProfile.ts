/** Fits a profile to rows of several sequences at once, by simulating them. */
import { given } from '../../kernel/given.ts';
import { kvBytesPerToken, type Board, type ModelFacts } from '../../catalog/board.ts';
import { OF, type Profile, type Uncertainty } from '../../catalog/profile.ts';
import { boardPower, type BoardPower } from '../boardPower.ts';
import type { Measurement } from '../measurement.ts';
import { fitDecodeWatts, fitPrefillWatts } from '../powerFit.ts';
import { errorsOf, type Prediction } from '../predict.ts';
import { profileOf, type ProfileFit } from '../profileOf.ts';
import type { Relatives } from '../relatives.ts';
import { engineFacts } from './engines.ts';
import { isMixture, routingOf } from './mixture.ts';
import { fitLaw, type Law } from './lawFit.ts';
import { fitLawWatts, type LawWatts } from './power.ts';
import { ROUND_SD, roundLengths, withoutRound } from './roundLengths.ts';

/** Settings of the server that are not in the rows. */
export interface LawLimits {
  /** Tokens its cache has room for. */
  readonly room?: number;
  /** Sequences it takes at once. */
  readonly slots?: number;
  /** Tokens a step may take. */
  readonly budget?: number;
  readonly experts?: boolean;
  readonly cpu?: boolean;
}

/** Whether there are rows of several sequences at a time that can be simulated. */
export function needsLaw(rows: readonly Measurement[]): boolean {
  return rows.some(({ load, batch }) => load === 'log' || (load !== 'alone' && batch > 1));
}

export function fitLawProfile(
  rows: readonly Measurement[],
  relatives: Relatives,
  board: Board,
  facts: ModelFacts,
  limits: LawLimits,
): ProfileFit {
  const row = rows[0]!;
  const routing = routingOf(row.model);
  const cpu = limits.cpu ?? (board.processor === undefined ? null : board.processor === 'cpu');
  const law = fitLaw(withoutRound(rows), {
    experts: limits.experts ?? isMixture(row.model),
    cpu,
    ...(routing === undefined ? {} : { routing }),
    ...(limits.room === undefined ? {} : { room: limits.room }),
    ...(limits.slots === undefined ? {} : { slots: limits.slots }),
    ...(limits.budget === undefined ? {} : { budget: limits.budget }),
  });
  const { pace, budget, late } = law;
  const watts = fitLawWatts(rows, { pace, budget, late, slots: Infinity, room: Infinity });
  const inSample: Prediction[] = [...law.inSample, ...(watts?.inSample ?? [])];
  const crossed: Prediction[] = [...law.crossValidated, ...(watts?.crossed ?? [])];
  const power = powerOf(rows, watts, relatives, board);
  const profile = profileOf(rows, board, facts, {
    pace: withOutside(pace, row.engine, cpu),
    serving: { budget, late },
    power,
    fit: 'dense',
    errors: {
      inSample: errorsOf(inSample),
      crossValidated: crossed.length > 0 ? errorsOf(crossed) : null,
      heldOut: null,
    },
    uncertainty: uncertaintyOf(rows, law, power.sd),
    assumptions: lawWords(rows, law, cpu),
  });
  return { profile: withRoom(profile, facts, limits), power: power.assumptions, heldOut: crossed, inSample };
}

/** Measurements of a bare engine do not include the server: its usual overhead is assumed. */
function withOutside(pace: Profile['pace'], engine: string, cpu: boolean | null): Profile['pace'] {
  if (pace.prefill.outside !== undefined) return pace;
  return { ...pace, prefill: { ...pace.prefill, outside: engineFacts(engine, cpu).outside } };
}

/** Converts a cache size given in tokens to bytes; one byte per token if the model's is unknown. */
function withRoom(profile: Profile, facts: ModelFacts, { room }: LawLimits): Profile {
  if (room === undefined) return profile;
  const kvPerToken = kvBytesPerToken(facts) || 1;
  const { weights } = profile.memory;
  return { ...profile, memory: { weights, kvPerToken, usable: weights + room * kvPerToken } };
}

function powerOf(
  rows: readonly Measurement[],
  found: LawWatts | null,
  relatives: Relatives,
  board: Board,
): BoardPower {
  const own = found
    ? { decodeWatts: found.decode, prefillWatts: { watts: found.prefill, lostJoules: 0 } }
    : { decodeWatts: fitDecodeWatts(rows)?.watts ?? null, prefillWatts: fitPrefillWatts(rows) };
  const metered = rows.map((row) => ({ ...row, decodeWatts: row.decodeWatts ?? row.meanWatts }));
  const power = boardPower(own, rows[0]!, metered, relatives, board);
  const { watts, assumptions } = power;
  if (!found) return power;
  return {
    ...power,
    sd: Math.max(power.sd, found.sd),
    watts: { ...watts, decodePerSequence: 0 },
    assumptions: [
      ...assumptions.filter(({ about }) => about !== 'sequence'),
      {
        about: 'decode',
        text: 'power by share of time: idle, decoding, and reading prompts with or without decoding; a larger batch draws no more, as the rows show',
      },
    ],
  };
}

/** Uncertainty of a further sequence beyond the largest measured batch. */
const BEYOND = 0.3;

function uncertaintyOf(rows: readonly Measurement[], law: Law, powerSd: number): Uncertainty[] {
  return [
    { kind: 'logCovariance', of: law.coefficients, covariance: law.covariance },
    ...(roundLengths(rows) ? [{ kind: 'scale' as const, of: OF.lawPrefill, sd: ROUND_SD }] : []),
    { kind: 'scale', of: ['step.perSequence'], sd: BEYOND },
    { kind: 'scale', of: OF.power, sd: powerSd },
    { kind: 'scale', of: ['power.idle'], sd: 0.1 },
  ];
}

function lawWords(
  rows: readonly Measurement[],
  { form, budget, late, pace }: Law,
  cpu: boolean | null,
): string[] {
  const most = Math.max(...rows.map(({ batch }) => batch));
  const forms = {
    line: 'the time of a step is linear in the sequences that decode, with a value of its own for a single one',
    experts: `a step reads the experts that its sequences activate: their share saturates as the batch grows${pace.step.experts?.graphs === true ? '; a batch is padded to the next size of 1, 2, 4, 8, 16, 24, ..., for which the server has captured graphs, and the padding activates experts too' : ''}`,
    table:
      'steps of each batch as measured: no law fits them; beyond the largest, a further sequence costs as much as each one of it',
  };
  return given([
    forms[form],
    `a step takes up to ${budget} tokens: one for each that decodes, the rest for prompts (of the defaults of such servers, the one that fits the rows best)`,
    `a step that decodes and reads prompts takes the longer of the two plus ${Math.round((pace.overlap ?? 1) * 100)} % of the shorter${cpu === null ? ' (unknown what it computes on)' : ''}`,
    late &&
      'a request that arrives during a step joins the step after the next, as this server schedules ahead',
    `batches beyond ${most}: extrapolated; one row at 50 to 100 streams would settle it`,
    roundLengths(rows) &&
      'all prompts are multiples of 16, where kernels are fastest: other lengths take up to 15 % longer, and the uncertainty is widened by 10 %',
  ]);
}
