/**
 * The contracts between the engine and its plugins.
 *
 * Only whole numbers cross a call: a request is its row in `requests`, a machine its index in the fleet, a reason a
 * code. Doubles stay in columns, and `clock[0]` is the current time, in seconds from the start of the run. Every
 * factory receives the same clock, columns, agenda and desk, and stores those it needs.
 *
 * Only the desk moves requests. A caller updates its own state before it calls the desk: the call may come back to it
 * at once, with a request for the slot that has just become free.
 */
import type { Follower, Listener, Recourse } from './desk.ts';
import type { AnswerTimes, Lengths } from './kernel/machine.ts';
import type { Dates } from './logs/dates.ts';
import type { Recorded } from './results.ts';

/** Where requests come from. */
export interface Workload {
  /**
   * Fills the row of the next request: arrival, tenant, prompt, output, draw, and every other field that differs from
   * what `open` set. Arrival times never fall. After the last request the arrival is Infinity, from then on.
   *
   * In a closed loop, requests depend on the outcome of earlier ones. Such a workload is also a Station and a Follower:
   * its first `draw` gives Infinity, and it opens rows itself and passes them to `desk.arrive`.
   */
  draw(id: number): void;
  /** Mean lengths, known in advance: capability is computed for them. */
  readonly means: Lengths;
  /** When arrivals stop: the scenario's duration, or the end of a trace. */
  readonly duration: number;
  /** Mean rate in requests per second, known in advance. */
  readonly rate: number;
  /** Seconds after which the pattern of arrivals repeats; 0 when it has no period. */
  readonly period: number;
  /** Facts about a recorded log; absent for generated demand. */
  readonly recorded?: Recorded;
  /** Dates of the recording, where times of the run can be converted to dates. */
  readonly dates?: Dates;
  /**
   * In a closed loop, the number of users; `rate` is then that of users who get answers in no time. Absent where
   * arrivals do not depend on answers.
   */
  readonly users?: number;
  /** The tenants, if they have names. */
  readonly named?: Tenants;
  /** The number of tenants, if they have no names. Default 1. */
  readonly tenantCount?: number;
  /** The priorities of its requests, highest first, if there are several. */
  readonly priorities?: readonly number[];
}

/** Tenants by number. */
export interface Tenants {
  readonly names: readonly string[];
  /** The number of requests of each. */
  readonly requests: ArrayLike<number>;
}

/** Arrival times alone. They never fall. */
export interface Arrivals {
  /** Mean rate in requests per second over a whole period. */
  readonly rate: number;
  /** Seconds after which the pattern repeats; 0 when it has no period. */
  readonly period: number;
  next(): number;
  /** Fills `into` with what as many calls of `next` would give. */
  nextBlock?(into: Float64Array): void;
}

/**
 * Anything that acts at times of its own: machines, a cloud, a sampler, users, failures, retries, patience. It takes
 * slots of the agenda with `claim` while it is built, and may set their times at any moment. At equal times an arrival
 * goes first, then the lowest slot: the slots of devices are their indices, the slots of other stations come after
 * them.
 */
export interface Station {
  /** Called when the slot is due. It has to set the slot's next time; Infinity for none. */
  advance(slot: number): void;
}

/**
 * All machines of one fleet entry, each with its model and its queue; `i` is an index in the fleet, which is also the
 * machine's slot. A cloud is one too, with `i` 0. It writes its state into the columns of `fleet`, and reports each
 * change with `fleet.touch(i)`.
 */
export interface Servers extends Station {
  /** Why it would refuse the request (queue bound, memory, down), or 0. Asking has no visible effect. */
  refusal(i: number, id: number): number;
  /** Accepts a request that it does not refuse. */
  accept(i: number, id: number): void;
  /**
   * Removes a request that it holds, waiting or running, at once and without calling the desk, which asked for it. The
   * request's energy is settled to this instant, and `made` is set to the tokens generated so far.
   */
  withdraw(i: number, id: number): void;
  /** It goes down: all its requests are settled to this instant and returned with `desk.returned`. */
  stop(i: number): void;
  /** It comes up, and accepts requests again. */
  start(i: number): void;
  /** Time, energy and cost of a request of these lengths, ignoring current load; for a cloud, with mean delays. */
  estimate(prompt: number, output: number, into: AnswerTimes): void;
  /**
   * When its present step on the request ends, if it works in steps; now, if it is between two steps or not working on
   * the request.
   */
  step?(i: number, id: number): number;
  /** `fleet.speed[i]` changed: it reschedules what is running. */
  paced?(i: number): void;
}

/**
 * Decides whether a request may enter. `i` is a device, a tenant, or 0 for the fleet or the cloud. Called in order of
 * time.
 */
