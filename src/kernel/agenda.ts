/**
 * When each of a fixed number of slots is next due: a winner tree, changed in place. The earliest slot is read
 * in O(1), a slot is changed in O(log n). Of equal times the lowest slot comes first.
 */
export class Agenda {
  /** Leaves, a power of two of them. */
  readonly #times: Float64Array;
  /** Inner node k holds the winning slot of its subtree; node 1 is the root. */
  readonly #winners: Int32Array;
  readonly #leaves: number;

  constructor(slots: number) {
    let leaves = 2;
    while (leaves < slots) leaves *= 2;
    this.#leaves = leaves;
    this.#times = new Float64Array(leaves).fill(Infinity);
    this.#winners = new Int32Array(leaves);
    for (let node = leaves - 1; node >= 1; node--) {
      this.#winners[node] = node >= leaves / 2 ? 2 * node - leaves : this.#winners[2 * node]!;
    }
  }

  /** The slot that is due first. */
  get first(): number {
    return this.#winners[1]!;
  }

  /** When it is due; Infinity when nothing is. */
  get time(): number {
    return this.#times[this.#winners[1]!]!;
  }

  at(slot: number): number {
    return this.#times[slot]!;
  }

  set(slot: number, time: number): void {
    const times = this.#times;
    const winners = this.#winners;
    if (times[slot] === time) return;
    times[slot] = time;
    const left = slot & ~1;
    let winner = times[left + 1]! < times[left]! ? left + 1 : left;
    let node = (slot + this.#leaves) >> 1;
    // Where another slot wins as it did before, nothing above can change.
    while (winner === slot || winner !== winners[node]) {
      winners[node] = winner;
      node >>= 1;
      if (node === 0) return;
      const one = winners[2 * node]!;
      const other = winners[2 * node + 1]!;
      winner = times[other]! < times[one]! ? other : one;
    }
  }
}
