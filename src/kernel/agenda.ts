/**
 * When each of a fixed number of slots is next due: a winner tree, changed in place. The earliest slot is read
 * in O(1), a slot is changed in O(log n). Of equal times the lowest slot comes first.
 */
export class Agenda {
  readonly #leaves: number;
  /** Node k has the earlier time of nodes 2k and 2k + 1, and the slot it belongs to; node 1 is the root. */
  readonly #times: Float64Array;
  readonly #slots: Int32Array;

  constructor(slots: number) {
    let leaves = 2;
    while (leaves < slots) leaves *= 2;
    this.#leaves = leaves;
    this.#times = new Float64Array(2 * leaves).fill(Infinity);
    this.#slots = new Int32Array(2 * leaves);
    for (let node = 2 * leaves - 1; node >= 1; node--) {
      this.#slots[node] = node >= leaves ? node - leaves : this.#slots[2 * node]!;
    }
  }

  /** The slot that is due first. */
  get first(): number {
    return this.#slots[1]!;
  }

  /** When it is due; Infinity when nothing is. */
  get time(): number {
    return this.#times[1]!;
  }

  at(slot: number): number {
    return this.#times[slot + this.#leaves]!;
  }

  set(slot: number, time: number): void {
    const times = this.#times;
    const slots = this.#slots;
    let node = slot + this.#leaves;
    if (times[node] === time) return;
    times[node] = time;
    while (node > 1) {
      const other = times[node ^ 1]!;
      // The left child wins a tie.
      if (other < time || (other === time && node & 1)) {
        time = other;
        slot = slots[node ^ 1]!;
      }
      node >>= 1;
      if (times[node] === time && slots[node] === slot) return;
      times[node] = time;
      slots[node] = slot;
    }
  }
}
