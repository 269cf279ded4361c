/** Listens to a run and keeps every figure that somebody asks for. Memory does not grow with the requests. */
import {
  ACCEPTED,
  ARRIVAL,
  ARRIVED,
  ATTEMPTS,
  COMPLETED,
  DOLLARS,
  JOULES,
  KIND,
  LAST_REFUSAL,
  LEFT,
  NOW,
  NUMBER,
  OUTPUT,
  PROMPT,
  REASON,
  REFUSED,
  RETURNED,
  STATION,
  STRIDE,
  WASTED,
  LOST,
  type Moves,
} from '../kernel/moves.ts';
import type { BucketSeries } from '../kernel/series.ts';
import {
  CLOUD,
  REASONS,
  TIMEOUT,
  type CloudModel,
  type Listener,
  type Objective,
  type Power,
} from '../model.ts';
import type { Recorded } from '../results.ts';
import { Energy } from './energy.ts';
import { MeasuredInterval } from './interval.ts';
import { Occupancy } from './occupancy.ts';
import { gaugesFor, type Gauges, type Only } from './only.ts';
import { ARRIVALS, CLOUD_TOKENS, OverTime, REJECTED, SERVED } from './overTime.ts';
import { Tally, type AnswerValue, type CountedResponsiveness } from './tally.ts';

export interface MetricsOptions {
  readonly warmup: number;
  readonly duration: number;
  /** Length of the arrivals' pattern, 0 when it has none. */
  readonly period: number;
  /** Requests a second that people would ask if answers took no time; null when requests come by themselves. */
  readonly asked: number | null;
  /** What is the same for all machines of an entry, and which entry each machine is of. */
  readonly kinds: readonly MeasuredKind[];
  readonly group: Int32Array;
  /** Requests per second that the fleet can sustain. */
  readonly capability: number;
  readonly names: () => readonly string[];
  readonly cloud: (AnswerValue & { readonly model: CloudModel }) | null;
  /** Weight of quality in U. */
  readonly alpha: number;
  /** Dollars per kilowatt-hour. */
  readonly electricity: number;
  readonly includeIdle: boolean;
  /** Dollars the hardware costs over the measured interval; 0 when it does not count. */
  readonly hardware: number;
  readonly responsiveness: CountedResponsiveness;
  /** Null when nothing is asked of an answer. */
  readonly objective: Objective | null;
  /** What else there may be to tell of. */
  readonly also: {
    /** Of requests that are tried again. */
    readonly retries: boolean;
    /** Of clients who give up. */
    readonly abandoned: boolean;
    /** Of work for nobody. */
    readonly lost: boolean;
  };
  /** Of demand that comes from a log. */
  readonly recorded?: Recorded | undefined;
  /** Seconds of the measured interval that each machine and the cloud were down; null for those that cannot be. */
  readonly down: {
    readonly devices: ((i: number) => number) | null;
    readonly cloud: (() => number) | null;
  };
  /** What is read of it; all there is when nothing is said. */
  readonly only?: Only | undefined;
}

export interface MeasuredKind extends AnswerValue {
  readonly profile: string;
  /** What lengths its profile was measured at; null when nothing is known of that. */
  readonly range: LengthRange | null;
  readonly slots: number;
  readonly power: Power;
}

/** Lowest and highest prompt and number of cached tokens: what prefill and a decode step take depends on these. */
export interface LengthRange {
  readonly prompt: readonly [number, number];
  readonly context: readonly [number, number];
  /** Fewest and most sequences at once; missing where nobody says. */
  readonly batch?: readonly [number, number];
}

const NOTHING_ASKED: Objective = { ttft: Infinity, tpot: Infinity, e2e: Infinity };

export class Metrics implements Listener {
  readonly options: MetricsOptions;
  readonly gauges: Gauges;
  readonly interval: MeasuredInterval;
  readonly edge: Tally;
  readonly cloud: Tally;
  /** Null where nobody asks. */
  readonly occupancy: Occupancy | null;
  readonly energy: Energy | null;
  readonly overTime: OverTime | null;
  /** Counts of the requests that arrived in the measured interval. */
  arrivals = 0;
  rejected = 0;
  dropped = 0;
  failed = 0;
  /** Whose client gave up. */
  abandoned = 0;
  /** Tries at the edge after the first, of all. */
  retries = 0;
  /** Of these, legs that ended without an answer, and the joules they drew. */
  returned = 0;
  lostJoules = 0;
  /** What requests drew at the edge that never had an answer. */
  vainJoules = 0;
  /** What clouds asked for them. */
  vainDollars = 0;
  /** Seconds that people waited for answers in the measured interval; of a closed loop alone. */
  waited = 0;
  /** Requests whose clients have left, by which arrival they are, until the work on them ends. */
  private readonly gone: Set<number> = new Set();
  readonly reasons: Float64Array = new Float64Array(REASONS.length);
  /** The same per device, where somebody asks. */
  readonly served: Float64Array;
  readonly refusals: Float64Array;
  readonly tokens: Float64Array;
  readonly joules: Float64Array;
  /** Requests longer or shorter than anything its profile was measured at. */
  readonly outside: Float64Array;
  private readonly warmup: number;
  private readonly closed: boolean;
  private readonly each: boolean;
  private readonly warns: boolean;
  private readonly flow: BucketSeries | null;

