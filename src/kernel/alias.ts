/**
 * Draws an index in proportion to its weight in O(1), from one uniform number: every column holds its own index up
 * to a threshold and another's above it.
 */
export class Alias {
  readonly #threshold: Float64Array;
  readonly #other: Int32Array;

  constructor(weights: readonly number[]) {
    const size = weights.length;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    this.#threshold = Float64Array.from(weights, (weight) => (weight / total) * size);
    this.#other = Int32Array.from(weights, (_, i) => i);
    const small: number[] = [];
    const large: number[] = [];
    this.#threshold.forEach((share, i) => (share < 1 ? small : large).push(i));
    while (small.length > 0 && large.length > 0) {
      const less = small.pop()!;
      const more = large[large.length - 1]!;
      this.#other[less] = more;
      this.#threshold[more]! -= 1 - this.#threshold[less]!;
      if (this.#threshold[more]! < 1) small.push(large.pop()!);
    }
    for (const i of small) this.#threshold[i] = 1;
    for (const i of large) this.#threshold[i] = 1;
  }

  /** The index that a number in [0, 1) falls on. */
  pick(draw: number): number {
    const scaled = draw * this.#threshold.length;
    const column = scaled | 0;
    return scaled - column < this.#threshold[column]! ? column : this.#other[column]!;
  }
}
