import { prefillSeconds, type Pace } from '../kernel/pace.ts';

/**
 * The prompts that are read in one go, in their order. Only the last may be left unfinished. Reading from token s to
 * token e takes prefill(e) - prefill(s) seconds, so that the parts of a prompt sum to its whole, fixed part once.
 */
export class Prompts {
  count = 0;
  readonly #pace: Pace;
  readonly #ids: Int32Array;
  /** Tokens of the answer that were there before and are read again with the prompt. */
  readonly #tokens: Float64Array;
  readonly #length: Float64Array;
  readonly #read: Float64Array;
  /** What reading took in this go. */
  readonly #seconds: Float64Array;

  constructor(pace: Pace, slots: number) {
    this.#pace = pace;
    this.#ids = new Int32Array(slots);
    this.#tokens = new Float64Array(slots);
    this.#length = new Float64Array(slots);
    this.#read = new Float64Array(slots);
    this.#seconds = new Float64Array(slots);
  }

  id(k: number): number {
    return this.#ids[k]!;
  }

  tokens(k: number): number {
    return this.#tokens[k]!;
  }

  seconds(k: number): number {
    return this.#seconds[k]!;
  }

  /** Tokens still to read. */
  left(k: number): number {
    return this.#length[k]! - this.#read[k]!;
  }

  add(id: number, tokens: number, length: number): void {
    const k = this.count++;
    this.#ids[k] = id;
    this.#tokens[k] = tokens;
    this.#length[k] = length;
    this.#read[k] = 0;
    this.#seconds[k] = 0;
  }

  /** Reads so many tokens more; returns the seconds it takes. */
  read(k: number, tokens: number): number {
    const from = this.#read[k]!;
    const to = from + tokens;
    this.#read[k] = to;
    const before = from > 0 ? prefillSeconds(this.#pace, from) : 0;
    return (this.#seconds[k] = prefillSeconds(this.#pace, to) - before);
  }

  /** Forgets what was read to its end. */
  settle(): void {
    const last = this.count - 1;
    if (last < 0 || this.left(last) === 0) {
      this.count = 0;
      return;
    }
    this.#ids[0] = this.#ids[last]!;
    this.#tokens[0] = this.#tokens[last]!;
    this.#length[0] = this.#length[last]!;
    this.#read[0] = this.#read[last]!;
    this.count = 1;
  }
}
