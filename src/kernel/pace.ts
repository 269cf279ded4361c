import { exp } from './math.ts';
import * as places from './places.ts';
import type { Requests } from './requests.ts';

const { OUTPUT, PROMPT } = places;

/** Seconds for one decode step of b sequences with c cached tokens in all: a base that depends on b alone, + perCachedToken c. */
export interface StepPace {
  /** The base: fixed + perSequence b, unless one of the forms below says otherwise. */
  readonly fixed: number;
  readonly perSequence: number;
  readonly perCachedToken: number;
  /** The base of a lone sequence, where it is not on the line of the others. */
  readonly alone?: number;
  /**
   * A mixture of experts: a step reads those its sequences wake, `seconds` for all of them and half of that at
   * 0.69 `sequences`: seconds (1 - e^(-b / sequences)) more than the line.
   */
  readonly experts?: {
    readonly seconds: number;
    readonly sequences: number;
    /** Whether a batch is filled up to the next size of `graphSize`: what fills it wakes experts too. */
    readonly graphs?: boolean;
  };
  /** Bases as measured, of 1, 2, 3, ... sequences, instead of the line; beyond the last each further one adds perSequence. */
  readonly table?: readonly number[];
}

/** How fast a device works: seconds for a prompt, seconds for one decode step. */
export interface Pace {
  /**
   * Seconds for a prompt of I tokens: fixed + perToken e + perTokenSquared e^2, where e is I rounded up to a multiple
   * of `padTo` for `padShare` of the work (all of it when not said) and I itself for the rest.
   */
  readonly prefill: {
    readonly fixed: number;
    readonly perToken: number;
    readonly perTokenSquared: number;
    readonly padTo: number;
    readonly padShare?: number;
    /** Seconds more for every step that reads any prompt; a prompt read in one go takes one such step. */
    readonly perStep?: number;
    /** Seconds of every request that keep nobody else waiting: the server around the engine, before the prompt is read. */
    readonly outside?: number;
  };
  readonly step: StepPace;
  /**
   * What a step that both decodes and reads prompts takes: the longer of the two and this share of the shorter. 1, the
   * sum, when not said; on a GPU about a half.
   */
  readonly overlap?: number;
}

/** How a server goes about its steps, as it was measured; what a device says of itself comes first. */
export interface Serving {
  /** Tokens a step takes: one for each sequence that decodes, the rest for prompts. */
  readonly budget: number;
  /** Whether a request that comes during a step joins one step later. */
  readonly late: boolean;
}

/** The part of a decode step that depends on the number of sequences alone. */
export function baseSeconds(step: StepPace, sequences: number): number {
  const { fixed, perSequence, alone, experts, table } = step;
  if (table !== undefined) {
    const most = table.length;
    return sequences <= most ? table[sequences - 1]! : table[most - 1]! + perSequence * (sequences - most);
  }
  if (sequences === 1 && alone !== undefined) return alone;
  const line = fixed + perSequence * sequences;
  if (experts === undefined) return line;
  const rows = experts.graphs === true ? graphSize(sequences) : sequences;
  return line + experts.seconds * (1 - exp(-rows / experts.sequences));
}

/** Batches that vLLM captures graphs of: 1, 2, 4, then by eights to 256 and by sixteens to 512; larger ones run as they are. */
const LARGEST_GRAPH = 512;
const BY_EIGHTS = 256;

/** Sequences that a decode step of so many is run for: a batch is filled up to the next captured one. */
export function graphSize(sequences: number): number {
  if (sequences <= 2 || sequences > LARGEST_GRAPH) return sequences;
  if (sequences <= 4) return 4;
  const by = sequences <= BY_EIGHTS ? 8 : 16;
  return Math.ceil(sequences / by) * by;
}

/** The base that falls to each of so many sequences that decode together. */
export function shareSeconds(step: StepPace, sequences: number): number {
  if (isLine(step)) return step.fixed / sequences + step.perSequence;
  return baseSeconds(step, sequences) / sequences;
}

/** The least base that falls to a sequence with any number of them up to `most`. */
export function leastShare(step: StepPace, most: number): number {
  if (isLine(step)) return shareSeconds(step, most);
  let least = Infinity;
  for (let n = 1; n <= most; n++) least = Math.min(least, shareSeconds(step, n));
  return least;
}

function isLine({ alone, experts, table }: StepPace): boolean {
  return alone === undefined && experts === undefined && table === undefined;
}

/** Seconds of a step that decodes for `decoding` and reads prompts for `reading`, each as if it were alone. */
export function togetherSeconds({ overlap }: Pace, decoding: number, reading: number): number {
  if (overlap === undefined || overlap === 1) return decoding + reading;
  return decoding > reading ? decoding + overlap * reading : reading + overlap * decoding;
}

