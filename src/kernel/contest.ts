/** Up to so many are looked through when somebody asks; above, a tree is kept. */
const FEW = 32;

/**
 * Who has the least score, and who shares it: over pairs (first, second), compared in that order. An infinite first
 * score takes no part. With many it is a tree: reading the best is O(1), changing a score or picking among the tied is
 * O(log n). A few are a list: scores change more often than somebody asks.
 */
export class Contest {
  private readonly size: number;
  /** 0 for a list. */
  private readonly leaves: number;
  /**
   * Where the best pair is in its columns once it is settled: the root of the tree, or behind the list. Who asks for every
   * request reads it there: a double that a call returns is boxed.
   */
  readonly top: number;
  readonly firsts: Float64Array;
  readonly seconds: Float64Array;
  private readonly counts: Int32Array;
  /** The lowest of those who share the best pair of the list. */
  private lowest: number;
  /** 1 when the list was changed since it was last looked through. */
  private changed: number;

  constructor(size: number) {
    let leaves = 1;
    while (leaves < size) leaves *= 2;
    const places = size > FEW ? 2 * leaves : size + 1;
    this.size = size;
    this.leaves = size > FEW ? leaves : 0;
    this.top = size > FEW ? 1 : size;
    this.firsts = new Float64Array(places).fill(Infinity);
    this.seconds = new Float64Array(places);
    this.counts = new Int32Array(places);
    this.lowest = 0;
    this.changed = 0;
  }

  /** Looks through the list if it was changed. */
  settle(): void {
    if (this.changed === 1) this.lookThrough();
  }

  /** The least first score; Infinity when nobody takes part. */
  get first(): number {
    this.settle();
    return this.firsts[this.top]!;
  }

  get second(): number {
    this.settle();
    return this.seconds[this.top]!;
  }

  /** How many share the least pair. */
  get ties(): number {
    this.settle();
    return this.counts[this.top]!;
  }

  /** The k-th of those who share the least pair, from the lowest index. */
  pick(k: number): number {
    if (this.leaves === 0) return this.pickFromList(k);
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
    const node = i + this.leaves;
    this.firsts[node] = first;
    this.seconds[node] = first === Infinity ? 0 : second;
    if (this.leaves === 0) this.changed = 1;
    else this.climb(node);
  }

  private climb(node: number): void {
    const firsts = this.firsts;
    const seconds = this.seconds;
    const ties = this.counts;
    ties[node] = firsts[node] === Infinity ? 0 : 1;
    for (node >>= 1; node > 0; node >>= 1) {
      const left = 2 * node;
      const right = left + 1;
      const order = firsts[left]! - firsts[right]! || seconds[left]! - seconds[right]!;
      // Two infinities give NaN, which is neither below nor above: a tie that nobody wins.
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

  private lookThrough(): void {
    const { size, firsts, seconds } = this;
    let first = Infinity;
    let second = Infinity;
    let ties = 0;
    let lowest = 0;
    for (let i = 0; i < size; i++) {
      const one = firsts[i]!;
      if (one > first) continue;
      const other = seconds[i]!;
      if (one < first || other < second) {
        first = one;
        second = other;
        ties = 1;
        lowest = i;
      } else if (other === second) ties++;
    }
    firsts[size] = first;
    seconds[size] = first === Infinity ? 0 : second;
    this.counts[size] = first === Infinity ? 0 : ties;
    this.lowest = lowest;
    this.changed = 0;
  }

  private pickFromList(k: number): number {
    this.settle();
    const { size, firsts, seconds } = this;
    const first = firsts[size]!;
    const second = seconds[size]!;
    let i = this.lowest;
    for (; k > 0; k--)
      do i++;
      while (firsts[i] !== first || seconds[i] !== second);
    return i;
  }
}
