/** Occupancy of the devices over the measured interval: busy time, waiting requests, slots in use. */
import * as moved from '../kernel/moves.ts';
import type { Moves } from '../kernel/moves.ts';
import type { Stretches } from '../kernel/series.ts';
import type { Listener } from '../model.ts';
import * as deviceRows from './deviceRows.ts';
import type { MeasuredInterval } from './interval.ts';
import type { OverTime } from './overTime.ts';

const { ACCEPTED, ADMITTED, COMPLETED, KIND, NOW, PREEMPTED, RESUMED, RETURNED, STARTED, STATION, STRIDE } =
  moved;
const { ACROSS, BUSY, BUSY_SINCE, HELD, MOST, OCCUPIED } = deviceRows;

export class Occupancy implements Listener {
  private readonly devices: Float64Array;
  private readonly waits: Float64Array = new Float64Array(1);
  private readonly interval: MeasuredInterval;
  /** Whether slots are measured. */
  private readonly seats: boolean;
  private readonly overTime: OverTime | null;

  /** `devices` has their rows. */
  constructor(devices: Float64Array, interval: MeasuredInterval, seats: boolean, overTime: OverTime | null) {
    this.devices = devices;
    this.interval = interval;
    this.seats = seats;
    this.overTime = overTime;
  }

  /** Seconds that requests waited on devices, all of them together. */
  get waited(): number {
    return this.waits[0]!;
  }

  /** Few branches: whether a request finds or leaves a device empty is unpredictable. */
  moved({ rows, end }: Moves): void {
    const { devices } = this;
    for (let row = 0; row < end; row += STRIDE) {
      const device = rows[row + STATION]! | 0;
      if (device < 0) continue;
      const kind = rows[row + KIND]! | 0;
      if (kind === ACCEPTED) {
        const at = device * ACROSS;
        const held = devices[at + HELD]! + 1;
        const most = devices[at + MOST]!;
        devices[at + HELD] = held;
        // If the device is already busy, this writes to the next place, which is overwritten.
        devices[at + BUSY_SINCE + Number(held > 1)] = rows[row + NOW]!;
        devices[at + MOST] = Math.max(most, held);
      } else if (kind === COMPLETED || kind === RETURNED) {
        this.leave(rows, row, device);
        if (this.seats) this.rose(rows, row);
      } else if (kind === PREEMPTED && this.seats) this.roseAgain(rows, row);
    }
    if (this.overTime !== null) this.overTime.settle();
  }

  /** A request leaves the device. */
  private leave(rows: Float64Array, row: number, device: number): void {
    const { overTime, devices } = this;
    const at = device * ACROSS;
    const now = rows[row + NOW]!;
    const held = devices[at + HELD]! - 1;
    devices[at + HELD] = held;
    const emptied = Number(held === 0);
    const busySince = devices[at + BUSY_SINCE]!;
    devices[at + BUSY]! += emptied * this.interval.overlap(busySince, now);
    if (overTime === null) return;
    const line = overTime.lines === overTime.devices ? device : 0;
    note(overTime.stays, line, rows[row + ADMITTED]!, now, overTime.to, 1);
    note(overTime.spells, line, busySince, now, overTime.to, emptied);
  }

  /** Adds the time that a request has waited on the device it leaves, and its time on a slot. */
  private rose(rows: Float64Array, row: number): void {
    const interval = this.interval;
    const now = rows[row + NOW]!;
    const admitted = rows[row + ADMITTED]!;
    const started = rows[row + STARTED]!;
    if (started > now) {
      this.waits[0]! += interval.overlap(admitted, now);
      return;
    }
    const seated = seatedAt(rows, row);
    this.devices[rows[row + STATION]! * ACROSS + OCCUPIED]! += interval.overlap(seated, now);
    this.waits[0]! += interval.overlap(admitted, started) + interval.overlap(started, seated);
  }

  private roseAgain(rows: Float64Array, row: number): void {
    const time = this.interval.overlap(seatedAt(rows, row), rows[row + NOW]!);
    this.devices[rows[row + STATION]! * ACROSS + OCCUPIED]! += time;
    // When it leaves, all time from its first start to its last stay on a slot is added as waiting: this part was none.
    this.waits[0]! -= time;
  }
}

/** Notes a stretch from one time to another, or to the end of the run; kept only if it `counts`. */
function note(
  stretches: Stretches,
  line: number,
  from: number,
  to: number,
  end: number,
  counts: number,
): void {
  const at = stretches.size;
  stretches.size = at + counts;
  stretches.line[at] = line;
  stretches.from[at] = from;
  stretches.to[at] = to < end ? to : end;
}

/** Start of its present stay on a slot. */
function seatedAt(rows: Float64Array, row: number): number {
  return Math.max(rows[row + STARTED]!, rows[row + RESUMED]!);
}
