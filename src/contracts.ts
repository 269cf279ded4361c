/**
 * The contracts between the engine and its plugins.
 *
 * Only whole numbers cross a call: a request is its row in `requests`, a machine its index in the fleet, a reason a
 * code. Doubles stay in columns, and `clock[0]` is now, in seconds from the start of the run. Every factory is handed
 * the same clock, columns, agenda and desk, and stores those it needs.
 *
 * Requests move through the desk alone, and whoever calls it has put its own figures in order first: what the desk does
 * may come back to it at once, as a request for the place that has just become free.
 */
import type { Follower, Listener, Recourse } from './desk.ts';
import type { AnswerTimes, Lengths } from './kernel/machine.ts';
import type { Dates } from './logs/dates.ts';
import type { Recorded } from './results.ts';

/** Where requests come from. */
export interface Workload {
  /**
   * Fills the row of the next request: arrival, tenant, prompt, output, draw, and what else is not as `open` left it.
   * The arrival is Infinity when there are no more, and stays so. Arrivals never fall.
   *
   * Requests that depend on what became of others come another way: a workload whose first `draw` gives Infinity, which
   * is a Station and a Follower too, opens rows itself and offers them with `desk.arrive`.
   */
  draw(id: number): void;
  /** Mean lengths, known beforehand: what capability is measured at. */
  readonly means: Lengths;
  /** When arrivals stop: the scenario's duration, or a trace's end. */
  readonly duration: number;
  /** Mean rate in requests per second, known beforehand. */
  readonly rate: number;
  /** Seconds after which the pattern of arrivals repeats; 0 when it has no period. */
  readonly period: number;
  /** What is known of demand that was recorded; nothing for demand that is made up. */
  readonly recorded?: Recorded;
  /** What clocks showed when it was recorded, where that is known of the time of the run. */
  readonly dates?: Dates;
  /**
   * How many there are, of whom each asks again only when it was answered: a closed loop, whose `rate` is what they
   * would ask if answers took no time. Absent where requests come whatever becomes of them.
   */
  readonly users?: number;
  /** Who the tenants are, where they have names. */
  readonly named?: Tenants;
  /** How many there are, where they have none; 1 if not said. */
  readonly tenantCount?: number;
  /** The priorities of its requests, highest first, where they have several. */
  readonly priorities?: readonly number[];
}

/** Tenants by number. */
export interface Tenants {
  readonly names: readonly string[];
  /** How many requests of each there are in all. */
  readonly requests: ArrayLike<number>;
}

/** Arrival times without anything else about the requests. They never fall. */
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
 * Anything that does something at a time of its own: machines, a cloud, a sampler, users, failures, retries, patience.
 * It takes slots with `claim` while it is built, and sets their times whenever it likes. At equal times an
 * arrival goes first, then the lowest slot: devices have the slots of their indices, then come those who claim later.
 */
export interface Station {
  /** The slot is due. It has to set the slot's next time, Infinity for none. */
  advance(slot: number): void;
}

/**
 * All machines of one fleet entry, with a model on each and a queue of its own; `i` is an index in the fleet, which is
 * also the machine's slot. A cloud is one too, with `i` 0. It writes what it knows of itself into the columns of
 * `fleet` and says so with `fleet.touch(i)`.
 */
export interface Servers extends Station {
  /** Why it would not take the request (queue bound, memory, down), or 0. Asking changes nothing that shows. */
  refusal(i: number, id: number): number;
  /** Takes a request that it does not refuse. */
  accept(i: number, id: number): void;
  /**
   * Gives up a request that it holds, waiting or running, at once and without a word: the desk asked for it. What the
   * request drew is settled to this instant, and `made` has the tokens of the answer that were out.
   */
  withdraw(i: number, id: number): void;
  /** It fails: everything that it holds is settled to this instant and handed back with `desk.returned`. */
  stop(i: number): void;
  /** It takes requests again. */
  start(i: number): void;
  /** What a request of these lengths takes, whatever is held now; in a cloud at the mean of all delays. */
  estimate(prompt: number, output: number, into: AnswerTimes): void;
  /** When the step ends in which it works on the request, where it works in steps; now between two steps, and when it does not work on it. */
  step?(i: number, id: number): number;
  /** `fleet.speed[i]` changed: the rest of what runs is planned anew. */
  paced?(i: number): void;
}

