/** Latencies of the runs shown, counted in logarithmic bins, so that memory does not grow with the runs. */
import { ARRIVAL, COMPLETED, FIRST, KIND, NOW, STRIDE } from '../kernel/moves.ts';
import type { Listener } from '../model.ts';
import type { ChartPoint, WaitPoints } from './protocol.ts';

/** Seconds at the end of the first bin, the ratio of two ends, and how many there are: from 10 ms to 4 days. */
const LEAST = 0.01;
const RATIO = 1.06;
const BINS = 300;
const LOG_RATIO = Math.log(RATIO);

class Spread {
  readonly #counts = new Float64Array(BINS + 1);
  #all = 0;

  add(seconds: number): void {
    this.#all++;
    this.#counts[Math.min(BINS, Math.max(0, Math.ceil(Math.log(seconds / LEAST) / LOG_RATIO)))]!++;
  }

  /** The share that waited no longer, from the last time with share 0 to the first with share 1. */
  get points(): ChartPoint[] {
    const points: ChartPoint[] = [];
    let sum = 0;
    for (let bin = 0; bin <= BINS && sum < this.#all; bin++) {
      const before = sum;
      sum += this.#counts[bin]!;
      if (sum === 0) continue;
      if (before === 0) points.push([LEAST * RATIO ** (bin - 1), 0]);
      points.push([LEAST * RATIO ** bin, sum / this.#all]);
    }
    return points;
  }
}

/** Latencies of answered requests after the warm-up, by cell. */
export class Waits {
  readonly #cells = new Map<number, { readonly ttft: Spread; readonly e2e: Spread }>();
  listener(cell: number, warmup: number): Listener {
    const { ttft, e2e } = this.#of(cell);
    return {
      moved({ rows, end }) {
        for (let row = 0; row < end; row += STRIDE) {
          const arrival = rows[row + ARRIVAL]!;
          if (rows[row + KIND] !== COMPLETED || arrival < warmup) continue;
          ttft.add(rows[row + FIRST]! - arrival);
          e2e.add(rows[row + NOW]! - arrival);
        }
      },
    };
  }

  of(cell: number): WaitPoints {
    const { ttft, e2e } = this.#of(cell);
    return { ttft: ttft.points, e2e: e2e.points };
  }

  #of(cell: number) {
    let found = this.#cells.get(cell);
    if (!found) this.#cells.set(cell, (found = { ttft: new Spread(), e2e: new Spread() }));
    return found;
  }
}
