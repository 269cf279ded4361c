/** Reads how full the devices' windows are in the middle of every time bucket: a station that changes nothing. */
import { Series } from '../kernel/series.ts';
import type { Limiter, Run, Station } from '../model.ts';
import type { Clock } from './clock.ts';

export class Sampler implements Station {
  /** Sum of the samples in the measured interval, per device, and how many there were. */
  readonly fill: Float64Array;
  samples = 0;
  /** Samples as they were, a bucket each: a line per device or one for the fleet. */
  readonly series: Series;
  private readonly limiter: Limiter;
  private readonly clock: Clock;
  private readonly run: Run;
  private readonly slot: number;
  private bucket = 0;

  /** `limiter` is that of the devices. */
  constructor(run: Run, limiter: Limiter, clock: Clock) {
    const { from, to, buckets } = clock.arrivals;
    this.limiter = limiter;
    this.clock = clock;
    this.run = run;
    this.fill = new Float64Array(clock.devices);
    this.series = new Series({ from, to, lines: clock.lines, buckets });
    this.slot = run.claim(this, 1);
    this.due();
  }

  advance(): void {
    const { limiter, clock } = this;
    const now = this.run.clock[0]!;
    const counts = now >= clock.from;
    for (let i = 0; i < this.fill.length; i++) {
      limiter.look(i);
      const fill = limiter.fill[i]!;
      this.series.add(clock.lines === clock.devices ? i : 0, now, fill);
      if (counts) this.fill[i]! += fill;
    }
    if (counts) this.samples++;
    this.bucket++;
    this.due();
  }

  private due(): void {
    const at = (this.bucket + 0.5) * this.series.width;
    this.run.agenda.set(this.slot, at <= this.clock.to ? at : Infinity);
  }
}
