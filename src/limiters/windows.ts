import { Agenda } from '../kernel/agenda.ts';

/** Rings begin with so many places. */
const FEW = 4;
/** Up to so many are looked through for what has left; of more, a tree knows the first. */
const LOOKED_THROUGH = 32;

/**
 * What was charged in the last `length` seconds to each of many: a ring of (when it leaves, cost, id) for each of them,
 * all in a few columns, with a running sum. Costs are whole numbers, so that the sum is exact however long it runs. A
 * charge at s counts at t iff s > t - length. A ring is given out at the first charge.
 */
export class Windows {
  /** What counts for each, as it was last looked at. */
  sum: Float64Array;
  private readonly length: number;
  private heads: Int32Array;
  private counts: Int32Array;
  /** Where each ring begins, and its places less one: a power of two less one; 0 places while there is none. */
  private begins: Int32Array;
  private masks: Int32Array;
  private leaves: Float64Array = new Float64Array(0);
  private costs: Float64Array = new Float64Array(0);
  private ids: Float64Array = new Float64Array(0);
  /** When the oldest charge of each leaves; Infinity when there is none. */
  private oldest: Float64Array;
  /** Places given out. */
  private used: number;
  /** Whose oldest charge leaves first, once somebody wants to know and there are many: then `oldest` is its column. */
  private expiries: Agenda | null;

  constructor(length: number, size: number) {
    this.length = length;
    this.sum = new Float64Array(size);
    this.heads = new Int32Array(size);
    this.counts = new Int32Array(size);
    this.begins = new Int32Array(size);
    this.masks = new Int32Array(size).fill(-1);
    this.oldest = new Float64Array(size).fill(Infinity);
    this.used = 0;
    this.expiries = null;
  }

  get size(): number {
    return this.sum.length;
  }

  /** Room for i. */
  reach(i: number): void {
    if (i < this.sum.length) return;
    const size = Math.max(2 * this.sum.length, i + 1);
    const longer = <Column extends Float64Array | Int32Array>(column: Column, long: Column): Column => {
      long.set(column);
      return long;
    };
    this.sum = longer(this.sum, new Float64Array(size));
    this.heads = longer(this.heads, new Int32Array(size));
    this.counts = longer(this.counts, new Int32Array(size));
    this.begins = longer(this.begins, new Int32Array(size));
    this.masks = longer(this.masks, new Int32Array(size).fill(-1));
    this.oldest = longer(this.oldest, new Float64Array(size).fill(Infinity));
    if (this.expiries !== null) this.expiries = this.watch();
  }

  /** Takes out what has left by now; returns whether anything had. */
  expire(i: number, clock: Float64Array): boolean {
    const now = clock[0]!;
    if (this.oldest[i]! > now) return false;
    const { leaves, costs } = this;
    const begin = this.begins[i]!;
    const mask = this.masks[i]!;
    let head = this.heads[i]!;
    let count = this.counts[i]!;
    do {
      this.sum[i]! -= costs[begin + head]!;
      head = (head + 1) & mask;
      count--;
    } while (count > 0 && leaves[begin + head]! <= now);
    this.heads[i] = head;
    this.counts[i] = count;
    this.oldest[i] = count === 0 ? Infinity : leaves[begin + head]!;
    if (this.expiries !== null) this.expiries.moved(i);
    return true;
  }

  /** Charges `id` with `cost[0]`, once what has left is out. */
  add(i: number, id: number, clock: Float64Array, cost: Float64Array): void {
    if (this.counts[i]! > this.masks[i]!) this.grow(i);
    const count = this.counts[i]!++;
    const at = this.begins[i]! + ((this.heads[i]! + count) & this.masks[i]!);
    const leaves = clock[0]! + this.length;
    this.leaves[at] = leaves;
    this.costs[at] = cost[0]!;
    this.ids[at] = id;
    this.sum[i]! += cost[0]!;
    if (count > 0) return;
    this.oldest[i] = leaves;
    if (this.expiries !== null) this.expiries.moved(i);
  }

  /** Puts another cost on the last charge made for `id` at `when`, if it still counts. */
  correct(i: number, id: number, when: number, cost: number): void {
    const { leaves } = this;
    const begin = this.begins[i]!;
    const mask = this.masks[i]!;
    const head = this.heads[i]!;
    const count = this.counts[i]!;
    const leave = when + this.length;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (leaves[begin + ((head + middle) & mask)]! <= leave) low = middle + 1;
      else high = middle;
    }
    while (--low >= 0) {
      const at = begin + ((head + low) & mask);
      if (leaves[at] !== leave) return;
      if (this.ids[at] !== id) continue;
      this.sum[i]! += cost - this.costs[at]!;
      this.costs[at] = cost;
      return;
    }
  }

  /** When no more than `most` counts, if nothing is added; -Infinity if that is so already. */
  until(i: number, most: number): number {
    const begin = this.begins[i]!;
    let sum = this.sum[i]!;
    let when = -Infinity;
    for (let k = 0; k < this.counts[i]! && sum > most; k++) {
      const at = begin + ((this.heads[i]! + k) & this.masks[i]!);
      sum -= this.costs[at]!;
      when = this.leaves[at]!;
    }
    return when;
  }

  /** Someone from `from` on whose oldest charge has left by now, or -1; all of them in turn, when each is looked at. */
  expired(from: number, clock: Float64Array): number {
    const { oldest } = this;
    if (oldest.length <= LOOKED_THROUGH) {
      const now = clock[0]!;
      for (let i = from; i < oldest.length; i++) if (oldest[i]! <= now) return i;
      return -1;
    }
    const expiries = (this.expiries ??= this.watch());
    return expiries.time <= clock[0]! ? expiries.first : -1;
  }

  private watch(): Agenda {
    const expiries = new Agenda(this.size);
    for (let i = 0; i < this.size; i++) if (this.counts[i]! > 0) expiries.set(i, this.oldest[i]!);
    this.oldest = expiries.due;
    return expiries;
  }

  /** A ring twice as long, at the end of all; the old one is left lying. */
  private grow(i: number): void {
    const before = this.masks[i]! + 1;
    const places = Math.max(FEW, 2 * before);
    if (this.used + places > this.leaves.length) this.lengthen(this.used + places);
    const begin = this.begins[i]!;
    const head = this.heads[i]!;
    for (let k = 0; k < before; k++) {
      const from = begin + ((head + k) & (before - 1));
      this.leaves[this.used + k] = this.leaves[from]!;
      this.costs[this.used + k] = this.costs[from]!;
      this.ids[this.used + k] = this.ids[from]!;
    }
    this.begins[i] = this.used;
    this.heads[i] = 0;
    this.masks[i] = places - 1;
    this.used += places;
  }

  private lengthen(least: number): void {
    const length = Math.max(least, 2 * this.leaves.length);
    const longer = (column: Float64Array): Float64Array => {
      const long = new Float64Array(length);
      long.set(column);
      return long;
    };
    this.leaves = longer(this.leaves);
    this.costs = longer(this.costs);
    this.ids = longer(this.ids);
  }
}
