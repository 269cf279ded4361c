/** Makes profiles of a user's own measurements: reads, checks, fits and judges them. */
import { group } from 'd3-array';
import type { Profile } from '../catalog/profile.ts';
import type { LawLimits } from './law/lawProfile.ts';
import { GOOD_LENGTHS } from './law/roundLengths.ts';
import { GIVEN, withGivenWatts, type GivenWatts } from './givenWatts.ts';
import { profileName, usable, type BrokenRow, type Measurement } from './measurement.ts';
import { fitProfile } from './profileFit.ts';
import { CACHE_UNKNOWN, type ProfileFit } from './profileOf.ts';
import { readFiles, type FileKind, type NamedText } from './read.ts';
import { boardName, engineName, isSparse, kindOfModel } from './names.ts';
import { Relatives } from './relatives.ts';
import { fitRough, isRough } from './rough.ts';
import type { Board, ModelFacts } from '../catalog/board.ts';
import { boardOf, factsOf } from './ownFacts.ts';
import { CalibrationError, type CalibrationProblem } from './calibrationError.ts';
import { verdict, type TrustVerdict } from './verdict.ts';

/** Facts that the files do not contain. */
export interface CalibrationOptions {
  /** Used where the files do not contain them, and in place of theirs. */
  readonly board?: string;
  readonly model?: string;
  readonly quantisation?: string;
  readonly engine?: string;
  readonly mode?: string;
  /** Lengths of the requests, if they are not in the files. */
  readonly promptTokens?: number;
  readonly outputTokens?: number;
  /** Leave out rows that cannot be read instead of refusing. */
  readonly skipBroken?: boolean;
  /** Watts of the whole board, in place of the power in the files. */
  readonly watts?: GivenWatts;
  /** In bytes, if they are not known. */
  readonly memory?: Partial<Profile['memory']>;
  readonly context?: number;
  readonly quality?: number;
  readonly boards?: readonly Board[];
  readonly models?: readonly ModelFacts[];
  /** Profiles to take the shape from if the files have only one or two figures. */
  readonly relatives?: readonly Profile[];
  /** Settings of the server: size of its cache in tokens, sequences at once, tokens per step. */
  readonly server?: Pick<LawLimits, 'room' | 'slots' | 'budget'>;
  /** Whether the model is a mixture of experts. Default: inferred from its name. */
  readonly experts?: boolean;
  /** The processor. Default: that of the board if known. */
  readonly processor?: 'cpu' | 'gpu' | 'npu';
}

/** A profile, its errors, and how far it can be trusted. */
export interface Calibrated extends ProfileFit {
  readonly verdict: TrustVerdict;
  readonly rows: readonly Measurement[];
}

/** The result of fitting measurement files. */
export interface Calibration {
  readonly profiles: readonly Calibrated[];
  readonly kinds: readonly { readonly file: string; readonly kind: FileKind }[];
  /** Rows left out because they were not readable. */
  readonly skipped: readonly BrokenRow[];
  /** Rows read but not used in full, each with its reason. */
  readonly setAside: readonly Measurement[];
}

/**
 * Throws a RangeError, one line per problem, for rows that cannot be read and for fits that cannot be made.
 *
 * @example
 * ```ts
 * import { calibrate } from 'edgewise';
 *
 * const bench = [
 *   ...[31, 101, 383].map((n) => ({ n_prompt: n, n_gen: 0, avg_ts: 400 })),
 *   ...[0, 512, 4096].map((n_depth) => ({ n_prompt: 0, n_gen: 128, n_depth, avg_ts: 20 - n_depth / 1000 })),
 * ].map((row) => JSON.stringify({ model_type: 'qwen2 3B Q4_K - Medium', ...row }));
 * const { profiles } = calibrate([{ name: 'bench.jsonl', text: bench.join('\n') }], {
 *   board: 'desk',
 *   mode: '25w',
 *   watts: { idle: 6, decode: 12 },
 * });
 * console.log(profiles[0].profile.name); // desk/qwen2-3b-q4-llamacpp-25w
 * console.log(profiles[0].verdict.doubt.length > 0); // true
 * ```
 */
export function calibrate(files: readonly NamedText[], options: CalibrationOptions = {}): Calibration {
  const { measurements, broken, kinds } = readFiles(files);
  if (broken.length > 0 && !options.skipBroken)
    throw new CalibrationError(
      broken.map(({ file, line, message }) => ({ text: `${file}:${line}: ${message}`, broken: true })),
    );
  const rows = measurements.map((row) => named(row, options));
  const groups = group(rows, profileName);
  if (groups.size === 0) throw new RangeError('no measurement in the files');
  const missing = [...groups.values()].flatMap((group) => lacking(group, options));
  if (missing.length > 0) throw new CalibrationError(missing);
  return {
    profiles: [...groups.values()].map((group) => fitGroup(group, options)),
    kinds,
    skipped: broken,
    setAside: rows.filter((row) => row.setAside.length > 0),
  };
}

