import { Queue } from '../kernel/queue.ts';

/** Requests that wait, first come first served; before them those put back from the batch, the oldest first. */
export class Line {
  readonly #queue: Queue = new Queue();
  /** Who was put back, the oldest last, and the tokens of its answer that were already out. */
  readonly #returned: Int32Array;
  readonly #tokens: Float64Array;
  #returns = 0;

  constructor(slots: number) {
    this.#returned = new Int32Array(slots);
    this.#tokens = new Float64Array(slots);
  }

  get size(): number {
    return this.#queue.size + this.#returns;
  }

  /** Whether the first one was never taken out before. */
  get fresh(): boolean {
    return this.#returns === 0;
  }

  get first(): number {
    return this.#returns > 0 ? this.#returned[this.#returns - 1]! : this.#queue.first;
  }

  /** Tokens of its answer that the first one has already. */
  get tokens(): number {
    return this.#returns > 0 ? this.#tokens[this.#returns - 1]! : 0;
  }

  push(id: number): void {
    this.#queue.push(id);
  }

  shift(): number {
    return this.#returns > 0 ? this.#returned[--this.#returns]! : this.#queue.shift();
  }

  /** To the head of the line. It must be older than everyone in it. */
  putBack(id: number, tokens: number): void {
    this.#returned[this.#returns] = id;
    this.#tokens[this.#returns++] = tokens;
  }
}
