/** The contracts between the engine and its plugins. Times are seconds from the start of the run. */
import type { Spread } from './distribution.ts';
import type { Pace, Serving } from './kernel/pace.ts';
import type { Random } from './kernel/random.ts';
import type { Requests } from './kernel/requests.ts';
import type { Logs } from './logs/logs.ts';
import type { Recorded } from './results.ts';

export type { Source } from './logs/source.ts';

/** What a strategy returns instead of a device index. */
export const CLOUD = -1;
export const NONE = -2;

export const REASONS = [
  'rateLimit',
  'queueFull',
  'noDevice',
  'deviceDown',
  'tooLarge',
  'contextLimit',
  'timeout',
  'cloudLimit',
  'cloudOutage',
] as const;
/** Why a request was refused. */
export type Reason = (typeof REASONS)[number];

/** A request while it asks to be let in. One object is reused for all of them: read it, never keep it. */
export interface Request {
  /** Its row in the request columns while it is in the system. */
  id: number;
  /** When it asks. */
  at: number;
  tenant: number;
  /** Whole tokens, at least 1. */
  prompt: number;
  /** Whole tokens, at least 1. Nobody can know it at admission; who reads it is an oracle and says so. */
  output: number;
  /** A uniform number drawn on arrival: all that is random about where it goes and how the cloud answers. */
  draw: number;
}

/** Where requests come from: the next one is in the fields; `at` is Infinity when there are no more. */
export interface Workload extends Request {
  /** Mean lengths, known beforehand: what capability is measured at. */
  readonly means: Lengths;
  /** When arrivals stop: the scenario's duration, or a trace's end. */
  readonly duration: number;
  /** What is known of demand that was recorded; nothing for demand that is made up. */
  readonly recorded?: Recorded;
  /** Who the tenants are, where they have names. */
  readonly tenants?: Tenants;
  advance(): void;
}

/** Tenants by number. */
export interface Tenants {
  readonly names: readonly string[];
  /** How many requests of each there are in all. */
  readonly requests: ArrayLike<number>;
}

export interface Lengths {
  readonly prompt: number;
  readonly output: number;
}

/** Arrival times without anything else about the requests. They never fall. */
export interface Arrivals {
  /** Mean rate in requests per second over a whole period. */
  readonly rate: number;
  /** Seconds after which the pattern repeats; 0 when it has no period. */
  readonly period: number;
  next(): number;
}

/** Says whether a request may enter. Called in time order. */
export interface Limiter {
  /** Why the request may not enter now, or null when it may. Asking changes nothing that shows. */
  refusal(request: Request): Reason | null;
  charge(request: Request): void;
  /** Corrects what was charged at `admitted` for request `id`, now that its output is known. Absent when the charge was exact. */
  readonly settle?:
    ((id: number, admitted: number, now: number, prompt: number, output: number) => void) | undefined;
  /** Share of the limit in use at `now`: 0 to 1, or more once `settle` has put right a charge that was too low. */
  fill(now: number): number;
  /** When the fill next falls by itself; Infinity when it will not. */
  readonly expires: number;
  /** Whether less fill always means admitting all that more fill would. */
  readonly ordered: boolean;
}

/** Picks the device for a request. It never sees how long the answer will be. */
export interface Strategy {
  /** A device index, CLOUD or NONE. */
  pick(request: Omit<Request, 'output'>, fleet: Fleet): number;
  /** The load or the window of a device changed. */
  changed?(device: number, fleet: Fleet, now: number): void;
  /** A device took request `id`. Heard together with `completed`, or neither. */
  accepted?(id: number, device: number, now: number): void;
  /** Its answer is complete, and how long it is may be read. The load of the device has fallen already. */
  completed?(id: number, device: number, now: number): void;
}

/** What a request takes where it is answered. Filled in by the one who is asked, so that nothing is made for it. */
export interface Estimate {
  /** Seconds from its start to its first token and to its last, with nothing else there. */
  first: number;
  last: number;
  /** How many of its like a full machine works on at once; Infinity for a cloud. */
  abreast: number;
  /** Seconds of the machine's time that it takes then; 0 for a cloud. */
  share: number;
  /** What the board draws for it then; 0 for a cloud. */
  joules: number;
  /** What the cloud asks for it; 0 for a device. */
  dollars: number;
}

/** What a strategy sees. */
export interface Fleet {
  readonly size: number;
  /** Requests waiting on device i. */
  waiting(i: number): number;
  /** Requests running on device i. */
  running(i: number): number;
  /** Waiting and running. */
  load(i: number): number;
  /** Requests per second it can sustain at the workload's mean lengths. */
  capability(i: number): number;
  /** When the work it holds will be done, if nothing more comes; anything up to now when idle. */
  clear(i: number): number;
  /** Whether it has a free slot or a place in its queue. */
  open(i: number): boolean;
  /** Share of the window's limit in use; 0 without a limit. */
  fill(i: number, now: number): number;
  /** When the window's fill next falls by itself. */
  expires(i: number): number;
  /** Whether a device of the same group with less fill admits all that this one admits. */
  ordered(i: number): boolean;
  /** Whether device i would take the request now being picked for. */
  admits(i: number): boolean;
  /** Devices of one group are interchangeable: same profile, slots, queue and limits. */
  group(i: number): number;
  /** What a request of these lengths takes on device i, and on every other of its group. */
  estimate(i: number, prompt: number, output: number, into: Estimate): void;
}

