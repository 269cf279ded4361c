/** What devices draw over the measured interval. */
import type { Works } from '../kernel/works.ts';
import type { Listener } from '../model.ts';
import type { MeasuredInterval } from './interval.ts';

export class Energy implements Listener {
  /** Joules drawn by work, and the idle board's seconds that the work displaced. */
  readonly joules: Float64Array;
  readonly displaced: Float64Array;
  private readonly interval: MeasuredInterval;

  constructor(devices: number, interval: MeasuredInterval) {
    this.joules = new Float64Array(devices);
    this.displaced = new Float64Array(devices);
    this.interval = interval;
  }

  worked({ size, station, from, to, watts, share }: Works): void {
    const { joules, displaced, interval } = this;
    for (let row = 0; row < size; row++) {
      const device = station[row]!;
      const seconds = interval.overlap(from[row]!, to[row]!) * share[row]!;
      joules[device]! += seconds * watts[row]!;
      displaced[device]! += seconds;
    }
  }
}
