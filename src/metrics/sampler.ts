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

  advance(): void {
    const { limiter } = this;
    const now = this.run.clock[0]!;
    const counts = now >= this.interval.from;
    if (this.each) {
      for (let i = 0; i < this.fill.length; i++) {
        limiter.look(i);
        const fill = limiter.fill[i]!;
        this.series?.add(i, now, fill);
        if (counts) this.fill[i]! += fill;
      }
    } else this.sum(now, counts);
    if (counts) this.samples++;
    this.bucket++;
    this.due();
  }

  /** Of many devices: the fills that fell are brought to now, and all of them are added up, the empty ones too: who is empty cannot be foretold. */
  private sum(now: number, counts: boolean): void {
    const { limiter } = this;
    limiter.refresh();
    const { fill } = limiter;
    const own = this.fill;
    let sum = 0;
    const share = Number(counts);
    for (let i = 0; i < own.length; i++) {
      const one = fill[i]!;
      sum += one;
      own[i]! += share * one;
    }
    this.series?.add(0, now, sum);
  }

  private due(): void {
    const at = (this.bucket + 0.5) * this.width;
    this.run.agenda.set(this.slot, at <= this.interval.to ? at : Infinity);
  }
}