export interface Limiter {
  /** Why the request may not enter now, or 0. Asking has no visible effect. */
  refusal(i: number, id: number): number;
  charge(i: number, id: number): void;
  /**
   * Corrects the charge of a leg that was charged at `admitted` and ended after `made` tokens of its answer. Absent
   * when charges never need a correction.
   */
  readonly settle?: ((i: number, id: number) => void) | undefined;
  /**
   * Raises `again` of the request to the time when it may enter if nobody else comes; Infinity for never. Does nothing
   * if it may enter now. Absent for limiters that cannot predict this.
   */
  again?(i: number, id: number): void;
  /** Whether the charge of a completed leg is already right: `settle` is then called only for legs that ended early. */
  readonly exact?: boolean;
  /**
   * Share of the limit in use, for each i. Up to date after `charge`, `look` and `refresh`, otherwise as last written.
   */
  readonly fill: Float64Array;
  /** Updates one fill to the current time. */
  look(i: number): void;
  /**
   * Updates all fills to the current time, and touches those that fell with time. It tracks them from the first call
   * on.
   */
  refresh(): void;
  /** Whether one with less fill admits everything that one with more fill admits. */
  readonly ordered: boolean;
  /**
   * For limiters with fills that all fall continuously at the same rate: constants with the same order as the fills, so
   * that comparing them needs no update. `rank` updates those that have become empty, and touches them. Once it has
   * been called, `look` and `refresh` touch nothing.
   */
  readonly standing?: Float64Array;
  rank?(): void;
}

/**
 * Picks the device for a request. It never sees how long the answer will be. It learns what has changed on the devices
 * when it picks: `fleet.refresh()`, then `fleet.look()` until that returns -1.
 */
export interface Strategy {
  /** A device index, CLOUD or NONE. */
  pick(id: number): number;
  /** Device i accepted the request. A strategy has both this and `released`, or neither. */
  accepted?(id: number, i: number): void;
  /** Device i no longer holds it: it is complete or was returned. `made` has the tokens generated. */
  released?(id: number, i: number): void;
}

/** The visible state of the devices, as columns written by machines and limiters. */
export interface Fleet {
  readonly size: number;
  /** Requests waiting and running. */
  readonly load: Int32Array;
  /** Requests running. */
  readonly running: Int32Array;
  /** Requests per second that the device can sustain at the workload's mean lengths. */
  readonly capability: Float64Array;
  /** When its present work will be done if nothing else comes; any time up to now when idle. */
  readonly clear: Float64Array;
  /** 1 while it is up and has a free slot or a place in its queue, else 0. */
  readonly open: Uint8Array;
  /** 1 while it is up, 0 while it is down and refuses everything. */
  readonly up: Uint8Array;
  /** Speed relative to the profile: 1, or less because of heat or a power mode. Whoever writes it calls `paced`. */
  readonly speed: Float64Array;
  /** Devices of one group are interchangeable: same profile, slots, queue and limits. Their indices follow one another. */
  readonly group: Int32Array;
  /** Share of the device's limit in use, as last written; 0 without a limit. */
  readonly fill: Float64Array;
  /**
   * Numbers that order devices by fill: the fills themselves, or the limiter's `standing`. Up to date after `refresh`.
   */
  readonly standing: Float64Array;
  /** Whether, within a group, a device with less fill admits everything that a fuller one admits. */
  readonly ordered: boolean;
  /** Reports that the state of device i has changed. */
  touch(i: number): void;
  /**
   * Returns a device with changes since it was last returned here, each once; -1 when there is none. The first time,
   * all devices are returned.
   */
  look(): number;
  /** Updates what changes with time alone, `standing`, to the current time, and touches it. */
  refresh(): void;
  /** Whether device i would accept the request. */
  admits(i: number, id: number): boolean;
  /** Time, energy and cost of a request of these lengths on device i, or any other of its group. */
  estimate(i: number, prompt: number, output: number, into: AnswerTimes): void;
}

/**
 * Switches machines off and on. Calls are counted: a machine that was switched off twice is up after it was switched on
 * twice. Applies to `count` machines from `first` on, all at the same instant; CLOUD and 1 for the cloud.
 */
export interface Switch {
  off(first: number, count: number): void;
  on(first: number, count: number): void;
}

/** An order in which requests wait. */
export interface Order {
  /** The lowest rank goes first; ties go to the earlier one. Called once, when the request joins the queue. */
  rank(id: number): number;
  /** Whether a waiting request may take the place of a running one with a higher rank. */
  readonly preempts?: boolean;
}

/** All parts of a run. */
export interface RunParts<Floor, Gate> {
  readonly workload: Workload;
  /** Asked before the pick. */
  readonly gates: readonly Gate[];
  readonly fleet: Floor;
  readonly strategy: Strategy;
  readonly cloud: { readonly servers: Servers; readonly limiter: Limiter | null } | null;
  /** Other regions; missing where there are none. */
  readonly away?: Servers | undefined;
  readonly recourse: Recourse;
  readonly followers: readonly Follower[];
  readonly listeners: readonly Listener[];
}
