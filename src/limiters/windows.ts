/** There is room for so many charges at first. */
const FEW = 64;

/** Places in the row of a charge: when it leaves, what it costs, whose it is, for which request, and the one before of the same. */
const LEAVES = 0;
const COST = 1;
const OWNER = 2;
const REQUEST = 3;
const BEFORE = 4;
const WIDTH = 5;

/** Places in the row of each: what counts, as it was last brought to now, and the number of the last charge. */
const SUM = 0;
const LAST = 1;
const EACH = 2;

/**
 * What was charged in the last `length` seconds to each of many. All charges stand in one line, since they leave in the
 * order in which they came: a ring of rows, each with a number that counts on. Costs are whole numbers, so that sums are
 * exact however long they run. A charge at s counts at t iff s > t - length.
 */
export class Windows {
  private readonly length: number;
  private charges: Float64Array;
  /** Its places less one: a power of two less one. */
  private mask: number;
  /** Numbers of the oldest charge that counts, and of the next to come, whose row says that it never leaves. */
  private head: number;
  private tail: number;
  private each: Float64Array;

  constructor(length: number, size: number) {
    this.length = length;
    this.charges = new Float64Array(FEW * WIDTH).fill(Infinity);
    this.mask = FEW - 1;
    this.head = 0;
    this.tail = 0;
    this.each = nothing(size);
  }

  get size(): number {
    return this.each.length / EACH;
  }

  /** What counts for i, once what has left is out. */
  sum(i: number): number {
    return this.each[EACH * i + SUM]!;
  }

  /** Room for i. */
  reach(i: number): void {
    if (i < this.size) return;
    const more = nothing(Math.max(2 * this.size, i + 1));
    more.set(this.each);
    this.each = more;
  }

  /** Takes out the oldest charge if it has left by now, and returns whose it was; -1 when there is none. */
  leave(clock: Float64Array): number {
    const { charges } = this;
    const at = (this.head & this.mask) * WIDTH;
    if (charges[at + LEAVES]! > clock[0]!) return -1;
    const owner = charges[at + OWNER]! | 0;
    this.each[EACH * owner + SUM]! -= charges[at + COST]!;
    this.head++;
    return owner;
  }

  /** Charges `id` with `cost[0]`. */
  add(i: number, id: number, clock: Float64Array, cost: Float64Array): void {
    if (this.tail - this.head === this.mask) this.lengthen();
    const { charges, each, mask } = this;
    const at = (this.tail & mask) * WIDTH;
    charges[at + LEAVES] = clock[0]! + this.length;
    charges[at + COST] = cost[0]!;
    charges[at + OWNER] = i;
    charges[at + REQUEST] = id;
    charges[at + BEFORE] = each[EACH * i + LAST]!;
    each[EACH * i + LAST] = this.tail;
    each[EACH * i + SUM]! += cost[0]!;
    this.tail++;
    charges[(this.tail & mask) * WIDTH + LEAVES] = Infinity;
  }

  /** Puts another cost on the last charge made for `id` at `when`, if it still counts. */
  correct(i: number, id: number, when: number, cost: number): void {
    const { charges, mask } = this;
    const leave = when + this.length;
    let low = this.head;
    let high = this.tail;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (charges[(middle & mask) * WIDTH + LEAVES]! <= leave) low = middle + 1;
      else high = middle;
    }
    while (--low >= this.head) {
      const at = (low & mask) * WIDTH;
      if (charges[at + LEAVES] !== leave) return;
      if (charges[at + REQUEST] !== id || charges[at + OWNER] !== i) continue;
      this.each[EACH * i + SUM]! += cost - charges[at + COST]!;
      charges[at + COST] = cost;
      return;
    }
  }

  /** When no more than `most` counts, if nothing is added; -Infinity if that is so already. */
  until(i: number, most: number): number {
    const { charges } = this;
    let sum = 0;
    for (let number = this.each[EACH * i + LAST]!; number >= this.head;) {
      const at = (number & this.mask) * WIDTH;
      sum += charges[at + COST]!;
      if (sum > most) return charges[at + LEAVES]!;
      number = charges[at + BEFORE]!;
    }
    return -Infinity;
  }

  /** A ring twice as long; whoever is in it goes to the place that its number has there. */
  private lengthen(): void {
    const { charges, mask } = this;
    const longer = new Float64Array(2 * charges.length);
    const wider = 2 * mask + 1;
    for (let number = this.head; number <= this.tail; number++) {
      const from = (number & mask) * WIDTH;
      longer.set(charges.subarray(from, from + WIDTH), (number & wider) * WIDTH);
    }
    this.charges = longer;
    this.mask = wider;
  }
}

/** Rows of so many who were never charged. */
function nothing(size: number): Float64Array {
  const rows = new Float64Array(EACH * size);
  for (let at = LAST; at < rows.length; at += EACH) rows[at] = -1;
  return rows;
}
