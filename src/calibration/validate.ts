/** Compares profiles with measurements not used in their fits, and with the paper's energies. */
import { prefillSeconds, decodeSeconds } from '../kernel/pace.ts';
import type { Profile } from '../catalog/profile.ts';
import { relativeError, summarise } from './errorSummary.ts';
import type { ErrorSummary } from '../catalog/profile.ts';
import type { Compiled } from './compile.ts';
import type { Prediction } from './predict.ts';
import { stepOf } from './stepFit.ts';
import { buildStep } from './buildStep.ts';
import { stepSeconds, type Quantity } from './measurement.ts';

/** The profiles whose grids are dense enough for the stated aims. */
export const GRIDS: RegExp = /^agx-orin-64gb.*bf16-vllm|bonsai/;

/** Target median errors on rows not used in the fit. */
export const AIMS: Readonly<Partial<Record<Quantity, number>>> = {
  ttft: 0.05,
  speed: 0.03,
  decodeWatts: 0.1,
};

export interface ValidationRow {
  readonly profile: string;
  readonly quantity: Quantity;
  readonly errors: ErrorSummary;
  readonly aim: number | null;
  readonly holds: boolean | null;
  readonly worst: WorstRow;
}

interface WorstRow {
  readonly prompt: number | null;
  readonly output: number | null;
  readonly batch: number;
  readonly predicted: number;
  readonly measured: number;
  readonly error: number;
  readonly file: string;
  readonly line: number;
  readonly explanation: string;
}

/** One row per dense profile and quantity that has held-out measurements. */
export function validateMeasurements({ fits }: Pick<Compiled, 'fits'>): ValidationRow[] {
  return fits
    .filter(({ profile }) => profile.fit === 'dense')
    .flatMap(({ profile, heldOut }) =>
      (['ttft', 'speed', 'decodeWatts', 'prefillWatts'] as const).flatMap((quantity) => {
        const rows = heldOut.filter((each) => each.quantity === quantity);
        const errors = summarise(rows);
        if (!errors) return [];
        const aim = GRIDS.test(profile.name) ? (AIMS[quantity] ?? null) : null;
        return [
          {
            profile: profile.name,
            quantity,
            errors,
            aim,
            holds: aim === null ? null : errors.median <= aim,
            worst: worstOf(rows, profile),
          },
        ];
      }),
    );
}

function worstOf(rows: readonly Prediction[], profile: Profile): WorstRow {
  const worst = rows.reduce((a, b) => (Math.abs(relativeError(b)) > Math.abs(relativeError(a)) ? b : a));
  const { row, predicted, measured } = worst;
  return {
    prompt: row.prompt,
    output: row.output,
    batch: row.batch,
    predicted,
    measured,
    error: relativeError(worst),
    file: row.file,
    line: row.line,
    explanation: explain(worst, profile),
  };
}

const NO_REASON = 'nothing in the source says why';

/** Why a row is missed, as far as it can be inferred. */
function explain({ row, quantity, predicted, measured }: Prediction, profile: Profile): string {
  const error = predicted / measured - 1;
  if (Math.abs(error) < SCATTER) return 'within the scatter of the source';
  if (row.board.startsWith('raspberry')) return 'the source says its runs were throttled by heat';
  const { padTo } = profile.pace.prefill;
  if (quantity === 'ttft') {
    if (padTo > 1 && row.prompt !== null && row.prompt % padTo === 0)
      return `the only prompt that fills its block of ${padTo} exactly; the other prompts are just above a multiple, so the fit has no data on full blocks`;
    if (error > 0 && row.prompt === profile.range?.prompt[1])
      return 'the longest prompt was faster than shorter ones in the source; the engine may have split it';
    return `${error < 0 ? 'slower' : 'faster'} than the curve through the other prompts; ${NO_REASON}`;
  }
  if (quantity === 'speed') return `runs of equal lengths differ by as much here; ${NO_REASON}`;
  return row.powerScope.includes('implied')
    ? 'this power was computed from rounded tokens per second and per joule'
    : 'the meter was read once a second, so the power of a short run depends on when it was read';
}

const SCATTER = 0.03;

export interface PaperEnergy {
  readonly platform: string;
  readonly profile: string;
  /** Joules per response derived from the paper's cost and 25 cents per kilowatt-hour. */
  readonly paper: number;
  readonly joules: number;
  readonly error: number;
  readonly within: boolean;
  /** Output tokens at which the energy would be the paper's. */
  readonly outputNeeded: number;
  readonly line: string;
}

