/** Listens to a run and keeps every figure that the results name. Memory does not grow with the requests. */
import {
  ACCEPTED,
  ARRIVED,
  COMPLETED,
  LEFT,
  PREEMPTED,
  REFUSED,
  RETURNED,
  STRIDE,
  type Moves,
} from '../kernel/moves.ts';
import type { Works } from '../kernel/works.ts';
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
import { Clock } from './clock.ts';
import { Tally, type Platform, type Responsiveness } from './tally.ts';

export interface MetricsOptions {
  readonly warmup: number;
  readonly duration: number;
  /** Length of the arrivals' pattern, 0 when it has none. */
  readonly period: number;
  /** Requests a second that people would ask if answers took no time; null when requests come by themselves. */
  readonly asked: number | null;
  readonly devices: readonly MeasuredDevice[];
  readonly cloud: (Platform & { readonly model: CloudModel }) | null;
  /** Weight of quality in U. */
  readonly alpha: number;
  /** Dollars per kilowatt-hour. */
  readonly electricity: number;
  readonly includeIdle: boolean;
  /** Dollars the hardware costs over the measured interval; 0 when it does not count. */
  readonly hardware: number;
  readonly responsiveness: Responsiveness;
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
}

export interface MeasuredDevice extends Platform {
  readonly name: string;
  readonly profile: string;
  /** What lengths its profile was measured at; null when nothing is known of that. */
  readonly range: LengthRange | null;
  readonly slots: number;
  readonly power: Power;
  readonly capability: number;
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
  readonly clock: Clock;
  readonly edge: Tally;
  readonly cloud: Tally;
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
  /** The same per device. */
  readonly served: Float64Array;
  readonly refusals: Float64Array;
  readonly tokens: Float64Array;
  readonly joules: Float64Array;
  /** Requests longer or shorter than anything its profile was measured at. */
  readonly outside: Float64Array;
  private readonly warmup: number;
  private readonly closed: boolean;

  constructor(options: MetricsOptions) {
    const { warmup, duration, devices, responsiveness } = options;
    const objective = options.objective ?? NOTHING_ASKED;
    this.options = options;
    this.warmup = warmup;
    this.closed = options.asked !== null;
    this.clock = new Clock(
      warmup,
      duration,
      devices.map((device) => device.power.idle),
    );
    this.edge = new Tally(objective, responsiveness);
    this.cloud = new Tally(objective, responsiveness);
    this.served = new Float64Array(devices.length);
    this.refusals = new Float64Array(devices.length);
    this.tokens = new Float64Array(devices.length);
    this.joules = new Float64Array(devices.length);
    this.outside = new Float64Array(devices.length);
  }

  moved(moves: Moves): void {
    const { end, kind } = moves;
    for (let row = 0; row < end; row += STRIDE) {
      switch (kind[row]) {
        case ARRIVED:
          this.clock.arrivals.add(0, moves.now[row]!, 1);
          if (moves.now[row]! >= this.warmup) this.arrivals++;
          break;
        case REFUSED:
          this.refused(moves, row);
          break;
        case ACCEPTED:
          if (moves.station[row]! >= 0) this.clock.enter(moves.station[row]!, moves.now[row]!);
          else this.clock.cloudTokens.add(0, moves.now[row]!, moves.prompt[row]! + moves.output[row]!);
          break;
        case PREEMPTED:
          this.preempted(moves, row);
          break;
        case RETURNED:
          this.handedBack(moves, row);
          break;
        case COMPLETED:
          this.completed(moves, row);
          break;
        case LEFT:
          this.waits(moves, row);
          this.gone.add(moves.number[row]!);
          break;
        default:
          this.lost(moves, row);
      }
    }
  }

  worked(works: Works): void {
    const { size, station, from, to, watts, share } = works;
    for (let row = 0; row < size; row++)
      this.clock.worked(station[row]!, from[row]!, to[row]!, watts[row]!, share[row]!);
  }

