/** What is measured over an interval of the clock, not over requests: load, busy time, power, and how they went over time. */
import { Series } from '../kernel/series.ts';

/** Widths of a time bucket that people read easily, in seconds. */
const WIDTHS: readonly number[] = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400,
  21600, 43200, 86400,
];
const BUCKETS = 480;
/** With more devices than this only the fleet as a whole is drawn over time. */
const LINES = 64;

/** The least of the readable widths that needs no more than 480 buckets; for very long runs a whole number of days. */
export function bucketWidth(duration: number): number {
  return WIDTHS.find((width) => duration <= width * BUCKETS) ?? Math.ceil(duration / BUCKETS / 86400) * 86400;
}

export class Clock {
  readonly from: number;
  readonly to: number;
  readonly devices: number;
  /** Series hold a line per device, or one for the fleet when there are many. */
  readonly lines: number;
  readonly busy: Float64Array;
  /** Slot-seconds with a sequence on them. */
  readonly occupied: Float64Array;
  /** Joules drawn by work, and the idle board's seconds that the work displaced. */
  readonly joules: Float64Array;
  readonly displaced: Float64Array;
  waiting = 0;
  readonly arrivals: Series;
  readonly refusals: Series;
  readonly answers: Series;
  readonly cloudTokens: Series;
  readonly busySeries: Series;
  readonly loadSeries: Series;
  /** Watts above idle. */
  readonly powerSeries: Series;
  /** Most requests that were on a device at once, those that waited there among them. */
  readonly most: Int32Array;
  readonly #idle: readonly number[];
  readonly #load: Int32Array;
  readonly #busySince: Float64Array;

  /** `idle` has the idle watts of each device. */
  constructor(warmup: number, duration: number, idle: readonly number[]) {
    const devices = idle.length;
    this.from = warmup;
    this.to = duration;
    this.#idle = idle;
    this.devices = devices;
    this.lines = devices <= LINES ? devices : 1;
    this.busy = new Float64Array(devices);
    this.occupied = new Float64Array(devices);
    this.joules = new Float64Array(devices);
    this.displaced = new Float64Array(devices);
    this.most = new Int32Array(devices);
    this.#load = new Int32Array(devices);
    this.#busySince = new Float64Array(devices);
    const width = bucketWidth(duration);
    const buckets = Math.max(1, Math.ceil(duration / width));
    const series = (lines: number): Series => new Series({ from: 0, to: width * buckets, lines, buckets });
    this.arrivals = series(1);
    this.refusals = series(1);
    this.answers = series(1);
    this.cloudTokens = series(1);
    this.busySeries = series(this.lines);
    this.loadSeries = series(this.lines);
    this.powerSeries = series(this.lines);
  }

  /** Seconds of [from, to] that lie in the measured interval. */
  overlap(from: number, to: number): number {
    const start = from > this.from ? from : this.from;
    const end = to < this.to ? to : this.to;
    return end > start ? end - start : 0;
  }

  enter(device: number, now: number): void {
    const load = ++this.#load[device]!;
    if (load === 1) this.#busySince[device] = now;
    if (load > this.most[device]!) this.most[device] = load;
  }

  /** A request that came at `since` is done. */
  leave(device: number, since: number, now: number): void {
    const line = this.#line(device);
    const end = now < this.to ? now : this.to;
    this.loadSeries.addInterval(line, since, end, 1);
    if (--this.#load[device]! > 0) return;
    const busySince = this.#busySince[device]!;
    this.busy[device]! += this.overlap(busySince, now);
    this.busySeries.addInterval(line, busySince, end, 1);
  }

  /** A sequence was on a slot of `device`. */
  ran(device: number, from: number, to: number): void {
    this.occupied[device]! += this.overlap(from, to);
  }

  worked(device: number, from: number, to: number, watts: number, share: number): void {
    const seconds = this.overlap(from, to) * share;
    this.joules[device]! += seconds * watts;
    this.displaced[device]! += seconds;
    const end = to < this.to ? to : this.to;
    this.powerSeries.addInterval(this.#line(device), from, end, (watts - this.#idle[device]!) * share);
  }

  #line(device: number): number {
    return this.lines === this.devices ? device : 0;
  }
}
