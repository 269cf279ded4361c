/**
 * When each of a number of slots is next due: a winner tree, changed in place. The earliest slot is read in O(1), a
 * slot is changed in O(log n). Of equal times the lowest slot comes first.
 */
export class Agenda {
  /** When each slot is due. Who writes here says so with `moved`. Read it anew after `claim`. */
  due: Float64Array;
  private leaves = 0;
  private slots = 0;
  /** Node k has the slot that is due first of those of nodes 2k and 2k + 1; node 1 is the root. */
  private tree: Int32Array;

  constructor(slots = 0) {
    this.due = new Float64Array(0);
    this.tree = new Int32Array(0);
    this.grow(slots);
  }

  /** Takes so many further slots, and returns the first of them. */
  claim(slots: number): number {
    const first = this.slots;
    this.slots += slots;
    if (this.slots > this.leaves || this.leaves === 0) this.grow(this.slots);
    return first;
  }

  /** The slot that is due first. */
  get first(): number {
    return this.tree[1]!;
  }

  /** When it is due; Infinity when nothing is. */
  get time(): number {
    return this.due[this.tree[1]!]!;
  }

  set(slot: number, time: number): void {
    this.due[slot] = time;
    this.moved(slot);
  }

  /**
   * The slot's time in `due` was changed. Up the tree two levels at a time: which of the next two rivals comes first is
   * found out while it is still open who gets that far, so that there is half as much to wait for. Without a branch,
   * since who wins cannot be foretold; where it ends can be.
   */
  moved(slot: number): void {
    const tree = this.tree;
    const due = this.due;
    let winner = slot;
    let node = slot + this.leaves;
    for (; node > 3; node >>= 2) {
      const above = node >> 1;
      const near = tree[node ^ 1]!;
      const either = earlier(due, near, tree[above ^ 1]!);
      tree[above] = earlier(due, winner, near);
      winner = earlier(due, winner, either);
      // Somebody else was first here and still is: above, nothing changes.
      if (winner !== slot && tree[above >> 1] === winner) return;
      tree[above >> 1] = winner;
    }
    if (node > 1) tree[1] = earlier(due, winner, tree[node ^ 1]!);
  }

  private grow(slots: number): void {
    let leaves = 2;
    while (leaves < slots) leaves *= 2;
    const due = new Float64Array(leaves).fill(Infinity);
    due.set(this.due);
    this.slots = Math.max(this.slots, slots);
    this.leaves = leaves;
    this.due = due;
    this.tree = new Int32Array(2 * leaves);
    for (let k = 0; k < leaves; k++) this.tree[k + leaves] = k;
    for (let node = leaves - 1; node > 0; node--) {
      const left = this.tree[2 * node]!;
      const right = this.tree[2 * node + 1]!;
      this.tree[node] = due[right]! < due[left]! ? right : left;
    }
  }
}

/** Of two slots the one that is due first; of equal times the lower. */
function earlier(due: Float64Array, one: number, other: number): number {
  const before = Number(due[other]! < due[one]!) | (Number(due[other]! <= due[one]!) & Number(other < one));
  return one + ((other - one) & -before);
}
