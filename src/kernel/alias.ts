/**
 * Draws an index in proportion to its weight in O(1), from one uniform number: every column holds its own index up
 * to a threshold and another's above it.
 */
export class Alias {
  private readonly threshold: Float64Array;
  private readonly other: Int32Array;

  constructor(weights: readonly number[]) {
    const size = weights.length;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const threshold = new Float64Array(size);
    const other = new Int32Array(size);
    const small: number[] = [];
    const large: number[] = [];
    // A plain loop: every short run calls it.
    for (let i = 0; i < size; i++) {
      threshold[i] = (weights[i]! / total) * size;
      other[i] = i;
      (threshold[i]! < 1 ? small : large).push(i);
    }
    while (small.length > 0 && large.length > 0) {
      const less = small.pop()!;
      const more = large[large.length - 1]!;
      other[less] = more;
      threshold[more]! -= 1 - threshold[less]!;
      if (threshold[more]! < 1) small.push(large.pop()!);
    }
    for (const i of small) threshold[i] = 1;
    for (const i of large) threshold[i] = 1;
    this.threshold = threshold;
    this.other = other;
  }

  /** The index that a number in [0, 1) falls on. */
  pick(draw: number): number {
    const scaled = draw * this.threshold.length;
    const column = scaled | 0;
    return scaled - column < this.threshold[column]! ? column : this.other[column]!;
  }
}
