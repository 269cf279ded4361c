/** Makes a profile of its parts: what all fits fill in the same way. */
import { given } from '../kernel/given.ts';
import { kvBytesPerToken, type Board, type ModelFacts } from '../catalog/board.ts';
import type { Profile, ProfileRange, Range } from '../catalog/profile.ts';
import type { BoardPower, PowerAssumption } from './boardPower.ts';
import { profileName, usable, type Measurement } from './measurement.ts';
import type { Prediction } from './predict.ts';
import { roundedProfile } from './rounding.ts';

export interface ProfileFit {
  readonly profile: Profile;
  /** Those of its assumptions that are about power. */
  readonly power: readonly PowerAssumption[];
  /** Of the rows the fit did not see. */
  readonly heldOut: readonly Prediction[];
  readonly inSample: readonly Prediction[];
}

type ProfileParts = Pick<Profile, 'pace' | 'fit' | 'errors' | 'uncertainty' | 'assumptions' | 'serving'> & {
  readonly power: BoardPower;
};

export function profileOf(
  rows: readonly Measurement[],
  board: Board,
  facts: ModelFacts,
  { power, assumptions, ...parts }: ProfileParts,
): Profile {
  const row = rows[0]!;
  return roundedProfile({
    name: profileName(row),
    pace: parts.pace,
    power: power.watts,
    memory: {
      weights: facts.weights[row.quantisation] ?? 0,
      kvPerToken: kvBytesPerToken(facts),
      usable: board.usableBytes,
    },
    context: facts.context,
    ...(parts.serving === undefined ? {} : { serving: parts.serving }),
    board: row.board,
    model: row.model,
    quantisation: row.quantisation,
    engine: row.engine,
    mode: row.mode,
    isDefault: false,
    fit: parts.fit,
    quality: facts.quality,
    responsiveness: facts.responsiveness[row.board] ?? null,
    range: rangeOf(rows),
    errors: parts.errors,
    uncertainty: parts.uncertainty,
    powerScope: power.scope,
    powerRule: power.rule,
    sources: sourcesOf(rows),
    assumptions: given([
      ...assumptions,
      ...power.assumptions.map(({ text }) => text),
      rows.some(({ prompt }) => prompt === null) &&
        'some rows do not state their lengths: short ones (up to 512 tokens) are assumed',
      facts.layers === 0 && Boolean(facts.weights[row.quantisation]) && CACHE_UNKNOWN,
      `memory left for the model: ${board.usableWhy}`,
    ]),
  });
}

/** For a model whose layers are unknown, unless its cache is given. */
export const CACHE_UNKNOWN = 'the cache per token is unknown: memory is not limited';

/** Assumed if the rows have no lengths. */
const UNSTATED: Range = [16, 512];

function rangeOf(rows: readonly Measurement[]): ProfileRange {
  const used = rows.filter((row) => usable(row, 'ttft') !== null || usable(row, 'speed') !== null);
  const span = (values: readonly number[]): Range =>
    values.length > 0 ? [Math.min(...values), Math.max(...values)] : UNSTATED;
  const known = (pick: (row: Measurement) => number | null): number[] =>
    used.map(pick).filter((value) => value !== null);
  const cached = span(known((row) => row.prompt));
  const read = known((row) => (row.filled ? null : row.prompt));
  const output = span(known((row) => row.output));
  return {
    prompt: read.length > 0 ? span(read) : cached,
    output,
    context: [cached[0], cached[1] + output[1]],
    batch: span(known((row) => row.batch)),
  };
}

function sourcesOf(rows: readonly Measurement[]): { text: string; licence: string }[] {
  // The user's own file is named without its folder.
  const text = ({ source, file }: Measurement): string =>
    source === file ? file.split(/[\\/]/).at(-1)! : source;
  const seen = new Map(
    rows.map((row) => [`${text(row)}|${row.licence}`, { text: text(row), licence: row.licence }]),
  );
  return [...seen.values()];
}
