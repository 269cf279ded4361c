/** How load, work and power went over the time of a run: sums in buckets. */
import { BucketSeries } from '../kernel/series.ts';
import type { Works } from '../kernel/works.ts';
import type { Listener } from '../model.ts';
import { bucketsOf, linesOf } from './buckets.ts';

/** The lines of the flow. */
export const FLOW = ['arrivals', 'served', 'rejected', 'cloudTokens'] as const;
export const ARRIVALS = 0;
export const SERVED = 1;
export const REJECTED = 2;
export const CLOUD_TOKENS = 3;

export class OverTime implements Listener {
  readonly devices: number;
  readonly lines: number;
  readonly to: number;
  /** Of the fleet: arrivals, what the edge answered and refused, tokens that went to the cloud. */
  readonly flow: BucketSeries;
  readonly busy: BucketSeries;
  readonly load: BucketSeries;
  /** Watts above idle. */
  readonly power: BucketSeries;
  private readonly idle: ArrayLike<number>;

  /** `idle` has the idle watts of each device. */
  constructor(duration: number, idle: ArrayLike<number>) {
    const { from, to, buckets } = bucketsOf(duration);
    this.devices = idle.length;
    this.lines = linesOf(this.devices);
    this.to = duration;
    this.idle = idle;
    const series = (lines: number): BucketSeries => new BucketSeries({ from, to, lines, buckets });
    this.flow = series(FLOW.length);
    this.busy = series(this.lines);
    this.load = series(this.lines);
    this.power = series(this.lines);
  }

  worked({ size, station, from, to, watts, share }: Works): void {
    for (let row = 0; row < size; row++) {
      const device = station[row]!;
      const above = (watts[row]! - this.idle[device]!) * share[row]!;
      this.power.addInterval(this.line(device), from[row]!, this.last(to[row]!), above);
    }
  }

  /** A request was on `device`. */
  stayed(device: number, since: number, now: number): void {
    this.load.addInterval(this.line(device), since, this.last(now), 1);
  }

  /** There was work on it. */
  wasBusy(device: number, since: number, now: number): void {
    this.busy.addInterval(this.line(device), since, this.last(now), 1);
  }

  private last(time: number): number {
    return time < this.to ? time : this.to;
  }

  private line(device: number): number {
    return this.lines === this.devices ? device : 0;
  }
}
