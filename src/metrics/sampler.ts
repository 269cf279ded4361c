/** Samples the fill of the devices' windows in the middle of every time bucket: a station without effect on the run. */
import { BucketSeries } from '../kernel/series.ts';
import type { Limiter, Run, Station } from '../model.ts';
import { bucketsOf, linesOf } from './buckets.ts';
import type { MeasuredInterval } from './interval.ts';

export class Sampler implements Station {
  /** Sum of the samples in the measured interval, per device, and how many there were. */
  readonly fill: Float64Array;
  samples = 0;
  /** Samples as they were, a bucket each: a line per device or one for the fleet. Null where nobody asks. */
  readonly series: BucketSeries | null;
  private readonly limiter: Limiter;
  private readonly interval: MeasuredInterval;
  private readonly each: boolean;
  private readonly width: number;
  private readonly run: Run;
  private readonly slot: number;
  private bucket = 0;

  /** `limiter` is that of the devices. */
  constructor(run: Run, limiter: Limiter, devices: number, interval: MeasuredInterval, story: boolean) {
    const { from, to, buckets, width } = bucketsOf(interval.to);
    const lines = linesOf(devices);
    this.limiter = limiter;
    this.interval = interval;
    this.run = run;
    this.each = lines === devices;
    this.width = width;
    this.fill = new Float64Array(devices);
    this.series = story ? new BucketSeries({ from, to, lines, buckets }) : null;
    this.slot = run.claim(this, 1);
    this.due();
  }

  /** Fills that fell are brought to now, and all are read, the empty ones too: which are empty is unpredictable. */
  advance(): void {
    const { each, fill: sums, limiter, series } = this;
    const now = this.run.clock[0]!;
    const counts = now >= this.interval.from ? 1 : 0;
    limiter.refresh();
    const { fill } = limiter;
    let sum = 0;
    for (let i = 0; i < sums.length; i++) {
      const one = fill[i]!;
      sum += one;
      sums[i]! += counts * one;
      if (each && series !== null) series.add(i, now, one);
    }
    if (!each && series !== null) series.add(0, now, sum);
    this.samples += counts;
    this.bucket++;
    this.due();
  }

  private due(): void {
    const at = (this.bucket + 0.5) * this.width;
    this.run.agenda.set(this.slot, at <= this.interval.to ? at : Infinity);
  }
}
