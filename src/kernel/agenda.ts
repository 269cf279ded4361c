import { aligned } from './aligned.ts';

/** Children of a node: their times fit into one cache line. */
const FAN = 8;
const FAN_BITS = 3;

/**
 * When each of a number of slots is next due: a winner tree, changed in place. The earliest slot is read in O(1), a
 * slot is changed in O(log n). Of equal times the lowest slot comes first.
 *
 * Nodes store times as well as slots, so that the values compared are adjacent in memory.
 */
export class Agenda {
  /** When each slot is due. Call `moved` after writing here, and read the property again after `claim`. */
  due: Float64Array;
  private leaves = 0;
  private slots = 0;
  /** The first slot of every eight, of every eight of these and so on, and its time; and where each level begins. The root is at 1. */
  private tree: Int32Array;
  private times: Float64Array;
  private readonly levels: number[];

  constructor(slots = 0) {
    this.due = new Float64Array(0);
    this.tree = new Int32Array(0);
    this.times = new Float64Array(0);
    this.levels = [];
    this.grow(slots);
  }

  /** Adds slots and returns the first of them. */
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

  /** Hot callers write `due` themselves and call `moved`: V8 may box a double that crosses a call. */
  set(slot: number, time: number): void {
    this.due[slot] = time;
    this.moved(slot);
  }

  /** To be called after the slot's time in `due` was changed. */
  moved(slot: number): void {
    const { due, tree, times, levels } = this;
    let winner = slot;
    // Where the winner's time is. The time itself in a variable may become an object on the heap at each change.
    let from = due;
    let at = slot;
    let place = slot;
    // The slot that was first here before.
    let before = slot;
    for (let level = 0; level < levels.length; level++) {
      const first = place & -FAN;
      place >>= FAN_BITS;
      const node = levels[level]! + place;
      const leader = tree[node]!;
      if (leader === before) {
        if (level === 0) {
          at = leastOf(due, first);
          winner = at;
        } else {
          from = times;
          at = leastOf(times, levels[level - 1]! + first);
          winner = tree[at]!;
        }
        if (winner === leader && times[node] === from[at]) return;
      } else {
        // Another slot was first here and still is: nothing changes above.
        const theirs = times[node]!;
        const time = from[at]!;
        if (theirs < time || (theirs === time && leader < winner)) return;
        before = leader;
      }
      tree[node] = winner;
      times[node] = from[at]!;
      from = times;
      at = node;
    }
  }

  private grow(slots: number): void {
    let leaves = FAN;
    while (leaves < slots) leaves *= 2;
    const due = aligned(leaves).fill(Infinity);
    due.set(this.due);
    this.slots = Math.max(this.slots, slots);
    this.leaves = leaves;
    this.due = due;
    this.build();
  }

  /** Builds the tree anew. */
  private build(): void {
    const { due, levels } = this;
    levels.length = 0;
    let room = FAN;
    for (let wide = this.leaves / FAN; wide > 1; wide /= FAN) {
      // Only whole nodes: unused slots of the last one are never due.
      wide = Math.ceil(wide / FAN) * FAN;
      levels.push(room);
      room += wide;
    }
    const tree = new Int32Array(room);
    const times = aligned(room).fill(Infinity);
    const lowest = levels[0] ?? 1;
    for (let k = 0; FAN * k < due.length; k++) {
      const slot = leastOf(due, FAN * k);
      tree[lowest + k] = slot;
      times[lowest + k] = due[slot]!;
    }
    levels.forEach((begin, level) => {
      const above = levels[level + 1] ?? 1;
      const end = levels[level + 1] ?? room;
      for (let k = 0; begin + FAN * k < end; k++) {
        const child = leastOf(times, begin + FAN * k);
        tree[above + k] = tree[child]!;
        times[above + k] = times[child]!;
      }
    });
    levels.push(1);
    this.tree = tree;
    this.times = times;
  }
}

/** The least of eight, the lowest index of equal ones. Without branches, since the outcome is unpredictable. */
function leastOf(times: Float64Array, at: number): number {
  const a = at + Number(times[at + 1]! < times[at]!);
  const b = at + 2 + Number(times[at + 3]! < times[at + 2]!);
  const c = at + 4 + Number(times[at + 5]! < times[at + 4]!);
  const d = at + 6 + Number(times[at + 7]! < times[at + 6]!);
  const one = a + (b - a) * Number(times[b]! < times[a]!);
  const other = c + (d - c) * Number(times[d]! < times[c]!);
  return one + (other - one) * Number(times[other]! < times[one]!);
}
