/** Counts of values in bins of 1/8192 of an octave: the middle of a bin is within 0.0061 % of every value in it. */

const BINS_PER_OCTAVE = 8192;
/** Bits of a double's upper word below its first 13 of mantissa. */
const SHIFT = 7;
/** From 2^-20 s, about a microsecond, to 2^24 s, over half a year. */
const SMALLEST: number = 1 / 1048576;
const BINS: number = 44 * BINS_PER_OCTAVE;
/** The upper word of SMALLEST, shifted. */
const FIRST: number = (1023 - 20) * BINS_PER_OCTAVE;
const HIGH: number = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** Pages of neighbouring bins are allocated together, with the first value in one of them. */
const PAGE_SHIFT = 6;
const PAGE: number = 1 << PAGE_SHIFT;
const PAGES: number = BINS / PAGE;
/** A bin counts up to this in one byte; multiples are carried. */
const BYTE = 256;

/** A page, the number of values before it, and the number in it. */
export interface BinPosition {
  page: number;
  before: number;
  held: number;
}

export class Bins {
  /** Values of zero or below; positive values below the bins; values above the bins. */
  private zero = 0;
  private under = 0;
  private over = 0;
  /** Where the counts of a page begin; 0 while it is not allocated. */
  private readonly pages: Int32Array = new Int32Array(PAGES);
  private counts: Uint8Array = new Uint8Array(512 * PAGE);
  private carried: Float64Array | null = null;
  /** The first page is unused: 0 means not allocated. */
  private used: number = PAGE;

  /** Adds the first `length` values; `words` is the same memory as 32-bit words. */
  add(values: Float64Array, words: Uint32Array, length: number): void {
    const pages = this.pages;
    let counts = this.counts;
    for (let i = 0; i < length; i++) {
      const bin = (words[2 * i + HIGH]! >>> SHIFT) - FIRST;
      // A negative value has its sign in the upper word and lands beyond the last bin.
      if (bin < 0 || bin >= BINS) {
        this.outside(values[i]!);
        continue;
      }
      const page = bin >> PAGE_SHIFT;
      let at = pages[page]!;
      if (at === 0) {
        at = this.open(page);
        counts = this.counts;
      }
      at += bin & (PAGE - 1);
      const count = counts[at]! + 1;
      counts[at] = count;
      if (count === BYTE) this.carry(at, BYTE);
    }
  }

  merge(other: Bins): void {
    this.zero += other.zero;
    this.under += other.under;
    this.over += other.over;
    if (this.used === PAGE) return this.copy(other);
    for (let page = 0; page < PAGES; page++) {
      const from = other.pages[page]!;
      if (from > 0) this.mergePage(this.pages[page]! || this.open(page), other, from);
    }
  }

  private copy(other: Bins): void {
    this.pages.set(other.pages);
    this.counts = other.counts.slice();
    this.carried = other.carried && other.carried.slice();
    this.used = other.used;
  }

  private mergePage(to: number, other: Bins, from: number): void {
    const counts = this.counts;
    const theirs = other.counts;
    const carried = other.carried;
    for (let i = 0; i < PAGE; i++) {
      const sum = counts[to + i]! + theirs[from + i]!;
      counts[to + i] = sum;
      if (sum >= BYTE) this.carry(to + i, BYTE);
      if (carried && carried[from + i]! > 0) this.carry(to + i, carried[from + i]!);
    }
  }

  start(): BinPosition {
    return { page: -1, before: 0, held: this.zero + this.under };
  }

  /** Middle of the bin that contains the value at a rank of the sorted sample; moves `place` there. */
  middle(rank: number, place: BinPosition, largest: number): number {
    if (rank < this.zero) return 0;
    if (rank < this.zero + this.under) return SMALLEST / 2;
    if (rank < place.before) Object.assign(place, this.start());
    while (rank >= place.before + place.held) {
      place.before += place.held;
      if (++place.page === PAGES) {
        place.held = this.over;
        break;
      }
      place.held = this.heldIn(this.pages[place.page]!);
    }
    if (place.page === PAGES) return (edge(BINS) + largest) / 2;
    const from = this.pages[place.page]!;
    let i = 0;
    for (let upTo = place.before + this.count(from); rank >= upTo; upTo += this.count(from + i)) i++;
    const bin = place.page * PAGE + i;
    return (edge(bin) + edge(bin + 1)) / 2;
  }

  /** Calls `visit` with the middle and the count of every bin that is not empty; `largest` is the largest value. */
  each(visit: (value: number, count: number) => void, largest: number): void {
    if (this.zero > 0) visit(0, this.zero);
    if (this.under > 0) visit(SMALLEST / 2, this.under);
    const middle = new Float64Array(1);
    const words = new Uint32Array(middle.buffer);
    // Half of a bin is the highest bit that it leaves open.
    const half = 1 << (SHIFT - 1);
    for (let page = 0; page < PAGES; page++) {
      const from = this.pages[page]!;
      for (let i = 0; from > 0 && i < PAGE; i++) {
        const count = this.count(from + i);
        if (count === 0) continue;
        words[HIGH] = ((page * PAGE + i + FIRST) << SHIFT) + half;
        visit(middle[0]!, count);
      }
    }
    if (this.over > 0) visit((edge(BINS) + largest) / 2, this.over);
  }

  /** Number of values in the page that begins there. */
  private heldIn(from: number): number {
    let held = 0;
    for (let i = 0; from > 0 && i < PAGE; i++) held += this.count(from + i);
    return held;
  }

  private count(at: number): number {
    return this.counts[at]! + (this.carried ? this.carried[at]! : 0);
  }

  private outside(value: number): void {
    if (value <= 0) this.zero++;
    else if (value < SMALLEST) this.under++;
    else this.over++;
  }

  /** Allocates a page and returns where its counts begin. */
  private open(page: number): number {
    if (this.used === this.counts.length) {
      const more = new Uint8Array(2 * this.used);
      more.set(this.counts);
      this.counts = more;
      if (this.carried) this.carryIn();
    }
    const at = this.used;
    this.pages[page] = at;
    this.used = at + PAGE;
    return at;
  }

  private carry(at: number, amount: number): void {
    if (!this.carried) this.carryIn();
    this.carried![at]! += amount;
  }

  private carryIn(): void {
    const more = new Float64Array(this.counts.length);
    if (this.carried) more.set(this.carried);
    this.carried = more;
  }
}

/** Where a bin begins: the double with these upper bits and nothing after them. */
function edge(bin: number): number {
  const value = new Float64Array(1);
  new Uint32Array(value.buffer)[HIGH] = (bin + FIRST) << SHIFT;
  return value[0]!;
}
