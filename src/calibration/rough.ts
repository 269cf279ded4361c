/** Makes a profile of one or two figures: the shape of a related profile, scaled to match them. */
import { given } from '../kernel/given.ts';
import { median } from 'simple-statistics';
import type { Board, ModelFacts } from '../catalog/board.ts';
import { OF, type Profile, type Uncertainty } from '../catalog/profile.ts';
import { log } from '../kernel/math.ts';
import { baseSeconds, prefillSeconds, type Pace } from '../kernel/pace.ts';
import { boardPower } from './boardPower.ts';
import { distinctPrompts } from './buildPrefill.ts';
import { tellsContext } from './buildStep.ts';
import { needsLaw } from './law/lawProfile.ts';
import { GOOD_LENGTHS, roundLengths } from './law/roundLengths.ts';
import { stepSeconds, usable, type Measurement } from './measurement.ts';
import { fitDecodeWatts } from './powerFit.ts';
import { errorsOf, predict, QUANTITIES } from './predict.ts';
import { profileOf, type ProfileFit } from './profileOf.ts';
import { familyOf, Relatives } from './relatives.ts';
import { stepOf } from './stepFit.ts';

/** Prompt lengths and decode speeds needed for a shape of its own. */
const FEWEST = 3;

/** Whether the rows are too few, or too alike, for a fit of their own. */
export function isRough(rows: readonly Measurement[]): boolean {
  if (needsLaw(rows)) return false;
  const speeds = rows.filter((row) => usable(row, 'speed') !== null);
  return distinctPrompts(rows) < FEWEST || speeds.length < FEWEST || !tellsContext(speeds);
}

/** Used if no profile is near: reading weights, and a little for each cached token. */
const PLAIN: Pace = {
  prefill: { fixed: 0.02, perToken: 1e-3, perTokenSquared: 3e-8, padTo: 1 },
  step: { fixed: 0.035, perSequence: 0.015, perCachedToken: 1e-6 },
};

/**
 * Errors of such profiles: every dense profile of the catalogue was made again from its times at 512 tokens in and 128
 * out alone, and compared with all of its lengths.
 */
const SD = { prefill: 0.3, step: 0.15, perSequence: 0.5 } as const;

export function fitRough(
  rows: readonly Measurement[],
  board: Board,
  facts: ModelFacts,
  profiles: readonly Profile[],
): ProfileFit {
  const row = rows[0]!;
  const near = nearest(rows, profiles);
  const pace = stretched(near?.pace ?? PLAIN, rows);
  const parts = { pace, decodeWatts: fitDecodeWatts(rows)?.watts ?? null, prefillWatts: null };
  const inSample = QUANTITIES.flatMap((quantity) => predict(parts, rows, quantity));
  const power = boardPower(parts, row, rows, new Relatives(rows, [facts]), board);
  const profile = profileOf(rows, board, facts, {
    pace,
    power,
    fit: 'rough',
    errors: { inSample: errorsOf(inSample), crossValidated: null, heldOut: null },
    uncertainty: uncertainties(power.sd, roundLengths(rows)),
    assumptions: given([
      near
        ? `its shape is that of ${near.name}, the nearest in speed of the same kind of engine: only its level was measured`
        : 'its shape is that of a plain machine: only its level was measured',
      `to measure the shape: llama-bench -p ${GOOD_LENGTHS} -n 64 -d 0,512,2048 -o jsonl`,
      roundLengths(rows) &&
        'all prompts are multiples of 16, where kernels are fastest: other lengths take up to 15 % longer',
    ]),
  });
  return { profile, power: power.assumptions, heldOut: [], inSample };
}

/** The profile of the same kind of engine whose speeds are nearest, in logarithms. */
function nearest(rows: readonly Measurement[], profiles: readonly Profile[]): Profile | null {
  const family = familyOf(rows[0]!.engine);
  const like = profiles.filter(({ fit, engine }) => fit === 'dense' && familyOf(engine) === family);
  let best: Profile | null = null;
  let least = Infinity;
  for (const profile of like) {
    const { prefill, step } = levels(profile.pace, rows);
    const away = Math.abs(log(prefill)) + Math.abs(log(step)) + (profile.board === rows[0]!.board ? 0 : 0.5);
    if (away >= least) continue;
    least = away;
    best = profile;
  }
  return best;
}

/** Median ratios of measured to predicted times. */
function levels(pace: Pace, rows: readonly Measurement[]): { prefill: number; step: number } {
  const prompts = rows.filter((row) => usable(row, 'ttft') !== null && row.prompt !== null);
  const speeds = rows.filter((row) => usable(row, 'speed') !== null);
  return {
    prefill: median(prompts.map((row) => row.ttft! / prefillSeconds(pace, row.prompt!))),
    step: median(speeds.map((row) => stepSeconds(row, row.speed!) / stepOf(pace.step, row))),
  };
}

function stretched(pace: Pace, rows: readonly Measurement[]): Pace {
  const { prefill, step } = levels(pace, rows);
  const { alone: _alone, experts: _experts, table: _table, ...line } = pace.step;
  const lone = baseSeconds(pace.step, 1);
  return {
    prefill: {
      ...pace.prefill,
      fixed: pace.prefill.fixed * prefill,
      perToken: pace.prefill.perToken * prefill,
      perTokenSquared: pace.prefill.perTokenSquared * prefill,
    },
    step: {
      fixed: (lone - line.perSequence) * step,
      perSequence: line.perSequence * step,
      perCachedToken: line.perCachedToken * step,
    },
  };
}

function uncertainties(power: number, round: boolean): Uncertainty[] {
  return [
    { kind: 'scale', of: OF.prefill, sd: round ? Math.hypot(SD.prefill, 0.1) : SD.prefill },
    { kind: 'scale', of: OF.step, sd: SD.step },
    { kind: 'scale', of: ['step.perSequence'], sd: SD.perSequence },
    { kind: 'scale', of: OF.power, sd: power },
    { kind: 'scale', of: ['power.idle'], sd: 0.1 },
  ];
}
