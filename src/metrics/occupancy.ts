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
  /** Of each device, and one place for what is not to be kept. */
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
    this.busySince = new Float64Array(devices + 1);
    this.occupied = new Float64Array(seats ? devices : 0);
    this.interval = interval;
    this.seats = seats;
    this.overTime = overTime;
  }

  /** Seconds that requests waited on devices, all of them together. */
  get waited(): number {
    return this.waits[0]!;
  }

  /** With few branches: whether somebody finds a device empty, or leaves it so, cannot be foretold. */
  moved({ rows, end }: Moves): void {
    const { load, most, busySince, busy } = this;
    for (let row = 0; row < end; row += STRIDE) {
      const device = rows[row + STATION]! | 0;
      if (device < 0) continue;
      const kind = rows[row + KIND]! | 0;
      if (kind === ACCEPTED) {
        const held = load[device]! + 1;
        load[device] = held;
        busySince[device + (busy.length - device) * Number(held > 1)] = rows[row + NOW]!;
        if (held > most[device]!) most[device] = held;
      } else if (kind === COMPLETED || kind === RETURNED) {
        this.leave(rows, row, device);
        if (this.seats) this.rose(rows, row);
      } else if (kind === PREEMPTED && this.seats) this.roseAgain(rows, row);
    }
    if (this.overTime !== null) this.overTime.settle();
  }

  /** A request is there no longer. */
  private leave(rows: Float64Array, row: number, device: number): void {
    const { overTime, load } = this;
    const now = rows[row + NOW]!;
    const held = load[device]! - 1;
    load[device] = held;
    const emptied = Number(held === 0);
    const busySince = this.busySince[device]!;
    this.busy[device]! += emptied * this.interval.overlap(busySince, now);
    if (overTime === null) return;
    const line = overTime.lines === this.busy.length ? device : 0;
    note(overTime.stays, line, rows[row + ADMITTED]!, now, overTime.to, 1);
    note(overTime.spells, line, busySince, now, overTime.to, emptied);
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

/** From a time to another, or to the end of the run; kept if it `counts`. */
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

/** Since when it is on the slot it has. */
function seatedAt(rows: Float64Array, row: number): number {
  return Math.max(rows[row + STARTED]!, rows[row + RESUMED]!);
}
