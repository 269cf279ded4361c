import { aligned } from './aligned.ts';

/** Up to this many are scanned when the best is asked for; above, a tree is used. */
const FEW = 32;
/** Children of a node: their first scores fit into one cache line. */
const FAN = 8;
const FAN_BITS = 3;

/**
 * Finds the least score and all indices that share it, over pairs (first, second) compared in that order. Indices with
 * an infinite first score are ignored. Large contests are trees: reading the best is O(1), changing a score or picking
 * among ties O(log n), and usually less, since a change that affects no winner stops early. Small ones are lists that
 * are scanned on demand: scores change more often than the best is asked for.
 */
export class Contest {
  private readonly size: number;
  /** Where each level of the tree begins, from the scores up to the root; empty for a list. */
  private readonly levels: readonly number[];
  /**
   * Where the best pair is in the columns once it is settled: the root of the tree, or behind the list. Hot code reads it
   * there, since V8 boxes a double that a call returns.
   */
  readonly top: number;
  readonly firsts: Float64Array;
  readonly seconds: Float64Array;
  /** How many share a node's pair; not kept for scores, which are one each. */
  private readonly counts: Int32Array;
  /** The lowest index that has the best pair of the list. */
  private lowest: number;
  /** 1 when the list was changed since it was last scanned. */
  private changed: number;

  constructor(size: number) {
    const levels: number[] = [];
    let places = size;
    if (size > FEW) {
      places = 0;
      for (let wide = size; ; wide = Math.ceil(wide / FAN)) {
        levels.push(places);
        // Only whole nodes: unused places of the last one are ignored.
        places += wide === 1 ? 0 : Math.ceil(wide / FAN) * FAN;
        if (wide === 1) break;
      }
    }
    this.size = size;
    this.levels = levels;
    this.top = places;
    this.firsts = aligned(places + 1).fill(Infinity);
    this.seconds = aligned(places + 1);
    this.counts = new Int32Array(places + 1);
    this.lowest = 0;
    this.changed = 0;
  }

  /** Scans the list if it was changed. */
  settle(): void {
    if (this.changed === 1) this.lookThrough();
  }

  /** The least first score; Infinity when all are infinite. */
  get first(): number {
    this.settle();
    return this.firsts[this.top]!;
  }

  get second(): number {
    this.settle();
    return this.seconds[this.top]!;
  }

  /** How many indices share the least pair. */
  get ties(): number {
    this.settle();
    return this.counts[this.top]!;
  }

  /** The k-th of the indices that share the least pair, in ascending order. */
  pick(k: number): number {
    const { levels, firsts, seconds, counts, top } = this;
    if (levels.length === 0) return this.pickFromList(k);
    const first = firsts[top]!;
    const second = seconds[top]!;
    let place = 0;
    for (let level = levels.length - 2; level >= 0; level--) {
      let node = levels[level]! + place * FAN;
      for (; ; node++) {
        if (firsts[node] !== first || seconds[node] !== second) continue;
        const count = level === 0 ? 1 : counts[node]!;
        if (k < count) break;
        k -= count;
      }
      place = node - levels[level]!;
    }
    return place;
  }

  set(i: number, first: number, second: number): void {
    if (this.levels.length > 0) return this.climb(i, first, first === Infinity ? 0 : second);
    this.firsts[i] = first;
    this.seconds[i] = first === Infinity ? 0 : second;
    this.changed = 1;
  }

  /** Updates the tree level by level, from the old and the new value of a node. */
  private climb(place: number, first: number, second: number): void {
    const { levels, firsts, seconds, counts } = this;
    let count = first === Infinity ? 0 : 1;
    for (let level = 0; ; level++, place >>= FAN_BITS) {
      const node = levels[level]! + place;
      const firstBefore = firsts[node]!;
      const secondBefore = seconds[node]!;
      const countBefore = level > 0 ? counts[node]! : firstBefore === Infinity ? 0 : 1;
      if (first === firstBefore && second === secondBefore && count === countBefore) return;
      firsts[node] = first;
      seconds[node] = second;
      if (level > 0) counts[node] = count;
      if (node === this.top) return;
      const above = levels[level + 1]! + (place >> FAN_BITS);
      const best = firsts[above]!;
      const next = seconds[above]!;
      const led = countBefore > 0 && firstBefore === best && secondBefore === next;
      if (first < best || (first === best && second < next)) continue;
      const others = counts[above]! - (led ? countBefore : 0);
      if (first === best && second === next) count += others;
      else if (!led) return;
      else if (others > 0) {
        first = best;
        second = next;
        count = others;
      } else {
        const begin = node - (place & (FAN - 1));
        first = Infinity;
        second = 0;
        count = 0;
        for (let child = begin; child < begin + FAN; child++) {
          const one = firsts[child]!;
          if (one > first) continue;
          const other = seconds[child]!;
          if (one < first || other < second) {
            first = one;
            second = other;
            count = level === 0 ? 1 : counts[child]!;
          } else if (other === second) count += level === 0 ? 1 : counts[child]!;
        }
        if (first === Infinity) count = 0;
      }
    }
  }

  private lookThrough(): void {
    const { size, firsts, seconds } = this;
    let first = Infinity;
    let second = Infinity;
    let ties = 0;
    let lowest = 0;
    for (let i = 0; i < size; i++) {
      const one = firsts[i]!;
      if (one > first) continue;
      const other = seconds[i]!;
      if (one < first || other < second) {
        first = one;
        second = other;
        ties = 1;
        lowest = i;
      } else if (other === second) ties++;
    }
    firsts[size] = first;
    seconds[size] = first === Infinity ? 0 : second;
    this.counts[size] = first === Infinity ? 0 : ties;
    this.lowest = lowest;
    this.changed = 0;
  }

  private pickFromList(k: number): number {
    this.settle();
    const { size, firsts, seconds } = this;
    const first = firsts[size]!;
    const second = seconds[size]!;
    let i = this.lowest;
    for (; k > 0; k--)
      do i++;
      while (firsts[i] !== first || seconds[i] !== second);
    return i;
  }
}