  private refused(moves: Moves, row: number): void {
    const by = moves.station[row]!;
    const now = moves.now[row]!;
    if (by !== CLOUD) this.clock.refusals.add(0, now, 1);
    if (by >= 0 && moves.arrival[row]! >= this.warmup) this.refusals[by]!++;
  }

  private preempted(moves: Moves, row: number): void {
    const { clock } = this;
    const seated = seatedAt(moves, row);
    const now = moves.now[row]!;
    clock.ran(moves.station[row]!, seated, now);
    // When it is done, all from its start to its last place on a slot is added: this was no waiting.
    clock.waiting -= clock.overlap(seated, now);
  }

  /** It leaves a device: what it waited there, and was on a slot. */
  private left(moves: Moves, row: number): void {
    const { clock } = this;
    const station = moves.station[row]!;
    const now = moves.now[row]!;
    const admitted = moves.admitted[row]!;
    const started = moves.started[row]!;
    clock.leave(station, admitted, now);
    if (started > now) {
      clock.waiting += clock.overlap(admitted, now);
      return;
    }
    const seated = seatedAt(moves, row);
    clock.ran(station, seated, now);
    clock.waiting += clock.overlap(admitted, started) + clock.overlap(started, seated);
  }

  private handedBack(moves: Moves, row: number): void {
    if (moves.station[row]! >= 0) this.left(moves, row);
    if (moves.arrival[row]! < this.warmup) return;
    this.returned++;
    this.lostJoules += moves.joules[row]! - moves.wasted[row]!;
  }

  /** Of a closed loop: somebody waited for it until now. */
  private waits(moves: Moves, row: number): void {
    if (this.closed) this.waited += this.clock.overlap(moves.arrival[row]!, moves.now[row]!);
  }

  private completed(moves: Moves, row: number): void {
    this.waits(moves, row);
    const station = moves.station[row]!;
    const counts = moves.arrival[row]! >= this.warmup;
    if (counts) this.retries += moves.attempts[row]! - 1;
    if (station === CLOUD) {
      if (!counts) return;
      this.cloud.add(moves, row, this.options.cloud!);
      this.rejects(moves, row);
      return;
    }
    this.left(moves, row);
    this.clock.answers.add(0, moves.now[row]!, 1);
    if (!counts) return;
    const device = this.options.devices[station]!;
    const prompt = moves.prompt[row]!;
    const output = moves.output[row]!;
    this.edge.add(moves, row, device);
    this.served[station]!++;
    this.tokens[station]! += prompt + output;
    this.joules[station]! += moves.joules[row]!;
    const { range } = device;
    if (range && !measuredAt(range, prompt, output)) this.outside[station]!++;
  }

  private lost(moves: Moves, row: number): void {
    if (this.gone.size === 0 || !this.gone.delete(moves.number[row]!)) this.waits(moves, row);
    if (moves.arrival[row]! < this.warmup) return;
    const reason = moves.reason[row]!;
    this.vainJoules += moves.joules[row]!;
    this.vainDollars += moves.dollars[row]!;
    this.retries += moves.attempts[row]! - 1;
    if (reason === TIMEOUT) {
      this.abandoned++;
      this.reasons[reason - 1]!++;
      return;
    }
    this.rejects(moves, row);
    if (moves.station[row] === CLOUD) {
      this.failed++;
      this.reasons[reason - 1]!++;
    } else this.dropped++;
  }

  /** It ended elsewhere than at the edge: why the edge did not answer it, if it was asked. */
  private rejects(moves: Moves, row: number): void {
    const reason = moves.refused[row]!;
    if (reason === 0) return;
    this.rejected++;
    this.reasons[reason - 1]!++;
  }
}

/** Since when it is on the slot it has. */
function seatedAt({ started, resumed }: Moves, row: number): number {
  return Math.max(started[row]!, resumed[row]!);
}

function measuredAt({ prompt: [low, high], context }: LengthRange, prompt: number, output: number): boolean {
  return prompt >= low && prompt <= high && prompt + output <= context[1];
}
