import type { WaitingLines, Ranked } from '../kernel/lines.ts';
import type { DeviceContext } from '../model.ts';
import type { Admission } from './admission.ts';

/** State shared by the machines of an entry. */
export interface Shared {
  readonly context: DeviceContext;
  readonly admission: Admission;
  /** Seconds of a decode step by how many sequences are in it, but for the tokens that they have cached. */
  readonly bases: Float64Array;
  readonly lines: WaitingLines;
  /** The same where it is not first come, first served. */
  readonly ranked: Ranked | null;
  /** Whether who waits takes the place of one that has a higher rank. */
  readonly ousts: boolean;
  /** Requests that have not reached the engine, in order of arrival; null if all reach it at once. */
  readonly coming: WaitingLines | null;
  /** Prompt tokens that are read beside each decode step; 0 when prompts are read while decoding pauses. */
  readonly chunk: number;
  /** Whether each sequence that decodes takes one of them. */
  readonly sharesChunk: boolean;
  /** Whether a request that comes during a step joins one step later. */
  readonly late: boolean;
  /** Whether memory is taken as it is needed, and the youngest sequence goes back to wait when there is no more. */
  readonly preempt: boolean;
  /** Who had the last token at the end of the stretch. */
  readonly finished: Int32Array;
}