const PAPER_PROMPT = 100;
const PAPER_OUTPUT = 225;
const TOLERANCE = 0.1;

const PAPER = [
  { platform: 'AGX Orin, Qwen2.5 7B', profile: 'agx-orin-64gb/qwen2.5-7b-q4-llamacpp-maxn', joules: 590 },
  { platform: 'AGX Orin, Qwen2.5 3B', profile: 'agx-orin-64gb/qwen2.5-3b-q4-llamacpp-maxn', joules: 360 },
  {
    platform: 'Orin Nano, Qwen2.5 3B',
    profile: 'orin-nano-8gb/qwen2.5-3b-q4-llamacpp-original15w',
    joules: 245,
  },
] as const;

/** Energy one response takes on a board that serves it alone, idle time not counted. */
export function responseJoules(
  { pace, power }: Pick<Profile, 'pace' | 'power'>,
  prompt: number,
  output: number,
): number {
  return prefillSeconds(pace, prompt) * power.prefill + decodeSeconds(pace, prompt, output) * power.decode;
}

export function validatePaper(find: (name: string) => Profile): PaperEnergy[] {
  return PAPER.map(({ platform, profile: name, joules: paper }) => {
    const profile = find(name);
    const joules = responseJoules(profile, PAPER_PROMPT, PAPER_OUTPUT);
    const error = joules / paper - 1;
    const within = Math.abs(error) <= TOLERANCE;
    const outputNeeded = outputFor(profile, paper);
    const watts = profile.power.decode / (1 + error);
    const line = within
      ? `${platform}: ${joules.toFixed(0)} J at ${PAPER_PROMPT} tokens in and ${PAPER_OUTPUT} out, the paper's ${paper} J within ${TOLERANCE * 100} %`
      : `${platform}: ${joules.toFixed(0)} J at ${PAPER_PROMPT} tokens in and ${PAPER_OUTPUT} out, ${(error * 100).toFixed(0)} % off the paper's ${paper} J; to match the paper, one of these assumptions would have to change: ${outputNeeded} output tokens instead of ${PAPER_OUTPUT} (which follow from the price of GPT-4's answers, not from this model's), or ${watts.toFixed(0)} W of the board instead of ${profile.power.decode.toFixed(0)} W, or a decode speed ${(100 / (1 + error) - 100).toFixed(0)} % slower`;
    return { platform, profile: name, paper, joules, error, within, outputNeeded, line };
  });
}

function outputFor(profile: Profile, joules: number): number {
  let output = 1;
  while (output < 100_000 && responseJoules(profile, PAPER_PROMPT, output) < joules) output++;
  return output;
}

export interface SpeedUp {
  readonly profile: string;
  readonly streams: number;
  readonly measured: number;
  /** By the profile, which was fitted to this row among others: it shows how well the form fits, not that it predicts. */
  readonly fitted: number;
  readonly fittedError: number;
  /** By what the profile would be had no batch been measured. */
  readonly unseen: number;
  readonly unseenError: number;
}

/** How much more all streams together get than one, by the step times alone, wherever both were measured alike. */
export function validateSpeedUps({ fits }: Pick<Compiled, 'fits'>): SpeedUp[] {
  return fits
    .flatMap(({ profile, inSample, heldOut }) => {
      const rows = [...inSample, ...heldOut].flatMap(({ row, quantity }) =>
        quantity === 'speed' && row.load === 'alone' ? [row] : [],
      );
      const alone = rows.filter(({ batch }) => batch === 1);
      if (rows.length === 0) return [];
      const most = rows.reduce((a, b) => (b.batch > a.batch ? b : a), rows[0]!);
      const one = alone.find(({ prompt, output }) => prompt === most.prompt && output === most.output);
      if (most.batch === 1 || !one) return [];
      const { step } = profile.pace;
      const without = buildStep(alone, () => ({ value: step.perCachedToken, why: '' })).step;
      const measured = (most.batch * stepSeconds(one, one.speed!)) / stepSeconds(most, most.speed!);
      const [fitted, unseen] = [step, without].map(
        (by) => (most.batch * stepOf(by, one)) / stepOf(by, most),
      ) as [number, number];
      return [
        {
          profile: profile.name,
          streams: most.batch,
          measured,
          fitted,
          fittedError: fitted / measured - 1,
          unseen,
          unseenError: unseen / measured - 1,
        },
      ];
    })
    .sort((a, b) => b.measured - a.measured);
}