function named(row: Measurement, options: CalibrationOptions): Measurement {
  return {
    ...row,
    board: boardName(options.board ?? row.board, options.boards ?? []),
    model: options.model ?? row.model,
    quantisation: options.quantisation ?? row.quantisation,
    engine: engineName(options.engine ?? row.engine),
    mode: options.mode ?? (row.mode || 'default'),
    prompt: row.prompt ?? options.promptTokens ?? null,
    output: row.output ?? options.outputTokens ?? null,
  };
}

/** The command that measures what a profile needs, at lengths that are not the fastest. */
const MEASURE = `llama-bench -p ${GOOD_LENGTHS} -n 64 -d 0,512,2048 -o jsonl`;

function metered(row: Measurement): boolean {
  return usable(row, 'decodeWatts') !== null || row.meanWatts !== null;
}

/** What is still missing for a fit. */
function lacking(rows: readonly Measurement[], options: CalibrationOptions): CalibrationProblem[] {
  const { model, file } = rows[0]!;
  const name = model === '' ? file : profileName(rows[0]!).replace(/^\//, '');
  const problems: CalibrationProblem[] = [];
  for (const field of ['board', 'model', 'quantisation', 'engine'] as const)
    if (rows[0]![field] === '') problems.push({ text: `${name}: ${field} is not in the files:`, say: field });
  if (rows.every((row) => usable(row, 'ttft') === null))
    problems.push({ text: `${name}: no time to first token that can be used: measure with ${MEASURE}` });
  if (rows.every((row) => usable(row, 'speed') === null))
    problems.push({ text: `${name}: no decode speed that can be used: measure with ${MEASURE}` });
  if (!options.watts && !rows.some(metered) && !boardWattsKnown(rows[0]!, options))
    problems.push({
      text: `${name}: no power while decoding: lay a log of watts beside the files (tegrastats, or a table of time and watts), add power_w and idle_w columns, or`,
      say: 'watts',
    });
  return problems;
}

/** Load and idle power of a known board in this mode, as metered by others. */
function boardWattsKnown(
  { board, mode }: Measurement,
  { boards }: CalibrationOptions,
): GivenWatts | undefined {
  const known = boards?.find(({ id }) => id === board);
  const decode = known?.loadWatts?.[mode] ?? known?.loadWatts?.[known.modes[0]!];
  const idle = known?.idle[mode] ?? known?.idle[known.modes[0]!];
  return decode === undefined || idle === undefined ? undefined : { idle, decode };
}

function limitsOf({ board, model }: Measurement, options: CalibrationOptions): LawLimits {
  const { server, experts, processor, boards, models } = options;
  const on = processor ?? boards?.find(({ id }) => id === board)?.processor;
  const known = kindOfModel(model, models ?? []);
  return {
    ...server,
    ...(experts === undefined ? known && { experts: isSparse(known) } : { experts }),
    ...(on === undefined ? {} : { cpu: on === 'cpu' }),
  };
}

function fitGroup(rows: readonly Measurement[], options: CalibrationOptions): Calibrated {
  const row = rows[0]!;
  const facts = factsOf(row, rows, options);
  const watts = options.watts ?? boardWattsKnown(row, options);
  const given = watts && !rows.some(metered) ? watts : options.watts;
  const powered = given
    ? rows.map((each) => ({
        ...each,
        powerScope: GIVEN,
        decodeWatts: given.decode,
        prefillWatts: null,
        meanWatts: null,
      }))
    : rows;
  const board = boardOf(row, powered, options);
  const fitted = isRough(powered)
    ? fitRough(powered, board, facts, options.relatives ?? [])
    : fitProfile(powered, new Relatives(powered, [facts]), board, facts, limitsOf(row, options));
  const { memory } = options;
  const between = options.relatives?.find(({ betweenLabs }) => betweenLabs?.labs === 1)?.betweenLabs;
  const fit = given ? withGivenWatts(fitted, given, rows) : fitted;
  const profile: Profile = {
    ...fit.profile,
    isDefault: true,
    // The user is a single lab: the spread between labs is only known from others.
    ...(between && { betweenLabs: between }),
    memory: { ...fit.profile.memory, ...memory },
    context: options.context ?? fit.profile.context,
    quality: options.quality ?? fit.profile.quality,
    assumptions: [
      ...fit.profile.assumptions.filter((one) => one !== CACHE_UNKNOWN),
      ...(facts.layers === 0 && memory?.kvPerToken === undefined ? [CACHE_UNKNOWN] : []),
    ],
  };
  return { ...fit, profile, verdict: verdict(profile), rows };
}
