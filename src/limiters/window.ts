/**
 * What was charged in the last `length` seconds: a ring of (when it leaves, cost) with a running sum. Costs are whole
 * numbers, so that the sum is exact however long it runs. A charge at s counts at t iff s > t - length.
 */
export class Window {
  readonly #length: number;
  #leaves: Float64Array = new Float64Array(16);
  #costs: Float64Array = new Float64Array(16);
  #ids: Int32Array = new Int32Array(16);
  #head = 0;
  #size = 0;
  readonly #state: Float64Array = new Float64Array(1);

  constructor(length: number) {
    this.#length = length;
  }

  /** When the oldest charge leaves; Infinity when there is none. */
  get expires(): number {
    return this.#size === 0 ? Infinity : this.#leaves[this.#head]!;
  }

  sum(now: number): number {
    const mask = this.#costs.length - 1;
    while (this.#size > 0 && this.#leaves[this.#head]! <= now) {
      this.#state[0]! -= this.#costs[this.#head]!;
      this.#head = (this.#head + 1) & mask;
      this.#size--;
    }
    return this.#state[0]!;
  }

  add(id: number, now: number, cost: number): void {
    if (this.#size === this.#costs.length) this.#grow();
    const at = (this.#head + this.#size++) & (this.#costs.length - 1);
    this.#leaves[at] = now + this.#length;
    this.#costs[at] = cost;
    this.#ids[at] = id;
    this.#state[0]! += cost;
  }

  /** Puts another cost on the charge made for `id` at `when`, if it still counts. */
  correct(id: number, when: number, cost: number): void {
    const mask = this.#costs.length - 1;
    const leaves = when + this.#length;
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#leaves[(this.#head + middle) & mask]! < leaves) low = middle + 1;
      else high = middle;
    }
    for (; low < this.#size; low++) {
      const at = (this.#head + low) & mask;
      if (this.#leaves[at] !== leaves) return;
      if (this.#ids[at] !== id) continue;
      this.#state[0]! += cost - this.#costs[at]!;
      this.#costs[at] = cost;
      return;
    }
  }

  #grow(): void {
    const size = this.#costs.length;
    const leaves = new Float64Array(2 * size);
    const costs = new Float64Array(2 * size);
    const ids = new Int32Array(2 * size);
    for (let k = 0; k < size; k++) {
      const at = (this.#head + k) & (size - 1);
      leaves[k] = this.#leaves[at]!;
      costs[k] = this.#costs[at]!;
      ids[k] = this.#ids[at]!;
    }
    this.#leaves = leaves;
    this.#costs = costs;
    this.#ids = ids;
    this.#head = 0;
  }
}
