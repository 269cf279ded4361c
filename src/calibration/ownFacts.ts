/** The board and the model of a user's own measurements: from the catalogue if known, else from the files. */
import { median } from 'simple-statistics';
import { boardWatts, scopeRule, type Board, type ModelFacts, type ScopeRule } from '../catalog/board.ts';
import type { Profile } from '../catalog/profile.ts';
import type { GivenWatts } from './givenWatts.ts';
import type { Measurement } from './measurement.ts';

const PLAIN: Omit<ScopeRule, 'contains'> = {
  slope: 1,
  offset: 0,
  sd: 0.1,
  rule: 'taken as the meter read it (assumed)',
  assumed: true,
};
const UNLIMITED_BYTES = 1e15;

/** The known board with the idle power just measured, else a board made of what the files say. */
export function boardOf(
  row: Measurement,
  rows: readonly Measurement[],
  { boards, watts }: { readonly boards?: readonly Board[]; readonly watts?: GivenWatts },
): Board {
  const known = boards?.find(({ id }) => id === row.board);
  const board: Board = {
    ...(known ?? {
      id: row.board,
      title: row.board,
      usableBytes: UNLIMITED_BYTES,
      usableWhy: 'not known, taken as no limit',
      engines: [row.engine],
      modes: [row.mode],
      idle: {},
      idleWhy: 'not measured',
    }),
    scopes: [...(known?.scopes ?? []), { contains: '', ...PLAIN }],
  };
  const idle = rows.filter((each) => each.idleWatts !== null);
  if (watts) return { ...board, idle: { [row.mode]: watts.idle }, idleWhy: 'as given' };
  if (idle.length > 0) {
    const rule = scopeRule(board, idle[0]!.powerScope)!;
    const watts = boardWatts(rule, median(idle.map((each) => each.idleWatts!)));
    return {
      ...board,
      idle: { [row.mode]: watts },
      idleWhy: 'measured between the requests, by the rule for the board',
    };
  }
  if (Object.keys(board.idle).length > 0) return board;
  const least = Math.min(...rows.flatMap((each) => each.decodeWatts ?? []));
  return {
    ...board,
    idle: { [row.mode]: 0.3 * least },
    idleWhy: 'not measured: 30 % of the decode power is taken',
  };
}

/** The known model, else what the files and the options say of it. */
export function factsOf(
  row: Measurement,
  rows: readonly Measurement[],
  {
    models,
    memory,
  }: { readonly models?: readonly ModelFacts[]; readonly memory?: Partial<Profile['memory']> },
): ModelFacts {
  const known = models?.find(({ id }) => id === row.model);
  const weights = memory?.weights ?? rows.find((each) => each.weights !== undefined)?.weights;
  if (known)
    return { ...known, weights: { ...known.weights, ...(weights ? { [row.quantisation]: weights } : {}) } };
  return {
    id: row.model,
    parameters: rows.find((each) => each.parameters !== undefined)?.parameters ?? 1,
    layers: 0,
    kvHeads: 0,
    headDim: 0,
    context: 32768,
    weights: { [row.quantisation]: weights ?? 0 },
    quality: null,
    responsiveness: {},
  };
}
