/** What a scenario file says, checked and resolved: plain JSON values, so that a cell can travel to any worker. */
import type { CloudProfile } from '../catalog/cloud.ts';
import type { Profile } from '../catalog/profile.ts';
import type { ServerName } from '../catalog/servers.ts';
import type { Spread } from '../distribution.ts';
import type { Labels } from '../results.ts';
import type { LeftOut } from '../expected.ts';

export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** A plugin by the name of its export, with its options checked and filled in. */
export interface Choice {
  readonly kind: string;
  readonly [option: string]: Plain;
}

export type Scope = 'fleet' | 'tenant' | 'device' | 'cloud';

/** Options of a plugin that is chosen by where they stand. */
export type Options = Readonly<Record<string, Plain>>;

/** A limiter and whom it limits. */
export interface Limit extends Choice {
  readonly scope: Scope;
}

/** Equal machines. Their names are the profile's name with #1, #2, ... counted over the whole fleet. */
export interface FleetEntry {
  readonly profile: Profile;
  /** What stands beside the profile in place of its own, which then has it too; missing when nothing does. */
  readonly quality?: number;
  /** The server whose settings it has; missing when it names none. */
  readonly server?: ServerName;
  /** Machines of this kind, from 0. */
  readonly count: number;
  /** Requests a machine works on at a time. */
  readonly slots: number;
  /** Requests that may wait at a machine; null for no bound, since JSON has no Infinity. First come, first served if no order is said. */
  readonly queue: number | null | { readonly bound: number | null; readonly order: Choice };
  readonly device: Choice;
  /** Where the work of a machine that goes down goes; missing when nothing is said: lost. */
  readonly inFlight?: 'lost' | 'elsewhere' | 'cloud';
  /** Options of the faults of these names; missing or null when there are none. */
  readonly failures?: Options | null;
  readonly outages?: readonly Options[] | null;
  /** Dollars for one machine; null when nobody said. */
  readonly price: number | null;
}

/** What stands behind the edge: a cloud plugin, the whole profile inlined. */
export interface CloudChoice {
  readonly kind: string;
  readonly profile: CloudProfile;
  readonly quality?: number;
  readonly outages?: readonly Options[] | null;
  readonly [option: string]: unknown;
}

/** How responsiveness is counted: 1 / (1 + TTFT / scale), reading speed kept up with, or the profile's constant. */
export type Responsiveness =
  | { readonly kind: 'ttft'; readonly scale: number }
  | { readonly kind: 'reading'; readonly speed: number }
  | { readonly kind: 'table' };

/** How runs are judged. None of it changes what happens in a run. */
export interface Judgement {
  /** Weight of quality in U = alpha Q + (1 - alpha) R. */
  readonly alpha: number;
  /** Dollars per kilowatt-hour. */
  readonly electricity: number;
  readonly responsiveness: Responsiveness;
  /** Whether idle energy counts in costs. */
  readonly includeIdle: boolean;
  /** Whether hardware counts in costs: its price spread over this many seconds; null when it does not. Needs prices in the fleet. */
  readonly hardware: { readonly lifetime: number } | null;
  /** Tenants that have figures of their own; null for as many as are usual where they have names, else none. */
  readonly tenants: number | null;
}

/** What a request has to meet, in seconds; null for what is not asked. */
export interface Slo {
  readonly ttft: number | null;
  readonly e2e: number | null;
  readonly tpot: number | null;
  /** Share of the requests that should meet it. */
  readonly target: number;
}

/** What a request does that was refused, before its fallback. */
export interface Retry {
  /** Tries at another device. */
  readonly elsewhere: number;
  /** Options of the recourse of that name; null when it does not come again. */
  readonly later: Readonly<Record<string, Plain>> | null;
}

/** How long clients wait, in seconds from their arrival; null for ever. */
export interface PatienceChoice {
  readonly firstToken: Spread | null;
  readonly answer: Spread | null;
  /** What becomes of the work when the client has left. */
  readonly cancels: 'atOnce' | 'atStep' | 'never';
}

/** Where requests go that a region turns away, in this order, and how long the way there takes; and the way back. */
export interface Overflow {
  readonly to: readonly string[];
  readonly delay: number;
  /** Whether any request goes there. */
  readonly asks: boolean;
}

/** Regions that are alike: `name`, or `name-1`, `name-2`, ... where there are several. */
export interface RegionKind {
  readonly name: string;
  readonly count: number;
  /** Where it lies on a map; null where nobody says. */
  readonly at: readonly [number, number] | null;
  /** What the file says of it beside what holds for all. */
  readonly own: readonly string[];
  /** Of one of them. */
  readonly scenario: Scenario;
}

