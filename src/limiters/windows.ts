/** Initial room for charges. */
const FEW = 64;

/** Fields of a charge: when it expires, its cost, its owner, the request, and the owner's previous charge. */
const LEAVES = 0;
const COST = 1;
const OWNER = 2;
const REQUEST = 3;
const BEFORE = 4;
const WIDTH = 5;

/** Fields of an owner: its sum as last brought up to date, and the number of its last charge. */
const SUM = 0;
const LAST = 1;
const EACH = 2;

/**
 * What was charged to each of many owners (devices or tenants) in the last `length` seconds. All charges are in one
 * ring buffer, since they expire in the order they were made; each has a number that counts up. Costs are whole
 * numbers, so sums stay exact however long they run. A charge at s counts at t iff s > t - length.
 */
export class Windows {
  private readonly length: number;
  private charges: Float64Array;
  /** The size of the ring less one: a power of two less one. */
  private mask: number;
  /** Numbers of the oldest charge that counts and of the next one; the row of the next one never expires. */
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

  /** The sum of i, after expired charges were removed. */
  sum(i: number): number {
    return this.each[EACH * i + SUM]!;
  }

  /** Makes room for owner i. */
  reach(i: number): void {
    if (i < this.size) return;
    const more = nothing(Math.max(2 * this.size, i + 1));
    more.set(this.each);
    this.each = more;
  }

  /** Removes the oldest charge if it has expired and returns its owner; -1 when there is none. */
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

  /** Changes the cost of the last charge made for `id` at `when`, if it still counts. */
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

  /** When the sum will be at most `most`, if nothing is added; -Infinity if it already is. */
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

  /** Doubles the ring; each charge moves to the slot of its number. */
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

/** Rows of owners without charges. */
function nothing(size: number): Float64Array {
  const rows = new Float64Array(EACH * size);
  for (let at = LAST; at < rows.length; at += EACH) rows[at] = -1;
  return rows;
}
