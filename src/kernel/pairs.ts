/** Pairs of whole numbers, in insertion order. */
export class Pairs {
  size: number;
  private pairs: Int32Array;

  constructor() {
    this.size = 0;
    this.pairs = new Int32Array(32);
  }

  one(k: number): number {
    return this.pairs[2 * k]!;
  }

  other(k: number): number {
    return this.pairs[2 * k + 1]!;
  }

  push(one: number, other: number): void {
    if (2 * this.size === this.pairs.length) {
      const longer = new Int32Array(2 * this.pairs.length);
      longer.set(this.pairs);
      this.pairs = longer;
    }
    this.pairs[2 * this.size] = one;
    this.pairs[2 * this.size++ + 1] = other;
  }

  clear(): void {
    this.size = 0;
  }
}
