import type { WaitingLines, Ranked } from '../kernel/lines.ts';
import type { DeviceContext } from '../model.ts';
import type { Admission } from './admission.ts';

/** State shared by the machines of an entry. */
export interface Shared {
  readonly context: DeviceContext;
  readonly admission: Admission;
  /** The base of a decode step by the number of sequences, in seconds, without the part for cached tokens. */
  readonly bases: Float64Array;
  readonly lines: WaitingLines;
  /** The same lines when they are ordered by rank, else null. */
  readonly ranked: Ranked | null;
  /** Whether a waiting request may preempt one of a lower rank. */
  readonly ousts: boolean;
  /** Requests that have not reached the engine, in order of arrival; null if all reach it at once. */
  readonly coming: WaitingLines | null;
  /** Prompt tokens read beside each decode step; 0 when prompts are read while decoding pauses. */
  readonly chunk: number;
  /** Whether each decoding sequence uses one of these tokens. */
  readonly sharesChunk: boolean;
  /** Whether a request that arrives during a step joins one step later. */
  readonly late: boolean;
  /** Whether cache is allocated as needed, and the youngest sequence is preempted when it is full. */
  readonly preempt: boolean;
  /** Requests that were completed at the end of the stretch. */
  readonly finished: Int32Array;
}
