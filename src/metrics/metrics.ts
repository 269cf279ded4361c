/** Listens to a run and keeps every figure that the results name. Memory does not grow with the requests. */
import type { Requests } from '../kernel/requests.ts';
import {
  CLOUD,
  REASONS,
  type CloudModel,
  type Objective,
  type Power,
  type Reason,
  type Report,
} from '../model.ts';
import type { Recorded } from '../results.ts';
import { Clock } from './clock.ts';
import { Tally, type Platform, type Responsiveness } from './tally.ts';

export interface MetricsOptions {
  readonly requests: Requests;
  readonly warmup: number;
  readonly duration: number;
  /** Length of the arrivals' pattern, 0 when it has none. */
  readonly period: number;
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
  /** Of demand that comes from a log. */
  readonly recorded?: Recorded | undefined;
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
}

const NOTHING_ASKED: Objective = { ttft: Infinity, tpot: Infinity, e2e: Infinity };

export class Metrics implements Report {
  readonly options: MetricsOptions;
  readonly clock: Clock;
  readonly edge: Tally;
  readonly cloud: Tally;
  /** Counts of the requests that arrived in the measured interval. */
  arrivals = 0;
  rejected = 0;
  dropped = 0;
  failed = 0;
  readonly reasons: Float64Array = new Float64Array(REASONS.length);
  /** The same per device. */
  readonly served: Float64Array;
  readonly refusals: Float64Array;
  readonly tokens: Float64Array;
  readonly joules: Float64Array;
  /** Requests longer or shorter than anything its profile was measured at. */
  readonly outside: Float64Array;
  readonly #requests: Requests;
  readonly #warmup: number;

  constructor(options: MetricsOptions) {
    const { requests, warmup, duration, devices, responsiveness } = options;
    const objective = options.objective ?? NOTHING_ASKED;
    this.options = options;
    this.#requests = requests;
    this.#warmup = warmup;
    this.clock = new Clock(
      warmup,
      duration,
      devices.map((device) => device.power.idle),
    );
    this.edge = new Tally(requests, objective, responsiveness);
    this.cloud = new Tally(requests, objective, responsiveness);
    this.served = new Float64Array(devices.length);
    this.refusals = new Float64Array(devices.length);
    this.tokens = new Float64Array(devices.length);
    this.joules = new Float64Array(devices.length);
    this.outside = new Float64Array(devices.length);
  }

  arrived(_id: number, now: number): void {
    this.clock.arrivals.add(0, now, 1);
    if (now >= this.#warmup) this.arrivals++;
  }

  refused(_id: number, reason: Reason, by: number, now: number): void {
    if (by !== CLOUD) this.clock.refusals.add(0, now, 1);
    if (now < this.#warmup) return;
    this.reasons[REASONS.indexOf(reason)]!++;
    if (by !== CLOUD) this.rejected++;
    if (by >= 0) this.refusals[by]!++;
  }

  accepted(id: number, station: number, now: number): void {
    if (station >= 0) return this.clock.enter(station, now);
    const { prompt, output } = this.#requests;
    this.clock.cloudTokens.add(0, now, prompt[id]! + output[id]!);
  }

  worked(station: number, from: number, to: number, watts: number, share: number): void {
    this.clock.worked(station, from, to, watts, share);
  }

  preempted(id: number, station: number, now: number): void {
    const clock = this.clock;
    const seated = this.#seated(id);
    clock.ran(station, seated, now);
    // When it is done, all from its start to its last place on a slot is added: this was no waiting.
    clock.waiting -= clock.overlap(seated, now);
  }

  completed(id: number, station: number, now: number): void {
    const requests = this.#requests;
    const arrival = requests.arrival[id]!;
    const counts = arrival >= this.#warmup;
    if (station === CLOUD) {
      if (counts) this.cloud.add(id, now, this.options.cloud!);
      return;
    }
    const clock = this.clock;
    const started = requests.started[id]!;
    clock.leave(station, requests.admitted[id]!, now);
    const seated = this.#seated(id);
    clock.ran(station, seated, now);
    clock.waiting += clock.overlap(arrival, started) + clock.overlap(started, seated);
    clock.answers.add(0, now, 1);
    if (!counts) return;
    const device = this.options.devices[station]!;
    const prompt = requests.prompt[id]!;
    const output = requests.output[id]!;
    this.edge.add(id, now, device);
    this.served[station]!++;
    this.tokens[station]! += prompt + output;
    this.joules[station]! += requests.joules[id]!;
    const { range } = device;
    if (range && !measuredAt(range, prompt, output)) this.outside[station]!++;
  }

  lost(id: number, by: number, _now: number): void {
    if (this.#requests.arrival[id]! < this.#warmup) return;
    if (by === CLOUD) this.failed++;
    else this.dropped++;
  }

  /** Since when it is on the slot it has. */
  #seated(id: number): number {
    const { started, resumed } = this.#requests;
    return Math.max(started[id]!, resumed[id]!);
  }
}

function measuredAt({ prompt: [low, high], context }: LengthRange, prompt: number, output: number): boolean {
  return prompt >= low && prompt <= high && prompt + output <= context[1];
}
