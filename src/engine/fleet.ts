/** The columns of the fleet, written by machines and limiters and read by strategies. */
import type { AnswerTimes, Fleet, Limiter, Servers } from '../model.ts';

/** In which lists of changes a device is. */
const REFILLED = 1;
const TOUCHED = 2;

export class Floor implements Fleet {
  readonly size: number;
  readonly load: Int32Array;
  readonly running: Int32Array;
  readonly capability: Float64Array;
  readonly clear: Float64Array;
  readonly open: Uint8Array;
  readonly up: Uint8Array;
  readonly speed: Float64Array;
  readonly group: Int32Array;
  /** The fleet's entries, and where the machines of each end; the number of entries is filled up to a power of two. */
  private readonly entries: Servers[];
  private ends: Int32Array;
  /** That of the devices; null when nothing limits them. */
  limiter: Limiter | null;
  fill: Float64Array;
  standing: Float64Array;
  private readonly touched: Int32Array;
  private touches: number;
  /**
   * Those that a limiter alone has changed, apart: when limiters bring what they show up to date depends on who looks
   * at it, and in which order machines changed must not.
   */
  private readonly refilled: Int32Array;
  private refills: number;
  /** Of each: TOUCHED, REFILLED, both or 0. */
  private readonly noted: Uint8Array;
  /** 1 when anybody looks: until then all are touched, and nothing is noted. */
  private looks: number;
  private looked: number;
  /** The device that is known to admit the request now at the desk. */
  private admitted: number;

  constructor(groups: ArrayLike<number>) {
    const size = groups.length;
    this.size = size;
    this.load = new Int32Array(size);
    this.running = new Int32Array(size);
    this.capability = new Float64Array(size);
    this.clear = new Float64Array(size);
    this.open = new Uint8Array(size).fill(1);
    this.up = new Uint8Array(size).fill(1);
    this.speed = new Float64Array(size).fill(1);
    this.group = Int32Array.from(groups);
    this.entries = [];
    this.ends = new Int32Array(0);
    this.limiter = null;
    this.fill = new Float64Array(size);
    this.standing = this.fill;
    this.touched = new Int32Array(size);
    this.touches = 0;
    this.refilled = new Int32Array(size);
    this.refills = 0;
    this.noted = new Uint8Array(size);
    this.looks = 0;
    this.looked = 0;
    this.admitted = -1;
  }

  /** Machines of the next entry. */
  add(servers: Servers, count: number): void {
    const { entries, ends } = this;
    const before = entries.length === 0 ? 0 : ends[entries.length - 1]!;
    const place = entries.push(servers) - 1;
    if (place === ends.length) {
      this.ends = new Int32Array(Math.max(1, 2 * place)).fill(this.size);
      this.ends.set(ends);
    }
    this.ends[place] = before + count;
  }

  /** Who has machine i. Found by computing: a column of them would have to come from memory. */
  serversOf(i: number): Servers {
    const { ends } = this;
    let entry = 0;
    for (let half = ends.length >> 1; half > 0; half >>= 1)
      entry += half * Number(i >= ends[entry + half - 1]!);
    return this.entries[entry]!;
  }

  limit(limiter: Limiter): void {
    this.limiter = limiter;
    this.fill = limiter.fill;
    this.standing = limiter.standing ?? limiter.fill;
  }

  get ordered(): boolean {
    return this.limiter === null || this.limiter.ordered;
  }

  touch(i: number): void {
    const noted = this.noted[i]!;
    if (this.looks === 0 || noted >= TOUCHED) return;
    this.noted[i] = noted + TOUCHED;
    this.touched[this.touches++] = i;
  }

  /** A limiter shows something else of it. */
  refill(i: number): void {
    if (this.looks === 0 || this.noted[i] !== 0) return;
    this.noted[i] = REFILLED;
    this.refilled[this.refills++] = i;
  }

  look(): number {
    if (this.looks === 0) return this.first();
    if (this.touches === 0) return this.refills === 0 ? -1 : this.lookLimited();
    const i = this.touched[--this.touches]!;
    this.noted[i] = 0;
    return i;
  }

  /** After the machines that changed: those whose limits did, and nothing else. */
  private lookLimited(): number {
    while (this.refills > 0) {
      const i = this.refilled[--this.refills]!;
      if (this.noted[i] === 0) continue;
      this.noted[i] = 0;
      return i;
    }
    return -1;
  }

  refresh(): void {
    const { limiter } = this;
    if (limiter === null) return;
    if (limiter.rank === undefined) limiter.refresh();
    else limiter.rank();
  }

  /** Another request is at the desk. */
  expect(): void {
    this.admitted = -1;
  }

  admits(i: number, id: number): boolean {
    if (this.refusal(i, id) !== 0) return false;
    this.admitted = i;
    return true;
  }

  estimate(i: number, prompt: number, output: number, into: AnswerTimes): void {
    this.serversOf(i).estimate(prompt, output, into);
  }

  /** Why device i would not take the request, or 0. */
  refusal(i: number, id: number): number {
    if (i === this.admitted) return 0;
    if (this.limiter !== null) {
      const reason = this.limiter.refusal(i, id);
      if (reason !== 0) return reason;
    }
    return this.serversOf(i).refusal(i, id);
  }

  /** The first look finds all of them. */
  private first(): number {
    if (this.looked < this.size) return this.looked++;
    this.looks = 1;
    return -1;
  }
}