/** One cell. */
export interface Scenario {
  readonly name: string;
  /** Seconds; null for a trace's own length. */
  readonly duration: number | null;
  readonly warmup: number;
  readonly workload: Choice;
  readonly fleet: readonly FleetEntry[];
  readonly limits: readonly Limit[];
  readonly strategy: Choice;
  readonly patience: PatienceChoice | null;
  readonly retry: Retry | null;
  readonly fallback: 'cloud' | 'drop';
  readonly cloud: CloudChoice | null;
  readonly metrics: Judgement;
  readonly slo: Slo;
  /** Of a region; missing where there are none. */
  readonly overflow?: Overflow | null;
  /** Of a world: its regions. All else is then theirs together: the machines are those of all of them, the rest is the first one's. */
  readonly regions?: readonly RegionKind[];
}

/** A kind of machine that may be bought. */
export interface Candidate extends Omit<FleetEntry, 'count' | 'price'> {
  /** Dollars for one. */
  readonly price: number;
  /** Where that comes from; null when the file does not say. */
  readonly priceSource: string | null;
  /** How many there may be, both ends included. */
  readonly count: { readonly least: number; readonly most: number };
}

/** What a fleet is to be chosen from and for. Null for what is not asked. */
export interface Planning {
  readonly candidates: readonly Candidate[];
  /** Seconds a machine serves. */
  readonly lifetime: number;
  /** Seconds of a month that have the workload's demand; null for all of it. */
  readonly busy: number | null;
  /** Levels of demand, as factors of the workload's. */
  readonly growth: readonly number[];
  /** Seconds that 95 of 100 answers keep to. */
  readonly p95: { readonly ttft: number | null; readonly e2e: number | null; readonly tpot: number | null };
  /** What the cloud may take. */
  readonly cloudShare: { readonly requests: number | null; readonly tokens: number | null };
  /** Share of the answers that are right, at least. */
  readonly quality: number | null;
  /** Dollars a month. */
  readonly budget: number | null;
  /** How much more demand than it is chosen for a fleet has to take. */
  readonly headroom: number;
  /** Machines, any of them, without which it still has to. */
  readonly spare: number;
  /** Whether the slo is to hold over all requests, or on a share of the days, one for each replication. */
  readonly per: 'request' | 'day';
  /** That share. */
  readonly days: number;
  /** How much better than its target a fleet has to be to be told from one that just fails. */
  readonly margin: number | null;
  /** Runs of an undecided fleet, and simulated requests in all, at most. */
  readonly mostRuns: number | null;
  readonly mostRequests: number;
}

export type Label = Labels[string];

/** A varied node of the file. */
export interface Axis {
  readonly path: string;
  readonly labels: readonly Label[];
}

/** A claim about the results of a run. */
export interface Expect {
  /** As a sentence: that of the file, or generated from the fields. */
  readonly text: string;
  readonly metric: string;
  /** Labels that cells must have to be considered. Empty: all cells. */
  readonly where: Labels;
  /** The cells among these that the claim is about. */
  readonly of: Labels;
  readonly claim: Claim;
}

/**
 * A number to be below, above or between, or other cells to compare with: `than` as labels replaces these labels of
 * the judged cell, and the cell with the labels so made is its partner. Partners always exist.
 */
export type Claim =
  | { readonly kind: 'lessThan' | 'greaterThan'; readonly than: Labels | number }
  | { readonly kind: 'within'; readonly low: number; readonly high: number };

/** One combination of the varied values. */
export interface Cell {
  readonly labels: Labels;
  readonly scenario: Scenario;
}

/** A whole file: every cell, and what is asked of them. */
export interface ScenarioFile {
  readonly name: string;
  /** What the file says of itself, for reports; empty when it says nothing. */
  readonly description: string;
  readonly seed: number;
  readonly replications: number;
  readonly axes: readonly Axis[];
  /** Every combination of the axes, the first one slowest. */
  readonly cells: readonly Cell[];
  readonly expect: readonly Expect[];
  /** What may be bought; absent when the file does not say. */
  readonly planning?: Planning;
  /** What `--set` made of varied nodes, in words; absent when it touched none. */
  readonly changes?: readonly string[];
  /** What the file expects of values that are not compared any more, since options vary others; absent when nothing is. */
  readonly leftOut?: readonly LeftOut[];
  /** The same as a text with nothing left to defaults or to the catalogue. Reading it gives the same again. */
  readonly text: string;
  readonly warnings: readonly string[];
}
