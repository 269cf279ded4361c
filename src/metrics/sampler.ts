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
    if (clock.lines === clock.devices) {
      for (let i = 0; i < this.fill.length; i++) {
        limiter.look(i);
        const fill = limiter.fill[i]!;
        this.series.add(i, now, fill);
        if (counts) this.fill[i]! += fill;
      }
    } else this.sum(now, counts);
    if (counts) this.samples++;
    this.bucket++;
    this.due();
  }

  /** Of many devices: the fills that fell are brought to now, and all of them are added up. */
  private sum(now: number, counts: boolean): void {
    const { limiter } = this;
    limiter.refresh();
    const { fill } = limiter;
    const own = this.fill;
    let sum = 0;
    for (let i = 0; i < own.length; i++) {
      const one = fill[i]!;
      if (one === 0) continue;
      sum += one;
      if (counts) own[i]! += one;
    }
    this.series.add(0, now, sum);
  }

  private due(): void {
    const at = (this.bucket + 0.5) * this.series.width;
    this.run.agenda.set(this.slot, at <= this.clock.to ? at : Infinity);
  }
}
