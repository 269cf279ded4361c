/** Derives a profile without measurements from a measured one, by stated factors. */
import { NO_ERRORS, OF, type Profile, type Uncertainty } from '../catalog/profile.ts';
import { decodeSeconds } from '../kernel/pace.ts';
import type { Relatives } from './relatives.ts';
import { measurement, profileName } from './measurement.ts';
import { fitDecodeWatts } from './powerFit.ts';
import { ruleOf } from './boardPower.ts';
import { STATED } from './profileFit.ts';
import { roundedProfile } from './rounding.ts';
import { boardWatts, kvBytesPerToken, type Board, type ModelFacts } from '../catalog/board.ts';
import type { Derivation, Factor } from './derivation.ts';

/** Lengths at which two profiles' step times are compared. */
const PROMPT = 100;
const OUTPUT = 225;

export function deriveProfile(
  derivation: Derivation,
  known: (name: string) => Profile,
  relatives: Relatives,
  board: Board,
  boardOf: (id: string) => Board,
): Profile {
  const from = known(derivation.from);
  const facts = relatives.facts(derivation.model)!;
  const origin = relatives.facts(from.model)!;
  const size = { derivation, from, facts, origin, boards: [boardOf(from.board), board] as const };
  const steps = factor(derivation.step, size, 'step', known, relatives);
  const prompts = factor(derivation.prefill, size, 'ttft', known, relatives);
  const cache = kvBytesPerToken(origin) > 0 ? kvBytesPerToken(facts) / kvBytesPerToken(origin) : 1;
  const slower = ['mode', 'bandwidth'].includes(derivation.step.kind) ? steps.value : 1;
  const { step, prefill } = from.pace;
  const power = powerOf(derivation, from, relatives, board);
  const uncertainty: Uncertainty[] = [
    { kind: 'scale', of: OF.prefill, sd: STATED.borrowed },
    { kind: 'scale', of: OF.step, sd: STATED.borrowed },
    { kind: 'scale', of: OF.power, sd: power.sd },
    { kind: 'scale', of: ['power.idle'], sd: STATED.idle },
  ];
  return roundedProfile({
    ...from,
    name: profileName(derivation),
    pace: {
      prefill: {
        ...prefill,
        perToken: prefill.perToken * prompts.value,
        perTokenSquared: prefill.perTokenSquared * prompts.value,
      },
      step: {
        fixed: step.fixed * steps.value,
        perSequence: step.perSequence * steps.value,
        perCachedToken: step.perCachedToken * cache * slower,
      },
    },
    power: power.watts,
    memory: {
      weights: facts.weights[derivation.quantisation] ?? 0,
      kvPerToken: kvBytesPerToken(facts),
      usable: board.usableBytes,
    },
    context: facts.context,
    model: derivation.model,
    quantisation: derivation.quantisation,
    engine: derivation.engine,
    mode: derivation.mode,
    board: derivation.board,
    isDefault: false,
    fit: 'derived',
    quality: facts.quality,
    responsiveness: facts.responsiveness[derivation.board] ?? null,
    errors: { inSample: NO_ERRORS, crossValidated: null, heldOut: null },
    uncertainty,
    powerScope: power.scope,
    powerRule: power.rule,
    assumptions: [
      `derived from ${from.name}: ${derivation.why}`,
      `decode step times ${steps.value.toFixed(3)} (${steps.why})`,
      `prefill per token times ${prompts.value.toFixed(3)} (${prompts.why}); seconds before it unchanged`,
      `cost of a cached token by bytes of cache per token${slower === 1 ? '' : ' and the same ratio'}`,
      ...power.assumptions,
      ...from.assumptions,
    ],
  });
}

interface Size {
  readonly derivation: Derivation;
  readonly from: Profile;
  readonly facts: ModelFacts;
  readonly origin: ModelFacts;
  /** The board it is derived from, and its own. */
  readonly boards: readonly [Board, Board];
}

