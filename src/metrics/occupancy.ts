/** Who is on the devices, over the measured interval: when they are busy, who waits there and who is on a slot. */
import {
  ACCEPTED,
  ADMITTED,
  COMPLETED,
  KIND,
  NOW,
  PREEMPTED,
  RESUMED,
  RETURNED,
  STARTED,
  STATION,
  STRIDE,
  type Moves,
} from '../kernel/moves.ts';
import type { Listener } from '../model.ts';
import type { MeasuredInterval } from './interval.ts';
import type { OverTime } from './overTime.ts';

export class Occupancy implements Listener {
  /** Seconds with a request there. */
  readonly busy: Float64Array;
  /** Slot-seconds with a sequence on them. */
  readonly occupied: Float64Array;
  /** Most requests that were on a device at once, those that waited there among them. */
  readonly most: Int32Array;
  private readonly load: Int32Array;
  private readonly busySince: Float64Array;
  private readonly waits: Float64Array = new Float64Array(1);
  private readonly interval: MeasuredInterval;
  /** Whether it looks at slots. */
  private readonly seats: boolean;
  private readonly overTime: OverTime | null;

  constructor(devices: number, interval: MeasuredInterval, seats: boolean, overTime: OverTime | null) {
    this.busy = new Float64Array(devices);
    this.most = new Int32Array(devices);
    this.load = new Int32Array(devices);
    this.busySince = new Float64Array(devices);
    this.occupied = new Float64Array(seats ? devices : 0);
    this.interval = interval;
    this.seats = seats;
    this.overTime = overTime;
  }

  /** Seconds that requests waited on devices, all of them together. */
  get waited(): number {
    return this.waits[0]!;
  }

  moved({ rows, end }: Moves): void {
    for (let row = 0; row < end; row += STRIDE) {
      const device = rows[row + STATION]!;
      if (device < 0) continue;
      switch (rows[row + KIND]) {
        case ACCEPTED:
          this.enter(device, rows[row + NOW]!);
          break;
        case PREEMPTED:
          if (this.seats) this.roseAgain(rows, row);
          break;
        case RETURNED:
        case COMPLETED:
          this.leave(device, rows[row + ADMITTED]!, rows[row + NOW]!);
          if (this.seats) this.rose(rows, row);
      }
    }
  }

  private enter(device: number, now: number): void {
    const load = ++this.load[device]!;
    if (load === 1) this.busySince[device] = now;
    if (load > this.most[device]!) this.most[device] = load;
  }

  /** A request that came at `since` is there no longer. */
  private leave(device: number, since: number, now: number): void {
    const overTime = this.overTime;
    if (overTime !== null) overTime.stayed(device, since, now);
    if (--this.load[device]! > 0) return;
    const busySince = this.busySince[device]!;
    this.busy[device]! += this.interval.overlap(busySince, now);
    if (overTime !== null) overTime.wasBusy(device, busySince, now);
  }

  /** What a request waited on the device that it leaves, and was on a slot. */
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
    this.occupied[rows[row + STATION]!]! += interval.overlap(seated, now);
    this.waits[0]! += interval.overlap(admitted, started) + interval.overlap(started, seated);
  }

  private roseAgain(rows: Float64Array, row: number): void {
    const time = this.interval.overlap(seatedAt(rows, row), rows[row + NOW]!);
    this.occupied[rows[row + STATION]!]! += time;
    // When it is done, all from its start to its last place on a slot is added: this was no waiting.
    this.waits[0]! -= time;
  }
}

/** Since when it is on the slot it has. */
function seatedAt(rows: Float64Array, row: number): number {
  return Math.max(rows[row + STARTED]!, rows[row + RESUMED]!);
}
