/** Who is on the devices, over the measured interval: when they are busy, who waits there and who is on a slot. */
import * as moved from '../kernel/moves.ts';
import type { Moves } from '../kernel/moves.ts';
import type { Stretches } from '../kernel/series.ts';
import type { Listener } from '../model.ts';
import type { MeasuredInterval } from './interval.ts';
import type { OverTime } from './overTime.ts';

const { ACCEPTED, ADMITTED, COMPLETED, KIND, NOW, PREEMPTED, RESUMED, RETURNED, STARTED, STATION, STRIDE } =
  moved;

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
    const { load, most, busySince } = this;
    for (let row = 0; row < end; row += STRIDE) {
      const device = rows[row + STATION]! | 0;
      if (device < 0) continue;
      switch (rows[row + KIND]) {
        case ACCEPTED: {
          const held = load[device]! + 1;
          load[device] = held;
          if (held === 1) busySince[device] = rows[row + NOW]!;
          if (held > most[device]!) most[device] = held;
          break;
        }
        case PREEMPTED:
          if (this.seats) this.roseAgain(rows, row);
          break;
        case RETURNED:
        case COMPLETED:
          this.leave(rows, row, device);
          if (this.seats) this.rose(rows, row);
      }
    }
    if (this.overTime !== null) this.overTime.settle();
  }

  /** A request is there no longer. */
  private leave(rows: Float64Array, row: number, device: number): void {
    const { overTime, load } = this;
    const now = rows[row + NOW]!;
    const line = overTime !== null && overTime.lines === this.busy.length ? device : 0;
    if (overTime !== null) note(overTime.stays, line, rows[row + ADMITTED]!, now, overTime.to);
    const held = load[device]! - 1;
    load[device] = held;
    if (held > 0) return;
    const busySince = this.busySince[device]!;
    this.busy[device]! += this.interval.overlap(busySince, now);
    if (overTime !== null) note(overTime.spells, line, busySince, now, overTime.to);
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

/** From a time to another, or to the end of the run. */
function note(stretches: Stretches, line: number, from: number, to: number, end: number): void {
  const at = stretches.size++;
  stretches.line[at] = line;
  stretches.from[at] = from;
  stretches.to[at] = to < end ? to : end;
}

/** Since when it is on the slot it has. */
function seatedAt(rows: Float64Array, row: number): number {
  return Math.max(rows[row + STARTED]!, rows[row + RESUMED]!);
}
