/** Properties of a machine, the times and cost of a request, and the latency objectives. */
import type { Pace, Serving } from './pace.ts';

export interface Lengths {
  readonly prompt: number;
  readonly output: number;
}

/** Time, energy and cost of a request at a device or cloud; the callee fills it in, so nothing is allocated. */
export interface AnswerTimes {
  /** Seconds from its start to its first and to its last token, on an empty machine. */
  first: number;
  last: number;
  /** How many such requests a full machine serves at once; Infinity for a cloud. */
  abreast: number;
  /** Its share of a full machine's time, in seconds; 0 for a cloud. */
  share: number;
  /** Its share of a full machine's energy; 0 for a cloud. */
  joules: number;
  /** The cloud's price; 0 for a device. */
  dollars: number;
}

/** Power in watts, whole board. */
export interface Power {
  readonly idle: number;
  readonly prefill: number;
  /** While one sequence decodes. */
  readonly decode: number;
  /** Additional watts for each further sequence in the batch. */
  readonly decodePerSequence: number;
}

/** The part of its profile that a device uses. */
export interface Model {
  readonly name: string;
  readonly pace: Pace;
  readonly power: Power;
  /** Bytes. `usable` is what the board leaves for weights and cache. */
  readonly memory: { readonly weights: number; readonly kvPerToken: number; readonly usable: number };
  /** Longest prompt + output in tokens. */
  readonly context: number;
  /** Present if the profile was measured in a server with several sequences at once. */
  readonly serving?: Serving;
}

/** The slo, in seconds; Infinity for a latency without a bound. */
export interface Objective {
  readonly ttft: number;
  readonly tpot: number;
  readonly e2e: number;
}
