/** A scenario file, checked and resolved: plain JSON values, so that a cell can be sent to any worker. */
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

/** Options of a plugin whose kind is determined by its place in the file. */
export type Options = Readonly<Record<string, Plain>>;

/** A limiter and its scope. */
export interface Limit extends Choice {
  readonly scope: Scope;
}

/** Identical machines, named by the profile with #1, #2, ... counted over the whole fleet. */
export interface FleetEntry {
  readonly profile: Profile;
  /** Overrides the profile's own value, if given. */
  readonly quality?: number;
  /** The server whose settings apply; missing when none is named. */
  readonly server?: ServerName;
  /** Machines of this kind, from 0. */
  readonly count: number;
  /** Requests that a machine serves at a time. */
  readonly slots: number;
  /** Requests that may wait at a machine; null for no bound, since JSON has no Infinity. First come, first served by default. */
  readonly queue: number | null | { readonly bound: number | null; readonly order: Choice };
  readonly device: Choice;
  /** What happens to the requests of a machine that goes down; missing for the default: lost. */
  readonly inFlight?: 'lost' | 'elsewhere' | 'cloud';
  /** Options of these faults; missing or null when there are none. */
  readonly failures?: Options | null;
  readonly outages?: readonly Options[] | null;
  /** Dollars per machine; null when unknown. */
  readonly price: number | null;
}

/** The cloud behind the edge: a plugin, with the whole profile inlined. */
export interface CloudChoice {
  readonly kind: string;
  readonly profile: CloudProfile;
  readonly quality?: number;
  readonly outages?: readonly Options[] | null;
  readonly [option: string]: unknown;
}

/** How responsiveness is computed: 1 / (1 + TTFT / scale), from reading speed, or the profile's constant. */
type Responsiveness =
  | { readonly kind: 'ttft'; readonly scale: number }
  | { readonly kind: 'reading'; readonly speed: number }
  | { readonly kind: 'table' };

/** How runs are evaluated. None of it changes what happens in a run. */
interface Judgement {
  /** Weight of quality in U = alpha Q + (1 - alpha) R. */
  readonly alpha: number;
  /** Dollars per kilowatt-hour. */
  readonly electricity: number;
  readonly responsiveness: Responsiveness;
  /** Whether idle energy counts in costs. */
  readonly includeIdle: boolean;
  /** Whether hardware counts in costs: prices are spread over this many seconds; null when it does not. Needs prices in the fleet. */
  readonly hardware: { readonly lifetime: number } | null;
  /** Number of tenants with results of their own; null for the default: a number of them where they have names, else none. */
  readonly tenants: number | null;
}

/** Latency bounds of a request in seconds; null for none. */
export interface Slo {
  readonly ttft: number | null;
  readonly e2e: number | null;
  readonly tpot: number | null;
  /** Share of the requests that should meet it. */
  readonly target: number;
}

/** What a refused request does before its fallback. */
export interface Retry {
  /** Attempts at other devices. */
  readonly elsewhere: number;
  /** Options of the backoff; null when a request is not retried later. */
  readonly later: Readonly<Record<string, Plain>> | null;
}

/** How long clients wait, in seconds from arrival; null for ever. */
export interface PatienceChoice {
  readonly firstToken: Spread | null;
  readonly answer: Spread | null;
  /** When the work for a client that left is cancelled. */
  readonly cancels: 'atOnce' | 'atStep' | 'never';
}

/** The regions that get a region's refused requests, in order, and the one-way delay to them. */
export interface Overflow {
  readonly to: readonly string[];
  readonly delay: number;
  /** Whether any request is sent there. */
  readonly asks: boolean;
}

/** Identical regions: `name`, or `name-1`, `name-2`, ... where there are several. */
export interface RegionKind {
  readonly name: string;
  readonly count: number;
  /** Position on a map; null when not given. */
  readonly at: readonly [number, number] | null;
  /** Sections that the entry has of its own. */
  readonly own: readonly string[];
  /** The scenario of one of them. */
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
  /** Of a region; missing without regions. */
  readonly overflow?: Overflow | null;
  /** With regions: all kinds. The fleet is then that of all regions together, and all else is the first region's. */
  readonly regions?: readonly RegionKind[];
}

/** A kind of machine that may be bought. */
export interface Candidate extends Omit<FleetEntry, 'count' | 'price'> {
  /** Dollars per machine. */
  readonly price: number;
  /** The source of the price; null when not given. */
  readonly priceSource: string | null;
  /** Fewest and most machines, inclusive. */
  readonly count: { readonly least: number; readonly most: number };
}

/** The candidates of a plan, and its requirements. Null for what is not required. */
export interface Planning {
  readonly candidates: readonly Candidate[];
  /** Seconds a machine is in service. */
  readonly lifetime: number;
  /** Seconds of a month with the workload's demand; null for all of it. */
  readonly busy: number | null;
  /** Levels of demand, as factors of the workload's. */
  readonly growth: readonly number[];
  /** Bounds on the 95th percentile, in seconds. */
  readonly p95: { readonly ttft: number | null; readonly e2e: number | null; readonly tpot: number | null };
  /** The largest shares that may go to the cloud. */
  readonly cloudShare: { readonly requests: number | null; readonly tokens: number | null };
  /** The smallest share of answers that are right. */
  readonly quality: number | null;
  /** Dollars per month. */
  readonly budget: number | null;
  /** By what factor demand may exceed the plan. */
  readonly headroom: number;
  /** Number of machines that may be missing, whichever they are. */
  readonly spare: number;
  /** Whether the slo applies to all requests, or to a share of days, one per replication. */
  readonly per: 'request' | 'day';
  /** The share of days. */
  readonly days: number;
  /** By how much a fleet must be better than its target to be told from one that just fails. */
  readonly margin: number | null;
  /** Most runs of an undecided fleet, and most simulated requests in all. */
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
  /** A sentence, from the file or generated from the fields. */
  readonly text: string;
  readonly metric: string;
  /** Labels of the cells to consider. Empty: all cells. */
  readonly where: Labels;
  /** Labels of the cells among these that the claim is about. */
  readonly of: Labels;
  readonly claim: Claim;
}

/**
 * A bound for a number, or a comparison with other cells: `than` replaces these labels of the cell in question, and the
 * cell with the resulting labels is its partner. Partners always exist.
 */
export type Claim =
  | { readonly kind: 'lessThan' | 'greaterThan'; readonly than: Labels | number }
  | { readonly kind: 'within'; readonly low: number; readonly high: number };

/** One combination of the varied values. */
export interface Cell {
  readonly labels: Labels;
  readonly scenario: Scenario;
}

/** A scenario file: every cell, and what is expected of them. */
export interface ScenarioFile {
  readonly name: string;
  /** The description in the file, for reports; may be empty. */
  readonly description: string;
  readonly seed: number;
  readonly replications: number;
  readonly axes: readonly Axis[];
  /** Every combination of the axes' values; the first axis varies slowest. */
  readonly cells: readonly Cell[];
  readonly expect: readonly Expect[];
  /** The plan section; missing when the file has none. */
  readonly planning?: Planning;
  /** How `--set` changed varied nodes, in words; missing when it changed none. */
  readonly changes?: readonly string[];
  /** Expectations about values that are not compared any more because of options; missing when there are none. */
  readonly leftOut?: readonly LeftOut[];
  /** The scenario as text with all defaults and profiles written out. Reading it gives the same scenario. */
  readonly text: string;
  readonly warnings: readonly string[];
}
