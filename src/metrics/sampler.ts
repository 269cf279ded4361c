/** Reads how full the devices' windows are in the middle of every time bucket: a station that changes nothing. */
import { Series } from '../kernel/series.ts';
import type { Fleet, Station } from '../model.ts';
import type { Clock } from './clock.ts';

export class Sampler implements Station {
  /** Sum of the samples in the measured interval, per device, and how many there were. */
  readonly fill: Float64Array;
  samples = 0;
  /** Samples as they were, a bucket each: a line per device or one for the fleet. */
  readonly series: Series;
  readonly #fleet: Fleet;
  readonly #clock: Clock;
  #bucket = 0;

  constructor(fleet: Fleet, clock: Clock) {
    const { from, to, buckets } = clock.arrivals;
    this.#fleet = fleet;
    this.#clock = clock;
    this.fill = new Float64Array(fleet.size);
    this.series = new Series({ from, to, lines: clock.lines, buckets });
  }

  get due(): number {
    const at = (this.#bucket + 0.5) * this.series.width;
    return at <= this.#clock.to ? at : Infinity;
  }

  advance(now: number): void {
    const { size } = this.#fleet;
    const counts = now >= this.#clock.from;
    for (let i = 0; i < size; i++) {
      const fill = this.#fleet.fill(i, now);
      this.series.add(this.#clock.lines === size ? i : 0, now, fill);
      if (counts) this.fill[i]! += fill;
    }
    if (counts) this.samples++;
    this.#bucket++;
  }
}
