/** What the factories of plugins are handed. */
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
  /** `clock[0]` is now. */
  readonly clock: Float64Array;
  readonly requests: Requests;
  readonly agenda: Agenda;
  readonly desk: Desk;
  /** Where devices write what they worked. */
  readonly works: Works;
  /** Takes so many slots of the agenda for a station, and returns the first of them. Devices have theirs already. */
  claim(station: Station, slots: number): number;
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
export interface Context extends Run {
  /** A random stream that depends on seed, replication and name alone. */
  stream(name: string): Random;
  /** Recorded logs by the names of their files. */
  readonly logs: Logs;
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

/** What a strategy's factory gets: the requests without the lengths of their answers, the fleet with all its machines, and what can be known beforehand. */
export interface StrategyContext extends Omit<Context, 'requests'> {
  readonly requests: Omit<Requests, 'output' | 'open' | 'add' | 'release'>;
  readonly fleet: Fleet;
  /** The workload's mean lengths. */
  readonly means: Lengths;
  /** Null when nothing is asked of an answer. */
  readonly slo: Objective | null;
  /** Null when there is none. */
  readonly cloud: Pick<Servers, 'estimate'> | null;
  /** Dollars for a joule at the edge. */
  readonly tariff: number;
}

/** What a recourse's factory gets. */
export interface RecourseContext extends Context {
  readonly fleet: Fleet;
  /** What becomes of a request when this one knows no further; null for the last. */
  readonly next: Recourse | null;
}

/** What the factory of a fault gets: what befalls the machines of one entry, `first` and those that follow, or the cloud, whose index is CLOUD. */
export interface FaultContext extends Context {
  readonly switch: Switch;
  readonly first: number;
  readonly count: number;
}

/** What the factory of an order gets. Nobody knows how long an answer will be. */
export interface OrderContext {
  readonly requests: StrategyContext['requests'];
  readonly model: Model;
  /** The workload's mean lengths. */
  readonly means: Lengths;
  /** Null when nothing is asked of an answer. */
  readonly slo: Objective | null;
}

/** What a device's factory gets: it makes all machines of one entry, `first` and those that follow. */
export interface DeviceContext extends Context {
  readonly fleet: Fleet;
  readonly first: number;
  readonly count: number;
  readonly model: Model;
  readonly slots: number;
  /** Requests that may wait; Infinity for no bound. */
  readonly queue: number;
  /** Who waits goes first by this, least first; null for first come, first served. */
  readonly order?: Order | null;
  readonly means: Lengths;
}

/** Whom a limiter limits, by kind: the slots each of them has, and its pace where it is a machine. */
export interface Limited {
  readonly slots: number;
  readonly pace: Pace | null;
}

/** What a limiter's factory gets. `i` goes up to `size`, or as far as it likes where `size` is Infinity: tenants. */
export interface LimiterContext extends Context {
  readonly size: number;
  readonly limited: (i: number) => Limited;
  /** The fill of i fell by itself. */
  readonly touch?: ((i: number) => void) | undefined;
}