/** Says whether a request may enter; `i` is whom it limits: a device, a tenant, or 0 for the fleet or the cloud. Called in time order. */
export interface Limiter {
  /** Why the request may not enter now, or 0. Asking changes nothing that shows. */
  refusal(i: number, id: number): number;
  charge(i: number, id: number): void;
  /**
   * A leg that was charged at `admitted` ended, after `made` tokens of its answer: puts the charge right. Absent when
   * there is nothing to put right.
   */
  readonly settle?: ((i: number, id: number) => void) | undefined;
  /**
   * Raises `again` of the request to when it may enter, if nobody else comes; Infinity for never. Leaves it when it may
   * enter now. Absent when it cannot say.
   */
  again?(i: number, id: number): void;
  /** Whether a leg that is completed was charged what it took: `settle` is for others then, and not called for it. */
  readonly exact?: boolean;
  /** Share of the limit in use by each, as it was last written: after `charge`, `look` and `refresh` it is that of now. */
  readonly fill: Float64Array;
  /** Brings one fill to now. */
  look(i: number): void;
  /** Brings all fills to now, and touches those that fell by themselves. From the first call on it knows whose do. */
  refresh(): void;
  /** Whether less fill always means admitting all that more fill would. */
  readonly ordered: boolean;
  /**
   * Where all fills fall all the time, and all alike: numbers that order them as their fills do and stay as they are, so
   * that nobody has to be looked at for the others to be compared with. `rank` brings those to now that have become
   * empty, and touches them; once it was asked, `look` and `refresh` touch nobody.
   */
  readonly standing?: Float64Array;
  rank?(): void;
}

/**
 * Picks the device for a request. It never sees how long the answer will be. What changes on the devices it reads from
 * the fleet when it picks: `fleet.refresh()`, then `fleet.look()` until there is none.
 */
export interface Strategy {
  /** A device index, CLOUD or NONE. */
  pick(id: number): number;
  /** Device i took the request. Heard together with `released`, or neither. */
  accepted?(id: number, i: number): void;
  /** Device i holds it no longer, whether it is complete or was handed back: `made` has the tokens of its answer. */
  released?(id: number, i: number): void;
}

/** What may be seen of the devices, as columns that machines and limiters write. */
export interface Fleet {
  readonly size: number;
  /** Requests waiting and running. */
  readonly load: Int32Array;
  /** Requests running. */
  readonly running: Int32Array;
  /** Requests per second it can sustain at the workload's mean lengths. */
  readonly capability: Float64Array;
  /** When the work it holds will be done, if nothing more comes; anything up to now when idle. */
  readonly clear: Float64Array;
  /** 1 while it is up and has a free slot or a place in its queue, else 0. */
  readonly open: Uint8Array;
  /** 1 while it is up, 0 while it is down and refuses everything. */
  readonly up: Uint8Array;
  /** How fast it works beside its profile: 1, or what heat or a power mode leaves of it. Who writes it calls `paced`. */
  readonly speed: Float64Array;
  /** Devices of one group are interchangeable: same profile, slots, queue and limits. */
  readonly group: Int32Array;
  /** Share of the window's limit in use; 0 without a limit. As it was last written. */
  readonly fill: Float64Array;
  /** Orders devices by how full they are: their fills, or what stands for them. Of now after `refresh`. */
  readonly standing: Float64Array;
  /** Whether a device of the same group with less fill admits all that a fuller one admits. */
  readonly ordered: boolean;
  /** The figures of device i changed. */
  touch(i: number): void;
  /** A device whose figures changed since it was last returned here, each once; -1 when there is none. All of them to begin with. */
  look(): number;
  /** Brings what changes by itself, the standing of devices, to now, and touches it. */
  refresh(): void;
  /** Whether device i would take the request. */
  admits(i: number, id: number): boolean;
  /** What a request of these lengths takes on device i, and on every other of its group. */
  estimate(i: number, prompt: number, output: number, into: AnswerTimes): void;
}

/**
 * Where machines are switched off and on by whoever has a reason: who was switched off twice is up when it was switched
 * on twice. `first` and those that follow, all at the same instant; CLOUD and 1 for the cloud.
 */
export interface Switch {
  off(first: number, count: number): void;
  on(first: number, count: number): void;
}

/** An order in which requests wait. */
export interface Order {
  /** The least goes first, of equals who came first. Asked once, when the request joins the line. */
  rank(id: number): number;
  /** Whether who waits may take the place of one that runs and has a higher rank. */
  readonly preempts?: boolean;
}

/** All that a run is made of. */
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