/** The prompt as long as it has to be for the time it takes: between I and I rounded up. */
export function effectivePrompt(prompt: number, padTo: number, padShare: number): number {
  if (padTo <= 1) return prompt;
  return prompt + padShare * (Math.ceil(prompt / padTo) * padTo - prompt);
}

/**
 * Seconds for reading a prompt on from token `from` to token `to`, the part that goes beside decoding. The parts of a
 * prompt sum to its whole; `perStep` comes on top, once for every step.
 */
export function readSeconds({ prefill }: Pace, from: number, to: number): number {
  const { padTo, padShare = 1, perToken } = prefill;
  const start = from === 0 ? prefill.fixed : 0;
  return (
    start +
    perToken *
      (effectivePrompt(to, padTo, padShare) - (from === 0 ? 0 : effectivePrompt(from, padTo, padShare)))
  );
}

/** What attention to the tokens read before adds to that; it overlaps with nothing. */
export function attentionSeconds({ prefill }: Pace, from: number, to: number): number {
  if (prefill.perTokenSquared === 0) return 0;
  const { padTo, padShare = 1 } = prefill;
  const before = from === 0 ? 0 : effectivePrompt(from, padTo, padShare);
  const after = effectivePrompt(to, padTo, padShare);
  return prefill.perTokenSquared * (after * after - before * before);
}

/** Seconds for the first so many tokens of a prompt, without what every step that reads costs more. */
export function promptSeconds({ prefill }: Pace, tokens: number): number {
  const worked = effectivePrompt(tokens, prefill.padTo, prefill.padShare ?? 1);
  return prefill.fixed + worked * (prefill.perToken + worked * prefill.perTokenSquared);
}

/** Seconds that a prompt keeps an engine that reads it in one step and does nothing else. */
export function engineSeconds(pace: Pace, prompt: number): number {
  return promptSeconds(pace, prompt) + (pace.prefill.perStep ?? 0);
}

/** Seconds for a prompt that is read in one go by a device that does nothing else; what lies outside the engine included. */
export function prefillSeconds(pace: Pace, prompt: number): number {
  return engineSeconds(pace, prompt) + (pace.prefill.outside ?? 0);
}

/**
 * Seconds for the tokens after the first when a sequence decodes alone: the first token comes from prefill,
 * step k of the other output - 1 reads a cache of prompt + k tokens.
 */
export function decodeSeconds({ step }: Pace, prompt: number, output: number): number {
  const steps = output - 1;
  return steps * (baseSeconds(step, 1) + step.perCachedToken * (prompt + (steps + 1) / 2));
}

/** Seconds a request keeps a device that serves it alone. */
export function serviceSeconds(pace: Pace, prompt: number, output: number): number {
  return prefillSeconds(pace, prompt) + decodeSeconds(pace, prompt, output);
}

/**
 * What requests take that have a device to themselves, the same as by the functions above: what stays is read once, and
 * both parts are left in `seconds`, since it is asked for every request and a double that crosses a call is boxed.
 */
export class LoneRequest {
  /** Of the request measured last: of its prompt, and of the tokens of its answer after the first. */
  readonly seconds: Float64Array;
  private readonly fixed: number;
  private readonly perToken: number;
  private readonly perTokenSquared: number;
  private readonly padTo: number;
  private readonly padShare: number;
  private readonly perStep: number;
  private readonly outside: number;
  private readonly step: number;
  private readonly perCachedToken: number;

  constructor({ prefill, step }: Pace) {
    this.seconds = new Float64Array(2);
    this.fixed = prefill.fixed;
    this.perToken = prefill.perToken;
    this.perTokenSquared = prefill.perTokenSquared;
    this.padTo = prefill.padTo;
    this.padShare = prefill.padShare ?? 1;
    this.perStep = prefill.perStep ?? 0;
    this.outside = prefill.outside ?? 0;
    this.step = baseSeconds(step, 1);
    this.perCachedToken = step.perCachedToken;
  }

  /** Of a row of the requests. */
  measure({ rows }: Requests, id: number): void {
    const tokens = rows[id + PROMPT]!;
    const steps = rows[id + OUTPUT]! - 1;
    let worked = tokens;
    if (this.padTo > 1) worked = effectivePrompt(tokens, this.padTo, this.padShare);
    const read = this.fixed + worked * (this.perToken + worked * this.perTokenSquared);
    this.seconds[0] = read + this.perStep + this.outside;
    this.seconds[1] = steps * (this.step + this.perCachedToken * (tokens + (steps + 1) / 2));
  }
}
