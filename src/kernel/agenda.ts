import { aligned } from './aligned.ts';

/** Children of a node: two cache lines of times. Nodes right above slots have eight, unless sixteen slots are all. */
const FAN = 16;
const FAN_BITS = 4;
const HALF = 8;
const HALF_BITS = 3;
const ROOT = 1;

/**
 * When each of a number of slots is next due: a winner tree, changed in place. The earliest slot is read in O(1), a
 * slot is changed in O(log n). Of equal times the lowest slot comes first.
 *
 * Nodes store times as well as slots, so that the values compared are adjacent in memory. The root is node 1, and the
 * parent of node n is n / 16. The times of the slots are stored right behind those of the nodes.
 */
export class Agenda {
  /** When each slot is due. Call `moved` after writing here, and read the property again after `claim`. */
  due: Float64Array;
  private room = 0;
  private slots = 0;
  /** The first slot below each node. */
  private tree: Int32Array;
  /** The times of nodes and slots; the slots begin at `leaves`. */
  private times: Float64Array;
  private leaves = 0;
  /** The node above a slot is (below + slot) >> bits. */
  private below = 0;
  private bits = 0;
  /** Nodes up to this one have sixteen children, but for the root when it has few. */
  private wide = 0;
  private few = 0;

  constructor(slots = 0) {
    this.due = new Float64Array(0);
    this.tree = new Int32Array(0);
    this.times = new Float64Array(0);
    this.grow(slots);
  }

  /** Adds slots and returns the first of them. */
  claim(slots: number): number {
    const first = this.slots;
    this.slots += slots;
    if (this.slots > this.room) this.grow(this.slots);
    return first;
  }

  /** The slot that is due first. */
  get first(): number {
    return this.tree[ROOT]!;
  }

  /** When it is due; Infinity when nothing is. */
  get time(): number {
    return this.times[ROOT]!;
  }

  /** Hot callers write `due` themselves and call `moved`: V8 may box a double that crosses a call. */
  set(slot: number, time: number): void {
    this.due[slot] = time;
    this.moved(slot);
  }

  /** To be called after the slot's time in `due` was changed. */
  moved(slot: number): void {
    const { tree, times, leaves, wide, few } = this;
    let winner = slot;
    // Where the winner's time is. The time itself in a variable may become an object on the heap at each change.
    let at = leaves + slot;
    // The slot that was first here before.
    let before = slot;
    for (let node = (this.below + slot) >> this.bits; node > 0; node >>= FAN_BITS) {
      const leader = tree[node]!;
      if (leader === before) {
        at = node > wide || node === few ? leastOfEight(times, at & -HALF) : leastOf(times, at & -FAN);
        winner = at >= leaves ? at - leaves : tree[at]!;
        if (winner === leader && times[node] === times[at]) return;
      } else {
        // Another slot was first here and still is: nothing changes above.
        const theirs = times[node]!;
        const time = times[at]!;
        if (theirs < time || (theirs === time && leader < winner)) return;
        before = leader;
      }
      tree[node] = winner;
      times[node] = times[at]!;
      at = node;
    }
  }

  private grow(slots: number): void {
    let room = FAN;
    while (room < slots) room *= 2;
    this.slots = Math.max(this.slots, slots);
    this.room = room;
    this.bits = room === FAN ? FAN_BITS : HALF_BITS;
    let nodes = 1;
    while (nodes << this.bits < room) nodes *= FAN;
    this.below = nodes << this.bits;
    this.wide = room === FAN ? ROOT : nodes - 1;
    this.few = room > FAN && room <= this.below / 2 ? ROOT : 0;
    this.build();
  }

  /** Builds the tree anew. */
  private build(): void {
    const { room, below, bits } = this;
    let end = (below + room) >> bits;
    // Only whole nodes: unused slots and children of the last one are never due.
    const leaves = Math.ceil(end / FAN) * FAN;
    const tree = new Int32Array(leaves);
    const times = aligned(leaves + room).fill(Infinity);
    const due = times.subarray(leaves);
    due.set(this.due);
    for (let slot = 0; slot < room; slot++) {
      const node = (below + slot) >> bits;
      if (slot % (1 << bits) > 0 && times[node]! <= due[slot]!) continue;
      tree[node] = slot;
      times[node] = due[slot]!;
    }
    for (let first = below >> bits; first > ROOT; first >>= FAN_BITS) {
      for (let child = first; child < end; child += FAN) {
        const least = leastOf(times, child);
        tree[child >> FAN_BITS] = tree[least]!;
        times[child >> FAN_BITS] = times[least]!;
      }
      end = Math.ceil(end / FAN);
    }
    this.tree = tree;
    this.times = times;
    this.leaves = leaves;
    this.due = due;
  }
}

/** The least of sixteen, the lowest index of equal ones. */
function leastOf(times: Float64Array, at: number): number {
  const one = leastOfEight(times, at);
  const other = leastOfEight(times, at + HALF);
  return one + (other - one) * Number(times[other]! < times[one]!);
}

/** Without branches, since the outcome is unpredictable. */
function leastOfEight(times: Float64Array, at: number): number {
  const a = at + Number(times[at + 1]! < times[at]!);
  const b = at + 2 + Number(times[at + 3]! < times[at + 2]!);
  const c = at + 4 + Number(times[at + 5]! < times[at + 4]!);
  const d = at + 6 + Number(times[at + 7]! < times[at + 6]!);
  const one = a + (b - a) * Number(times[b]! < times[a]!);
  const other = c + (d - c) * Number(times[d]! < times[c]!);
  return one + (other - one) * Number(times[other]! < times[one]!);
}
