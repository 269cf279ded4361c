/** Load, work and power over the time of a run, as sums in buckets. */
import { ROWS } from '../kernel/moves.ts';
import { BucketSeries, Stretches } from '../kernel/series.ts';
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
  /** When requests were on devices and when there was work on them, in the block that is being read. */
  readonly stays: Stretches = new Stretches(ROWS);
  readonly spells: Stretches = new Stretches(ROWS);
  private readonly drawn: Stretches = new Stretches(ROWS);
  private readonly group: Int32Array;
  private readonly idle: Float64Array;

  /** Which kind each device is of, and the idle watts of each kind. */
  constructor(duration: number, group: Int32Array, idle: Float64Array) {
    const { from, to, buckets } = bucketsOf(duration);
    this.devices = group.length;
    this.lines = linesOf(this.devices);
    this.to = duration;
    this.group = group;
    this.idle = idle;
    const series = (lines: number): BucketSeries => new BucketSeries({ from, to, lines, buckets });
    this.flow = series(FLOW.length);
    this.busy = series(this.lines);
    this.load = series(this.lines);
    this.power = series(this.lines);
  }

  worked({ size, station, from, to, watts, share }: Works): void {
    const { drawn, group, idle } = this;
    const each = this.lines === this.devices;
    for (let row = 0; row < size; row++) {
      const device = station[row]!;
      const end = to[row]!;
      drawn.line[row] = each ? device : 0;
      drawn.from[row] = from[row]!;
      drawn.to[row] = end < this.to ? end : this.to;
      drawn.rate[row] = (watts[row]! - idle[group[device]!]!) * share[row]!;
    }
    drawn.size = size;
    this.power.addAll(drawn);
  }

  /** Takes in what is in `stays` and `spells`. */
  settle(): void {
    this.load.addAll(this.stays);
    this.busy.addAll(this.spells);
    this.stays.size = 0;
    this.spells.size = 0;
  }
}
