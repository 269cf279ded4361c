/** What is known of a machine, and of what is asked of it. */
import type { Pace, Serving } from './pace.ts';

export interface Lengths {
  readonly prompt: number;
  readonly output: number;
}

/** What a request takes where it is answered. Filled in by the one who is asked, so that nothing is made for it. */
export interface AnswerTimes {
  /** Seconds from its start to its first token and to its last, with nothing else there. */
  first: number;
  last: number;
  /** How many of its like a full machine works on at once; Infinity for a cloud. */
  abreast: number;
  /** Seconds of the machine's time that it takes then; 0 for a cloud. */
  share: number;
  /** What the board draws for it then; 0 for a cloud. */
  joules: number;
  /** What the cloud asks for it; 0 for a device. */
  dollars: number;
}

/** Power in watts, whole board. */
export interface Power {
  readonly idle: number;
  readonly prefill: number;
  /** While one sequence decodes. */
  readonly decode: number;
  /** More for each further sequence in the batch. */
  readonly decodePerSequence: number;
}

/** What a device needs to know of its profile. */
export interface Model {
  readonly name: string;
  readonly pace: Pace;
  readonly power: Power;
  /** Bytes. `usable` is what the board leaves for weights and cache. */
  readonly memory: { readonly weights: number; readonly kvPerToken: number; readonly usable: number };
  /** Longest prompt + output in tokens. */
  readonly context: number;
  /** Of a model whose profile was measured in a server with several sequences at once. */
  readonly serving?: Serving;
}

/** What an answer should meet, in seconds; Infinity for what is not asked. */
export interface Objective {
  readonly ttft: number;
  readonly tpot: number;
  readonly e2e: number;
}