/** Anything with a slot on the agenda. */
export interface Station {
  /** When it next has something to say; Infinity when it does not. */
  readonly due: number;
  /** Says what is due at `now`. A report may come later than the time it carries, never earlier. */
  advance(now: number, report: Report): void;
}

/** A machine with one model on it and a queue of its own. */
export interface Device extends Station {
  readonly waiting: number;
  readonly running: number;
  /** Requests per second it can sustain at the workload's mean lengths. */
  readonly capability: number;
  /** When the work it holds will be done, if nothing more comes; anything up to now when idle. */
  readonly clear: number;
  /** Whether it has a free slot or a place in its queue. */
  readonly open: boolean;
  /** Why it would not take the request (queue bound, memory, down), or null. */
  refusal(request: Request): Reason | null;
  accept(id: number, now: number): void;
  /** What a request of these lengths takes, whatever it holds now. */
  estimate(prompt: number, output: number, into: Estimate): void;
}

/** What stands behind the edge. */
export interface Cloud extends Station {
  /** What a request of these lengths takes at the mean of all delays. */
  estimate(prompt: number, output: number, into: Estimate): void;
  refusal(request: Request): Reason | null;
  accept(id: number, now: number): void;
}

/** Who listens to a run. A station is a device index or CLOUD. Calls come in the order things are settled, times are in the call. */
export interface Report {
  arrived?(id: number, now: number): void;
  /** Turned away by a device's side of the house (device index, or NONE when before the pick) or by the CLOUD. */
  refused?(id: number, reason: Reason, by: number, now: number): void;
  accepted?(id: number, station: number, now: number): void;
  /** Work on device `station`: `share` of the board drew its part of `watts`. */
  worked?(station: number, from: number, to: number, watts: number, share: number): void;
  firstToken?(id: number, station: number, now: number): void;
  /** It had to give its slot up and waits again. */
  preempted?(id: number, station: number, now: number): void;
  completed?(id: number, station: number, now: number): void;
  /** The request ended without an answer: dropped after the edge refused it, failed after the cloud did. */
  lost?(id: number, by: number, now: number): void;
}

/** Power in watts, whole board. */
export interface Power {
  readonly idle: number;
  readonly prefill: number;
  /** While one sequence decodes. */
  readonly decode: number;
  /** More for each further sequence in the batch. */
  readonly decodePerSequence: number;
}

/** What a device needs to know of its profile. */
export interface Model {
  readonly name: string;
  readonly pace: Pace;
  readonly power: Power;
  /** Bytes. `usable` is what the board leaves for weights and cache. */
  readonly memory: { readonly weights: number; readonly kvPerToken: number; readonly usable: number };
  /** Longest prompt + output in tokens. */
  readonly context: number;
  /** Of a model whose profile was measured in a server with several sequences at once. */
  readonly serving?: Serving;
}

/** What a cloud needs to know of its profile. Prices in dollars per million tokens, times in seconds, speed in tokens per second. */
export interface CloudModel {
  readonly name: string;
  readonly price: { readonly input: number; readonly output: number };
  readonly roundTrip: Spread;
  readonly ttft: Spread;
  readonly decodeSpeed: Spread;
  /** Longest prompt + output in tokens. */
  readonly context: number;
}

/** What every factory gets besides its own options. */
export interface Context {
  /** A random stream that depends on seed, replication and name alone. */
  stream(name: string): Random;
  /** Recorded logs by the names of their files. */
  readonly logs: Logs;
  readonly requests: Requests;
  readonly duration: number;
}

/** What a workload's factory gets: the arrivals made from its option of that name. */
export interface WorkloadContext extends Context {
  readonly arrivals?: Arrivals;
}

/** What a cloud's factory gets. */
export interface CloudContext extends Context {
  readonly model: CloudModel;
}

/** What an answer should meet, in seconds; Infinity for what is not asked. */
export interface Objective {
  readonly ttft: number;
  readonly tpot: number;
  readonly e2e: number;
}

/** What a strategy's factory gets: the fleet as it will be handed to `pick`, and what can be known beforehand. */
export interface StrategyContext extends Context {
  readonly fleet: Fleet;
  /** The workload's mean lengths. */
  readonly means: Lengths;
  /** Null when nothing is asked of an answer. */
  readonly slo: Objective | null;
  /** Null when there is none. */
  readonly cloud: Pick<Cloud, 'estimate'> | null;
  /** Dollars for a joule at the edge. */
  readonly tariff: number;
}

/** What a device's factory gets. */
export interface DeviceContext extends Context {
  readonly index: number;
  readonly model: Model;
  readonly slots: number;
  /** Requests that may wait; Infinity for no bound. */
  readonly queue: number;
  readonly means: Lengths;
}

/** What a limiter's factory gets. `cost` is the seconds a request of these lengths keeps one slot, `slots` what the scope has. */
export interface LimiterContext extends Context {
  readonly slots: number;
  readonly cost?: (prompt: number, output: number) => number;
}
