/** Replays the rows of a log in order, at the times of the run. */
import { derive, type Random } from '../kernel/random.ts';
import type { LogBlocks } from '../logs/blocks.ts';
import { inOrder } from '../logs/order.ts';
import type { LogStretch } from '../logs/stretch.ts';

interface ReplayOptions {
  /** Requests sent per request of the log: below 1 a random share, above 1 additional users. */
  readonly rate: number;
  /** Blocks to resample from; null to replay as recorded. */
  readonly blocks: LogBlocks | null;
  /** Seconds of log time after which it ends. */
  readonly seconds: number;
  readonly stream: (name: string) => Random;
}

const HOUR = 3600;

export class Replay {
  /** Seconds of log time since the start; Infinity at the end. */
  at = 0;
  row = 0;
  /** 0 for the recorded user, from 1 for users added by growth. */
  copy = 0;
  readonly #stretch: LogStretch;
  readonly #options: ReplayOptions;
  readonly #arrival: Float64Array;
  readonly #keeps: Random;
  readonly #picks: Random;
  readonly #further: readonly Random[];
  /** Rows left in the present piece, and the offset added to their arrivals. */
  #next = 0;
  #end = 0;
  #shift: number;
  /** With added users: the merged requests of an hour. */
  #times: Float64Array = new Float64Array(0);
  #rows: Int32Array = new Int32Array(0);
  #order: Uint32Array = new Uint32Array(0);
  #copies: Int32Array = new Int32Array(0);
  #merged = 0;
  #left = 0;
  #slot = 0;
  /** Where the present piece begins and ends in the log. */
  #start: number;
  #stop: number;

  constructor(stretch: LogStretch, options: ReplayOptions) {
    this.#stretch = stretch;
    this.#options = options;
    this.#arrival = stretch.log.arrival;
    this.#keeps = options.stream('keep');
    this.#picks = options.stream('block');
    const copies = Math.ceil(options.rate) - 1;
    this.#further = Array.from({ length: Math.max(0, copies) }, (_, k) => options.stream(`growth ${k + 1}`));
    this.#shift = -stretch.from;
    this.#start = stretch.from;
    this.#stop = stretch.to;
    if (options.blocks === null) {
      this.#next = stretch.low;
      this.#end = stretch.high;
    }
  }

  /** Moves on to the next request. */
  next(): void {
    const { rate } = this.#options;
    while (this.at < Infinity) {
      if (rate > 1 && this.#left < this.#merged) return this.#takeMerged();
      if (this.#next >= this.#end) {
        if (!this.#drawBlock()) this.at = Infinity;
      } else if (rate > 1) this.#merge();
      else {
        const row = this.#next++;
        if (rate < 1 && this.#keeps.uniform() >= rate) continue;
        this.row = row;
        return this.#comes(this.#arrival[row]! + this.#shift);
      }
    }
  }

  #comes(at: number): void {
    this.at = at > this.#options.seconds ? Infinity : at;
  }

  /** Moves on to the next drawn block; false when the requested number is reached or none is left. */
  #drawBlock(): boolean {
    const { blocks, seconds } = this.#options;
    if (blocks === null) return false;
    const start = this.#slot * blocks.length;
    if (start >= seconds) return false;
    const pool = blocks.pools[this.#slot % blocks.pools.length]!;
    const block = pool[Math.floor(this.#picks.uniform() * pool.length)]!;
    this.#next = blocks.low[block]!;
    this.#end = blocks.high[block]!;
    this.#shift = start - blocks.starts[block]!;
    this.#start = blocks.starts[block]!;
    this.#stop = this.#start + blocks.length;
    this.#slot++;
    return true;
  }

  #takeMerged(): void {
    const k = this.#order[this.#left++]!;
    this.row = this.#rows[k]!;
    this.copy = this.#copies[k]!;
    this.#comes(this.#times[k]! + this.#shift);
  }

  /**
   * Merges the rows of the next hour with those of the added users. Each added user repeats a recorded user's requests of
   * this hour at the same spacing, rotated within the hour by some minutes.
   */
  #merge(): void {
    const { log, clock } = this.#stretch;
    const first = this.#next;
    const at = this.#arrival[first]!;
    const zero = log.start ?? 0;
    const shown = zero + at + clock(zero + at);
    const start = Math.max(at - (shown - Math.floor(shown / HOUR) * HOUR), this.#start);
    const end = at + (Math.floor(shown / HOUR) + 1) * HOUR - shown;
    while (this.#next < this.#end && (this.#next === first || this.#arrival[this.#next]! < end)) this.#next++;
    this.#fill(first, this.#next, start, Math.min(end, this.#stop) - start);
    this.#start = end;
  }

  #fill(low: number, high: number, start: number, length: number): void {
    const { rate } = this.#options;
    this.#makeRoom((high - low) * (this.#further.length + 1));
    const { tenant } = this.#stretch.log;
    let size = 0;
    for (let row = low; row < high; row++) this.#put(size++, row, this.#arrival[row]!, 0);
    this.#further.forEach((random, k) => {
      const turn = random.uniform();
      const kept = random.uniform();
      const share = Math.min(1, rate - 1 - k);
      for (let row = low; row < high; row++) {
        if (share < 1 && derive(kept, row - low) >= share) continue;
        const by = derive(turn, tenant[row]!) * length;
        const moved = this.#arrival[row]! - start + by;
        this.#put(size++, row, start + (moved > length ? moved - length : moved), k + 1);
      }
    });
    this.#order = inOrder(this.#times.subarray(0, size));
    this.#merged = size;
    this.#left = 0;
  }

  #put(k: number, row: number, at: number, copy: number): void {
    this.#times[k] = at;
    this.#rows[k] = row;
    this.#copies[k] = copy;
  }

  #makeRoom(size: number): void {
    if (this.#times.length >= size) return;
    this.#times = new Float64Array(2 * size);
    this.#rows = new Int32Array(2 * size);
    this.#copies = new Int32Array(2 * size);
  }
}
