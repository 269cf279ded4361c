/** Watts of the whole board for a profile: its own, or those of a relative on the board, by the rule for what was metered. */
import { boardWatts, scopeRule, type Board, type ScopeRule } from '../catalog/board.ts';
import type { Profile } from '../catalog/profile.ts';
import { profileName, usable, type Measurement } from './measurement.ts';
import { fitDecodeWatts } from './powerFit.ts';
import type { Predictor } from './predict.ts';
import type { Relatives } from './relatives.ts';

export interface BoardPower {
  readonly watts: Profile['power'];
  readonly sd: number;
  readonly scope: string;
  readonly rule: string;
  readonly assumptions: readonly PowerAssumption[];
}

/** An assumption, and what it is about: it no longer holds once that is measured or given. */
export interface PowerAssumption {
  readonly about: 'whole' | 'idle' | 'prefill' | 'decode' | 'sequence';
  readonly text: string;
}

export function boardPower(
  parts: Pick<Predictor, 'decodeWatts' | 'prefillWatts'>,
  row: Measurement,
  rows: readonly Measurement[],
  relatives: Relatives,
  board: Board,
): BoardPower {
  const assumptions: PowerAssumption[] = [];
  let from = rows.filter((each) => usable(each, 'decodeWatts') !== null);
  let decode = parts.decodeWatts;
  if (decode === null || from.length === 0) {
    from = [...relatives.powered(row)];
    decode = fitDecodeWatts(from)?.watts ?? null;
    if (decode === null) return stated(row, board);
    assumptions.push({ about: 'decode', text: `decode power as measured on ${profileName(from[0]!)}` });
  }
  const rule = ruleOf(board, from[0]!.powerScope);
  const idle = board.idle[row.mode] ?? Math.min(...Object.values(board.idle));
  const decodeWatts = boardWatts(rule, decode);
  const prefillWatts = parts.prefillWatts ? boardWatts(rule, parts.prefillWatts.watts) : decodeWatts;
  if (!parts.prefillWatts)
    assumptions.push({ about: 'prefill', text: 'prefill power was not measured: decode power is used' });
  if (rule.assumed) assumptions.push({ about: 'whole', text: `watts of the whole board: ${rule.rule}` });
  assumptions.push(
    { about: 'idle', text: `idle power: ${board.idleWhy}` },
    { about: 'sequence', text: 'each further sequence adds 1 % of the power above idle (assumed)' },
  );
  return {
    watts: {
      idle,
      prefill: prefillWatts,
      decode: decodeWatts,
      decodePerSequence: 0.01 * (decodeWatts - idle),
    },
    sd: rule.sd,
    scope: from[0]!.powerScope,
    rule: rule.rule,
    assumptions,
  };
}

/** For a board on which no model was metered: what is known of its power, or assumed. */
function stated(row: Measurement, board: Board): BoardPower {
  const decode = board.loadWatts?.[row.mode];
  const idle = board.idle[row.mode];
  if (decode === undefined || idle === undefined)
    throw new RangeError(`${profileName(row)}: no power on this board to take`);
  return {
    watts: { idle, prefill: decode, decode, decodePerSequence: 0 },
    sd: 0.3,
    scope: 'not measured',
    rule: 'watts of the whole board under load, assumed: the source has no power',
    assumptions: [
      { about: 'decode', text: `power ${decode} W under load (assumed: no model was metered on this board)` },
      { about: 'idle', text: `idle power: ${board.idleWhy}` },
    ],
  };
}

export function ruleOf(board: Board, scope: string): ScopeRule {
  const rule = scopeRule(board, scope);
  if (!rule)
    throw new RangeError(`${board.id}: no rule brings the power scope "${scope}" to the whole board`);
  return rule;
}
