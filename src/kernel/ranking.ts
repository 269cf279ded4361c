/**
 * Items sorted by a small whole number that changes in steps of one: a permutation and, for each number, the rank at
 * which it starts. Every step is O(1). The order among equals is not promised.
 */
export class IntegerRanking {
  readonly #order: Int32Array;
  readonly #rank: Int32Array;
  readonly #load: Int32Array;
  /** How many items have a load below k. */
  #below: Int32Array;

  constructor(size: number) {
    this.#order = Int32Array.from({ length: size }, (_, i) => i);
    this.#rank = this.#order.slice();
    this.#load = new Int32Array(size);
    this.#below = new Int32Array(16).fill(size);
    this.#below[0] = 0;
  }

  load(i: number): number {
    return this.#load[i]!;
  }

  /** How many items share the least load. */
  get ties(): number {
    return this.#below[this.#load[this.#order[0]!]! + 1]!;
  }

  /** The k-th item, 0 the least loaded. */
  at(rank: number): number {
    return this.#order[rank]!;
  }

  /** Moves i to `load` in single steps. */
  set(i: number, load: number): void {
    while (this.#load[i]! < load) this.increment(i);
    while (this.#load[i]! > load) this.decrement(i);
  }

  increment(i: number): void {
    const load = ++this.#load[i]!;
    if (load + 1 >= this.#below.length) this.#grow();
    this.#swap(this.#rank[i]!, --this.#below[load]!);
  }

  decrement(i: number): void {
    const load = this.#load[i]!--;
    this.#swap(this.#rank[i]!, this.#below[load]!++);
  }

  #swap(a: number, b: number): void {
    if (a === b) return;
    const order = this.#order;
    const one = order[a]!;
    const other = order[b]!;
    order[a] = other;
    order[b] = one;
    this.#rank[one] = b;
    this.#rank[other] = a;
  }

  #grow(): void {
    const below = new Int32Array(2 * this.#below.length).fill(this.#order.length);
    below.set(this.#below);
    this.#below = below;
  }
}
