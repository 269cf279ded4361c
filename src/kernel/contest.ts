/**
 * Who has the least score, and who shares it: a tree over pairs (first, second), compared in that order. Reading the
 * best is O(1), changing a score or picking among the tied is O(log n). An infinite first score takes no part.
 */
export class Contest {
  private readonly leaves: number;
  private readonly firsts: Float64Array;
  private readonly seconds: Float64Array;
  private readonly counts: Int32Array;

  constructor(size: number) {
    let leaves = 1;
    while (leaves < size) leaves *= 2;
    this.leaves = leaves;
    this.firsts = new Float64Array(2 * leaves).fill(Infinity);
    this.seconds = new Float64Array(2 * leaves);
    this.counts = new Int32Array(2 * leaves);
  }

  /** The least first score; Infinity when nobody takes part. */
  get first(): number {
    return this.firsts[1]!;
  }

  get second(): number {
    return this.seconds[1]!;
  }

  /** How many share the least pair. */
  get ties(): number {
    return this.counts[1]!;
  }

  /** The k-th of those who share the least pair, from the lowest index. */
  pick(k: number): number {
    const ties = this.counts;
    let node = 1;
    while (node < this.leaves) {
      node *= 2;
      if (!this.leads(node)) node++;
      else if (!this.leads(node + 1)) continue;
      else if (k >= ties[node]!) k -= ties[node++]!;
    }
    return node - this.leaves;
  }

  set(i: number, first: number, second: number): void {
    const firsts = this.firsts;
    const seconds = this.seconds;
    const ties = this.counts;
    let node = i + this.leaves;
    firsts[node] = first;
    seconds[node] = first === Infinity ? 0 : second;
    ties[node] = first === Infinity ? 0 : 1;
    for (node >>= 1; node > 0; node >>= 1) {
      const left = 2 * node;
      const right = left + 1;
      const order = firsts[left]! - firsts[right]! || seconds[left]! - seconds[right]!;
      // Two infinities give NaN, which is neither below nor above: a tie of nobody.
      const winner = order > 0 ? right : left;
      const tied = order < 0 ? ties[left]! : order > 0 ? ties[right]! : ties[left]! + ties[right]!;
      if (firsts[node] === firsts[winner] && seconds[node] === seconds[winner] && ties[node] === tied) return;
      firsts[node] = firsts[winner]!;
      seconds[node] = seconds[winner]!;
      ties[node] = tied;
    }
  }

  /** Whether this child holds its parent's best pair. */
  private leads(node: number): boolean {
    const parent = node >> 1;
    return (
      this.counts[node]! > 0 &&
      this.firsts[node] === this.firsts[parent] &&
      this.seconds[node] === this.seconds[parent]
    );
  }
}
