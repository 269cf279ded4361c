/** The ring begins with so many places. */
const FEW = 16;

/**
 * What was charged in the last `length` seconds to each of many, with a running sum for each. Costs are whole numbers, so
 * that the sum is exact however long it runs. A charge at s counts at t iff s > t - length.
 *
 * All charges stay equally long, and leave in the order in which they came: they lie in one ring, whoever was charged,
 * and what has left is at its head. Charges are numbered, a number's last bits are its place, and each knows the number
 * of the next charge to the same.
 */
export class Windows {
  /** What counts for each, when what has left is out. */
  sum: Float64Array;
  private readonly length: number;
  /** Of each: how many charges count, and the numbers of the oldest and the youngest of them. */
  private counts: Int32Array;
  private oldest: Int32Array;
  private youngest: Int32Array;
  /** Of each charge: when it leaves, Infinity in a place that is free; what it is, for which request and to whom. */
  private leaves: Float64Array;
  private costs: Float64Array;
  private ids: Int32Array;
  private whose: Int32Array;
  private next: Int32Array;
  /** Places less one: a power of two less one. */
  private mask: number;
  /** The number of the oldest charge of all, and of the one to come. After two thousand million they begin anew below zero. */
  private head: number;
  private tail: number;

  constructor(length: number, size: number) {
    this.length = length;
    this.sum = new Float64Array(size);
    this.counts = new Int32Array(size);
    this.oldest = new Int32Array(size);
    this.youngest = new Int32Array(size);
    this.leaves = new Float64Array(FEW).fill(Infinity);
    this.costs = new Float64Array(FEW);
    this.ids = new Int32Array(FEW);
    this.whose = new Int32Array(FEW);
    this.next = new Int32Array(FEW);
    this.mask = FEW - 1;
    this.head = 0;
    this.tail = 0;
  }

  get size(): number {
    return this.sum.length;
  }

  /** Room for i. */
  reach(i: number): void {
    if (i < this.sum.length) return;
    const size = Math.max(2 * this.sum.length, i + 1);
    this.sum = longer(this.sum, new Float64Array(size));
    this.counts = longer(this.counts, new Int32Array(size));
    this.oldest = longer(this.oldest, new Int32Array(size));
    this.youngest = longer(this.youngest, new Int32Array(size));
  }

  /** Takes out the oldest charge of all, if it has left by now: returns whose it was, or -1. */
  leave(clock: Float64Array): number {
    const at = this.head & this.mask;
    if (this.leaves[at]! > clock[0]!) return -1;
    const i = this.whose[at]!;
    this.sum[i]! -= this.costs[at]!;
    this.counts[i]!--;
    this.oldest[i] = this.next[at]!;
    this.leaves[at] = Infinity;
    this.head = (this.head + 1) | 0;
    return i;
  }

  /** Charges `id` with `cost[0]`, once what has left is out. */
  add(i: number, id: number, clock: Float64Array, cost: Float64Array): void {
    const number = this.tail;
    if (((number - this.head) | 0) > this.mask) this.grow();
    const at = number & this.mask;
    this.leaves[at] = clock[0]! + this.length;
    this.costs[at] = cost[0]!;
    this.ids[at] = id;
    this.whose[at] = i;
    this.tail = (number + 1) | 0;
    this.sum[i]! += cost[0]!;
    if (this.counts[i]!++ === 0) this.oldest[i] = number;
    else this.next[this.youngest[i]! & this.mask] = number;
    this.youngest[i] = number;
  }

  /** Puts another cost on the last charge made to i for `id` at `when`, if it still counts. */
  correct(i: number, id: number, when: number, cost: number): void {
    const { leaves, mask, head } = this;
    const leave = when + this.length;
    let low = 0;
    let high = (this.tail - head) | 0;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (leaves[(head + middle) & mask]! <= leave) low = middle + 1;
      else high = middle;
    }
    while (--low >= 0) {
      const at = (head + low) & mask;
      if (leaves[at] !== leave) return;
      if (this.ids[at] !== id || this.whose[at] !== i) continue;
      this.sum[i]! += cost - this.costs[at]!;
      this.costs[at] = cost;
      return;
    }
  }

  /** When no more than `most` counts, if nothing is added; -Infinity if that is so already. */
  until(i: number, most: number): number {
    let sum = this.sum[i]!;
    let when = -Infinity;
    let number = this.oldest[i]!;
    for (let k = this.counts[i]!; k > 0 && sum > most; k--) {
      const at = number & this.mask;
      sum -= this.costs[at]!;
      when = this.leaves[at]!;
      number = this.next[at]!;
    }
    return when;
  }

  /** A ring twice as long. */
  private grow(): void {
    const { leaves, costs, ids, whose, next, mask } = this;
    const places = 2 * leaves.length;
    this.mask = places - 1;
    this.leaves = new Float64Array(places).fill(Infinity);
    this.costs = new Float64Array(places);
    this.ids = new Int32Array(places);
    this.whose = new Int32Array(places);
    this.next = new Int32Array(places);
    for (let number = this.head; number !== this.tail; number = (number + 1) | 0) {
      const from = number & mask;
      const to = number & this.mask;
      this.leaves[to] = leaves[from]!;
      this.costs[to] = costs[from]!;
      this.ids[to] = ids[from]!;
      this.whose[to] = whose[from]!;
      this.next[to] = next[from]!;
    }
  }
}

function longer<Column extends Float64Array | Int32Array>(column: Column, long: Column): Column {
  long.set(column);
  return long;
}