function factor(
  rule: Factor,
  { derivation, from, facts, origin, boards }: Size,
  quantity: 'step' | 'ttft',
  known: (name: string) => Profile,
  relatives: Relatives,
): { value: number; why: string } {
  switch (rule.kind) {
    case 'same':
      return { value: 1, why: 'the same' };
    case 'weights': {
      const weights = facts.weights[derivation.quantisation]!;
      return {
        value: weights / origin.weights[from.quantisation]!,
        why: 'bytes of the weights read per step',
      };
    }
    case 'parameters':
      return { value: facts.parameters / origin.parameters, why: 'parameters' };
    case 'bandwidth':
    case 'compute': {
      const { kind } = rule as { readonly kind: 'bandwidth' | 'compute' };
      const [a, b] = boards.map((each) => each[kind]) as [number | undefined, number | undefined];
      if (a === undefined || b === undefined)
        throw new RangeError(`no ${kind} is known of ${derivation.board} or ${from.board}`);
      const of = kind === 'bandwidth' ? 'memory bandwidth' : 'operations a second';
      return { value: a / b, why: `${of} of the two boards` };
    }
    case 'mode': {
      const own = relatives.modeRatio(derivation.board, quantity, rule.from, rule.to);
      const value = own ?? relatives.modeRatio(derivation.board, 'step', rule.from, rule.to);
      if (value === null) throw new RangeError(`no model was measured in both ${rule.from} and ${rule.to}`);
      const of =
        own === null ? 'the decode step, as there is no time to first token in both,' : 'what was measured';
      return {
        value,
        why: `median ratio of the ${rule.to} to the ${rule.from} mode, of ${of} over models in both`,
      };
    }
    case 'steps': {
      const seconds = (name: string): number => decodeSeconds(known(name).pace, PROMPT, OUTPUT);
      return {
        value: seconds(rule.of) / seconds(rule.over),
        why: `ratio of the measured steps of ${rule.of} and ${rule.over}`,
      };
    }
  }
}

function powerOf(
  derivation: Derivation,
  from: Profile,
  relatives: Relatives,
  board: Board,
): { watts: Profile['power']; sd: number; scope: string; rule: string; assumptions: string[] } {
  if (derivation.board === from.board && derivation.mode === from.mode) {
    const rule = ruleOf(board, from.powerScope);
    return {
      watts: from.power,
      sd: rule.sd + 0.05,
      scope: from.powerScope,
      rule: from.powerRule,
      assumptions: [`power as ${from.name}`],
    };
  }
  const rows = relatives.powered(
    measurement({ ...derivation, mode: derivation.powerMode ?? derivation.mode, file: '', line: 0 }),
  );
  const fitted = fitDecodeWatts(rows);
  if (!fitted) {
    const { loadWatts, idle, idleWhy } = board;
    const [load, rest] = [loadWatts?.[derivation.mode], idle[derivation.mode]];
    if (load === undefined || rest === undefined)
      throw new RangeError(`${profileName(derivation)}: no power on this board to take`);
    return {
      watts: { idle: rest, prefill: load, decode: load, decodePerSequence: 0 },
      sd: 0.3,
      scope: 'not measured',
      rule: 'watts of the whole board under load, assumed: the source has no power',
      assumptions: [`power ${load} W under load (assumed)`, `idle power: ${idleWhy}`],
    };
  }
  const rule = ruleOf(board, rows[0]!.powerScope);
  const idle = board.idle[derivation.mode] ?? from.power.idle;
  const watts = boardWatts(rule, fitted.watts);
  return {
    watts: { idle, prefill: watts, decode: watts, decodePerSequence: 0.01 * (watts - idle) },
    sd: rule.sd + 0.05,
    scope: rows[0]!.powerScope,
    rule: rule.rule,
    assumptions: [`power as measured on ${profileName(rows[0]!)}; decode power is used for prefill`],
  };
}
