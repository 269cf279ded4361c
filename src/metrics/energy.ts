/** Energy of devices over the measured interval. */
import type { Works } from '../kernel/works.ts';
import type { Listener } from '../model.ts';
import * as deviceRows from './deviceRows.ts';
import type { MeasuredInterval } from './interval.ts';

const { ACROSS, DISPLACED, DRAWN } = deviceRows;

export class Energy implements Listener {
  private readonly devices: Float64Array;
  private readonly interval: MeasuredInterval;

  /** `devices` has their rows. */
  constructor(devices: Float64Array, interval: MeasuredInterval) {
    this.devices = devices;
    this.interval = interval;
  }

  worked({ size, station, from, to, watts, share }: Works): void {
    const { devices, interval } = this;
    for (let row = 0; row < size; row++) {
      const device = station[row]! * ACROSS;
      const seconds = interval.overlap(from[row]!, to[row]!) * share[row]!;
      devices[device + DRAWN]! += seconds * watts[row]!;
      devices[device + DISPLACED]! += seconds;
    }
  }
}
