/** From so many leaves on it pays to stop climbing where nothing changes; below, a branch costs more than it saves. */
const LARGE = 256;

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

  /** The slot's time in `due` was changed. */
  moved(slot: number): void {
    if (this.leaves >= LARGE) this.climb(slot);
    else {
      const tree = this.tree;
      const due = this.due;
      for (let node = (slot + this.leaves) >> 1; node > 0; node >>= 1) {
        const left = tree[2 * node]!;
        const right = tree[2 * node + 1]!;
        // Without a branch: who wins cannot be foretold.
        tree[node] = left + (right - left) * Number(due[right]! < due[left]!);
      }
    }
  }

  private climb(slot: number): void {
    const tree = this.tree;
    const due = this.due;
    let winner = slot;
    let time = due[slot]!;
    for (let node = slot + this.leaves; node > 1; node >>= 1) {
      const other = tree[node ^ 1]!;
      const theirs = due[other]!;
      // Of equal times the lowest slot: that beside us, when we are on the right.
      if (theirs < time || (theirs === time && other < winner)) {
        winner = other;
        time = theirs;
      }
      // Somebody else was first here and still is: above, nothing changes.
      if (winner !== slot && tree[node >> 1] === winner) return;
      tree[node >> 1] = winner;
    }
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
