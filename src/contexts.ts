/** The arguments of plugin factories. */
import type { Spread } from './distribution.ts';
import type { Agenda } from './kernel/agenda.ts';
import type { Lengths, Model, Objective } from './kernel/machine.ts';
import type { Pace } from './kernel/pace.ts';
import type { Random } from './kernel/random.ts';
import type { Requests } from './kernel/requests.ts';
import type { Works } from './kernel/works.ts';
import type { Logs } from './logs/logs.ts';
import type { Arrivals, Fleet, Order, Servers, Station, Switch } from './contracts.ts';
import type { Desk, Recourse } from './desk.ts';

/** What every part of a run shares. */
export interface Run {
  /** `clock[0]` is the current time. */
  readonly clock: Float64Array;
  readonly requests: Requests;
  readonly agenda: Agenda;
  readonly desk: Desk;
  /** Devices record their work here. */
  readonly works: Works;
  /** Reserves that many slots of the agenda for a station, and returns the first. Devices already have theirs. */
  claim(station: Station, slots: number): number;
}

/**
 * The part of its profile that a cloud uses. Prices in dollars per million tokens, times in seconds, speed in tokens
 * per second.
 */
export interface CloudModel {
  readonly name: string;
  readonly price: { readonly input: number; readonly output: number };
  readonly roundTrip: Spread;
  readonly ttft: Spread;
  readonly decodeSpeed: Spread;
  /** Longest prompt + output in tokens. */
  readonly context: number;
}

/** What every factory receives besides its own options. */
export interface Context extends Run {
  /** A random stream that depends only on seed, replication and name. */
  stream(name: string): Random;
  /** Recorded logs by the names of their files. */
  readonly logs: Logs;
  readonly duration: number;
}

/** For a workload's factory: also the arrivals built from its option `arrivals`. */
export interface WorkloadContext extends Context {
  readonly arrivals?: Arrivals;
}

/** For a cloud's factory. */
export interface CloudContext extends Context {
  readonly model: CloudModel;
}

/**
 * For a strategy's factory: the requests without the lengths of their answers, the fleet, and what is known in advance.
 */
export interface StrategyContext extends Omit<Context, 'requests'> {
  readonly requests: Omit<Requests, 'output' | 'open' | 'add' | 'release'>;
  readonly fleet: Fleet;
  /** The workload's mean lengths. */
  readonly means: Lengths;
  /** Null without an slo. */
  readonly slo: Objective | null;
  /** Null without a cloud. */
  readonly cloud: Pick<Servers, 'estimate'> | null;
  /** Dollars per joule at the edge. */
  readonly tariff: number;
}

/** For a recourse's factory. */
export interface RecourseContext extends Context {
  readonly fleet: Fleet;
  /** The recourse to ask when this one cannot place a request; null for the last. */
  readonly next: Recourse | null;
}

/**
 * For a fault's factory. It affects `count` machines of one entry, from `first` on, or the cloud, with `first` CLOUD.
 */
export interface FaultContext extends Context {
  readonly switch: Switch;
  readonly first: number;
  readonly count: number;
}

/** For the factory of an order. The lengths of answers are not visible. */
export interface OrderContext {
  readonly requests: StrategyContext['requests'];
  readonly model: Model;
  /** The workload's mean lengths. */
  readonly means: Lengths;
  /** Null without an slo. */
  readonly slo: Objective | null;
}

/** For a device's factory, which builds `count` machines of one entry, from `first` on. */
export interface DeviceContext extends Context {
  readonly fleet: Fleet;
  readonly first: number;
  readonly count: number;
  readonly model: Model;
  readonly slots: number;
  /** Requests that may wait; Infinity for no bound. */
  readonly queue: number;
  /** The order of the queue; null for first come, first served. */
  readonly order?: Order | null;
  readonly means: Lengths;
}

/** What a limiter needs to know of each device or tenant: its slots, and its pace if it is a machine. */
export interface Limited {
  readonly slots: number;
  readonly pace: Pace | null;
}

/** For a limiter's factory. `i` is below `size`, which is Infinity for tenants. */
export interface LimiterContext extends Context {
  readonly size: number;
  readonly limited: (i: number) => Limited;
  /** Reports that the fill of i fell with time. */
  readonly touch?: ((i: number) => void) | undefined;
}