  constructor(options: MetricsOptions) {
    const { warmup, duration, kinds, group, responsiveness } = options;
    const objective = options.objective ?? NOTHING_ASKED;
    const gauges = gaugesFor(options.only);
    const devices = group.length;
    this.options = options;
    this.gauges = gauges;
    this.warmup = warmup;
    this.closed = options.asked !== null;
    this.interval = new MeasuredInterval(warmup, duration);
    this.edge = new Tally(objective, responsiveness, gauges);
    this.cloud = new Tally(objective, responsiveness, gauges);
    this.overTime = gauges.story
      ? new OverTime(
          duration,
          Float64Array.from(group, (kind) => kinds[kind]!.power.idle),
        )
      : null;
    this.flow = this.overTime && this.overTime.flow;
    this.each = gauges.devices;
    this.warns = gauges.warnings;
    this.occupancy =
      gauges.busy || gauges.seats ? new Occupancy(devices, this.interval, gauges.seats, this.overTime) : null;
    this.energy = gauges.energy ? new Energy(devices, this.interval) : null;
    const rows = gauges.devices ? devices : 0;
    this.served = new Float64Array(rows);
    this.refusals = new Float64Array(rows);
    this.tokens = new Float64Array(rows);
    this.joules = new Float64Array(rows);
    this.outside = new Float64Array(gauges.warnings ? devices : 0);
  }

  /** Everybody who counts for it. */
  get listeners(): readonly Listener[] {
    return [this, this.occupancy, this.energy, this.overTime].filter((one) => one !== null);
  }

  moved({ rows, end }: Moves): void {
    for (let row = 0; row < end; row += STRIDE) {
      switch (rows[row + KIND]) {
        case ARRIVED:
          this.arrived(rows, row);
          break;
        case REFUSED:
          this.refused(rows, row);
          break;
        case ACCEPTED:
          if (rows[row + STATION] === CLOUD && this.flow !== null)
            this.flow.add(CLOUD_TOKENS, rows[row + NOW]!, rows[row + PROMPT]! + rows[row + OUTPUT]!);
          break;
        case RETURNED:
          this.handedBack(rows, row);
          break;
        case COMPLETED:
          this.completed(rows, row);
          break;
        case LEFT:
          this.waits(rows, row);
          this.gone.add(rows[row + NUMBER]!);
          break;
        case LOST:
          this.lost(rows, row);
      }
    }
  }

  private arrived(rows: Float64Array, row: number): void {
    const now = rows[row + NOW]!;
    if (this.flow !== null) this.flow.add(ARRIVALS, now, 1);
    if (now >= this.warmup) this.arrivals++;
  }

  private refused(rows: Float64Array, row: number): void {
    const by = rows[row + STATION]!;
    if (this.flow !== null && by !== CLOUD) this.flow.add(REJECTED, rows[row + NOW]!, 1);
    if (this.each && by >= 0 && rows[row + ARRIVAL]! >= this.warmup) this.refusals[by]!++;
  }

  private handedBack(rows: Float64Array, row: number): void {
    if (rows[row + ARRIVAL]! < this.warmup) return;
    this.returned++;
    this.lostJoules += rows[row + JOULES]! - rows[row + WASTED]!;
  }

  /** Of a closed loop: somebody waited for it until now. */
  private waits(rows: Float64Array, row: number): void {
    if (this.closed) this.waited += this.interval.overlap(rows[row + ARRIVAL]!, rows[row + NOW]!);
  }

  private completed(rows: Float64Array, row: number): void {
    this.waits(rows, row);
    const station = rows[row + STATION]!;
    if (this.flow !== null && station !== CLOUD) this.flow.add(SERVED, rows[row + NOW]!, 1);
    if (rows[row + ARRIVAL]! < this.warmup) return;
    this.retries += rows[row + ATTEMPTS]! - 1;
    if (station === CLOUD) {
      this.cloud.add(rows, row, this.options.cloud!);
      this.rejects(rows, row);
      return;
    }
    const kind = this.options.kinds[this.options.group[station]!]!;
    this.edge.add(rows, row, kind);
    if (!this.each) return;
    const prompt = rows[row + PROMPT]!;
    const output = rows[row + OUTPUT]!;
    this.served[station]!++;
    this.tokens[station]! += prompt + output;
    this.joules[station]! += rows[row + JOULES]!;
    const { range } = kind;
    if (this.warns && range && !measuredAt(range, prompt, output)) this.outside[station]!++;
  }

  private lost(rows: Float64Array, row: number): void {
    if (this.gone.size === 0 || !this.gone.delete(rows[row + NUMBER]!)) this.waits(rows, row);
    if (rows[row + ARRIVAL]! < this.warmup) return;
    const reason = rows[row + REASON]!;
    this.vainJoules += rows[row + JOULES]!;
    this.vainDollars += rows[row + DOLLARS]!;
    this.retries += rows[row + ATTEMPTS]! - 1;
    if (reason === TIMEOUT) {
      this.abandoned++;
      this.reasons[reason - 1]!++;
      return;
    }
    this.rejects(rows, row);
    if (rows[row + STATION] === CLOUD) {
      this.failed++;
      this.reasons[reason - 1]!++;
    } else this.dropped++;
  }

  /** It ended elsewhere than at the edge: why the edge did not answer it, if it was asked. */
  private rejects(rows: Float64Array, row: number): void {
    const reason = rows[row + LAST_REFUSAL]!;
    if (reason === 0) return;
    this.rejected++;
    this.reasons[reason - 1]!++;
  }
}

function measuredAt({ prompt: [low, high], context }: LengthRange, prompt: number, output: number): boolean {
  return prompt >= low && prompt <= high && prompt + output <= context[1];
}
