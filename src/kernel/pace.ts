import { exp } from './math.ts';
import * as places from './places.ts';
import type { Requests } from './requests.ts';

const { OUTPUT, PROMPT } = places;

/** Seconds of one decode step for b sequences with c cached tokens in all: a base that depends on b alone, + perCachedToken c. */
export interface StepPace {
  /** The base is fixed + perSequence b, unless one of the forms below replaces it. */
  readonly fixed: number;
  readonly perSequence: number;
  readonly perCachedToken: number;
  /** The base of a single sequence, where it is off the line. */
  readonly alone?: number;
  /**
   * A mixture of experts: the step takes seconds (1 - e^(-b / sequences)) more than the line, since more sequences
   * activate more experts: at most `seconds`, and half of that at 0.69 `sequences`.
   */
  readonly experts?: {
    readonly seconds: number;
    readonly sequences: number;
    /** Whether batches are padded to the next captured size; padding activates experts too. */
    readonly graphs?: boolean;
  };
  /** Measured bases of 1, 2, 3, ... sequences in place of the line; beyond the last, each further one adds perSequence. */
  readonly table?: readonly number[];
}

/** How fast a device works: seconds of a prompt and of one decode step. */
export interface Pace {
  /**
   * Seconds of a prompt of I tokens: fixed + perToken e + perTokenSquared e^2, where e is I rounded up to a multiple
   * of `padTo` for `padShare` of the work (all of it by default) and I itself for the rest.
   */
  readonly prefill: {
    readonly fixed: number;
    readonly perToken: number;
    readonly perTokenSquared: number;
    readonly padTo: number;
    readonly padShare?: number;
    /** Additional seconds of every step that reads a prompt; a prompt read at once takes one such step. */
    readonly perStep?: number;
    /** Latency of every request in the server around the engine, before its prompt is read; it occupies nothing. */
    readonly outside?: number;
  };
  readonly step: StepPace;
  /**
   * The duration of a step that both decodes and reads prompts: the longer of the two plus this share of the shorter. 1,
   * the sum, by default; about a half on a GPU.
   */
  readonly overlap?: number;
}

/** How a server schedules its steps, as measured; options of the device override it. */
export interface Serving {
  /** Tokens per step: one for each sequence that decodes, the rest for prompts. */
  readonly budget: number;
  /** Whether a request that arrives during a step joins one step later. */
  readonly late: boolean;
}

/** The part of a decode step that depends only on the number of sequences. */
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

/** Sizes for which vLLM captures graphs: 1, 2, 4, multiples of 8 to 256 and of 16 to 512; larger batches are not padded. */
const LARGEST_GRAPH = 512;
const BY_EIGHTS = 256;

/** The padded size of a batch: the next captured one. */
export function graphSize(sequences: number): number {
  if (sequences <= 2 || sequences > LARGEST_GRAPH) return sequences;
  if (sequences <= 4) return 4;
  const by = sequences <= BY_EIGHTS ? 8 : 16;
  return Math.ceil(sequences / by) * by;
}

/** The base per sequence when so many decode together. */
export function shareSeconds(step: StepPace, sequences: number): number {
  if (isLine(step)) return step.fixed / sequences + step.perSequence;
  return baseSeconds(step, sequences) / sequences;
}

/** The least base per sequence with any number of them up to `most`. */
export function leastShare(step: StepPace, most: number): number {
  if (isLine(step)) return shareSeconds(step, most);
  let least = Infinity;
  for (let n = 1; n <= most; n++) least = Math.min(least, shareSeconds(step, n));
  return least;
}

function isLine({ alone, experts, table }: StepPace): boolean {
  return alone === undefined && experts === undefined && table === undefined;
}

/** Seconds of a step that decodes and reads prompts, from the seconds that each would take alone. */
export function togetherSeconds({ overlap }: Pace, decoding: number, reading: number): number {
  if (overlap === undefined || overlap === 1) return decoding + reading;
  return decoding > reading ? decoding + overlap * reading : reading + overlap * decoding;
}

/** The effective length of a prompt: between I and I rounded up. */
export function effectivePrompt(prompt: number, padTo: number, padShare: number): number {
  if (padTo <= 1) return prompt;
  return prompt + padShare * (Math.ceil(prompt / padTo) * padTo - prompt);
}

/**
 * Seconds for reading a prompt from token `from` to token `to`. The parts of a prompt sum to the whole; `perStep` is
 * added once for every step.
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

/** The additional attention to the tokens read before; it does not overlap with anything. */
export function attentionSeconds({ prefill }: Pace, from: number, to: number): number {
  if (prefill.perTokenSquared === 0) return 0;
  const { padTo, padShare = 1 } = prefill;
  const before = from === 0 ? 0 : effectivePrompt(from, padTo, padShare);
  const after = effectivePrompt(to, padTo, padShare);
  return prefill.perTokenSquared * (after * after - before * before);
}

/** Seconds for the first `tokens` tokens of a prompt, without `perStep`. */
export function promptSeconds({ prefill }: Pace, tokens: number): number {
  const worked = effectivePrompt(tokens, prefill.padTo, prefill.padShare ?? 1);
  return prefill.fixed + worked * (prefill.perToken + worked * prefill.perTokenSquared);
}

/** Seconds that a prompt occupies an engine which reads it in one step and does nothing else. */
export function engineSeconds(pace: Pace, prompt: number): number {
  return promptSeconds(pace, prompt) + (pace.prefill.perStep ?? 0);
}

/** Seconds until a prompt is read by a device that does nothing else, including the latency outside the engine. */
export function prefillSeconds(pace: Pace, prompt: number): number {
  return engineSeconds(pace, prompt) + (pace.prefill.outside ?? 0);
}

/**
 * Seconds for the tokens after the first when a sequence decodes alone: the first token comes from prefill, and
 * step k of the other output - 1 reads a cache of prompt + k tokens.
 */
export function decodeSeconds({ step }: Pace, prompt: number, output: number): number {
  const steps = output - 1;
  return steps * (baseSeconds(step, 1) + step.perCachedToken * (prompt + (steps + 1) / 2));
}

/** Seconds that a request occupies a device that serves it alone. */
export function serviceSeconds(pace: Pace, prompt: number, output: number): number {
  return prefillSeconds(pace, prompt) + decodeSeconds(pace, prompt, output);
}

/**
 * The same results as the functions above for requests served alone. Constants are computed once, and both parts are
 * left in `seconds`: this is called for every request, and V8 boxes a double that crosses a call.
 */
export class LoneRequest {
  /** Seconds of the last request measured: for its prompt, and for the tokens of its answer after the first. */
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

  /** Measures a row of the requests. */
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
