/** The results of `explain`: the shape of `edgewise explain --json`. Times are in seconds; moments are on the clock of the run. */
import type { Reason } from '../model.ts';

/** What `edgewise explain --json` prints. */
export interface Explained {
  readonly schema: 'edgewise.explain/1';
  readonly version: string;
  readonly scenario: string;
  readonly seed: number;
  /** The index of the cell among the rows of runs.csv, from 0, and its labels. */
  readonly cell: number;
  readonly vary: Readonly<Record<string, string>>;
  readonly replication: number;
  readonly request?: RequestStory;
  readonly worst?: Worst;
  readonly refused?: Refused;
  readonly timeline?: Timeline;
}

/** A leg or a refusal on a request's path. */
export interface StoryLeg {
  /** `cloud`, or a machine; null for limits of the fleet and of tenants. */
  readonly machine: string | null;
  readonly kind: 'refused' | 'ended' | 'preempted' | 'answered';
  readonly reason: Reason | null;
  readonly from: number;
  readonly start: number | null;
  readonly firstToken: number | null;
  readonly end: number;
  readonly joules: number;
  readonly dollars: number;
}

export interface Fate {
  readonly outcome: string;
  /** The place that answered. */
  readonly machine: string | null;
  /** Since its arrival; null without an answer. */
  readonly ttft: number | null;
  readonly e2e: number | null;
  readonly joules: number;
  readonly dollars: number;
}

/** One request: its path, the state of the fleet at each decision, and what other choices would have meant. */
export interface RequestStory extends Fate {
  readonly request: number;
  readonly arrival: number;
  /** The date and time, when a log with dates is replayed. */
  readonly shown?: string;
  readonly tenant: number;
  readonly prompt: number;
  readonly output: number;
  readonly inFlight: number;
  readonly reason: Reason | null;
  readonly legs: readonly StoryLeg[];
  /** The parts of its latency; null without an answer. */
  readonly parts: TimeParts | null;
  /** The state of the fleet before each decision about it. */
  readonly moments: readonly DeskMoment[];
  /** The actual choice and each other one the strategy had at first; empty when there was no choice. */
  readonly choices: readonly OtherChoice[];
  /** Number of machines that were not tried. */
  readonly notTried: number;
}

export interface DeskMoment {
  readonly at: number;
  readonly limits: readonly LimitState[];
  readonly machines: readonly MachineState[];
  readonly strategy: string;
  /** The strategy's pick: a machine, `cloud` or `none`; null when it was not asked. */
  readonly picked: string | null;
}

/** A limit of the fleet, of the request's tenant, or of the cloud. */
export interface LimitState {
  readonly scope: string;
  readonly limit: string;
  readonly fill: number;
  /** Why it would have refused the request; null if it would not. */
  readonly refuses: Reason | null;
}

export interface MachineState {
  readonly name: string;
  readonly up: boolean;
  readonly running: number;
  readonly waiting: number;
  /** Used share of its limit; null without one. */
  readonly fill: number | null;
  /** Seconds of work that it holds. */
  readonly work: number;
  /** Seconds until the answer would be complete on it without further arrivals: its work, and the request alone. */
  readonly estimate: number;
  readonly refuses: Reason | null;
}

export interface OtherChoice extends Fate {
  /** Where the request was sent; the first one is the actual choice. */
  readonly choice: string;
  readonly taken: boolean;
  /** The effect on other requests, relative to the actual choice; null for the actual choice. */
  readonly others: ChoiceEffect | null;
}

/** Differences to the actual run, over all other requests. */
export interface ChoiceEffect {
  /** Number of other requests with a different answer or time; null for a closed workload. */
  readonly changed: number | null;
  /** Mean delay of their answers; null when no request has an answer in both runs. */
  readonly later: number | null;
  /** The largest delay of one of them, and the largest gain. */
  readonly worst: number | null;
  readonly best: number | null;
  readonly edge: number;
  readonly cloud: number;
  readonly unanswered: number;
  /** Change in the number of others that meet the slo; null without one. */
  readonly inTime: number | null;
  readonly joules: number;
  readonly dollars: number;
}

/** The parts of the latency of an answer. They add up to it. */
export interface TimeParts {
  /** Waiting in the queue of a machine, or for a slot after preemption. */
  readonly queue: number;
  /** Waiting to retry after a refusal by a limit. */
  readonly window: number;
  /** Time on a machine that failed, and waiting to retry because machines were down. */
  readonly fault: number;
  /** Waiting to retry for any other reason. */
  readonly retry: number;
  /** Time on its slot beyond what it takes alone: while prompts of others were read; and the rest of it. */
  readonly othersPrefill: number;
  readonly batch: number;
  /** Times of its own prompt and answer alone. */
  readonly prefill: number;
  readonly decode: number;
  /** In the cloud. */
  readonly cloud: number;
}

export interface Late extends TimeParts {
  readonly request: number;
  readonly arrival: number;
  /** The date and time, when a log with dates is replayed. */
  readonly shown?: string;
  readonly machine: string;
  readonly seconds: number;
}

/** The slowest answers of a run, and what made them slow. */
export interface Worst {
  /** The latency judged: of the whole answer, or of its first token when the slo bounds only that. */
  readonly of: 'e2e' | 'ttft';
  readonly answers: number;
  readonly mean: number;
  /** The slowest first. */
  readonly rows: readonly Late[];
  /** Means over the rows, and over all answers. */
  readonly parts: TimeParts;
  readonly all: TimeParts;
}

export interface RefusedRow {
  readonly request: number;
  readonly at: number;
  /** The date and time, when a log with dates is replayed. */
  readonly shown?: string;
  readonly reason: Reason;
  /** What refused it; null for limits of the fleet and of tenants. */
  readonly machine: string | null;
  /** Machines that would have accepted it at that moment. */
  readonly open: number;
  readonly outcome: string;
}

/** The requests that the edge refused, by reason. */
export interface Refused {
  readonly arrived: number;
  /** Requests that the edge refused at least once, by the first reason. */
  readonly requests: number;
  readonly reasons: readonly {
    readonly reason: Reason;
    readonly requests: number;
    /** Of these, requests that another machine would have accepted at that moment. */
    readonly avoidable: number;
    readonly answered: number;
  }[];
  /** The first of them. */
  readonly rows: readonly RefusedRow[];
}

/** Most machines drawn one by one. */
export const LANES = 50;

/** A stretch of a run in detail. */
export interface Timeline {
  readonly from: number;
  readonly to: number;
  /** The dates and times of both ends, when a log with dates is replayed. */
  readonly shown?: readonly [string, string];
  readonly machines: readonly { readonly name: string; readonly slots: number }[];
  /** Requests that arrived in it. */
  readonly came: number;
  /** Legs of requests at machines and in the cloud that overlap with it, in order of arrival. */
  readonly bars: readonly TimelineBar[];
  /** Events of requests. */
  readonly marks: readonly TimelineMark[];
  /** State sampled at equal steps; empty when there are too many machines to draw one by one. */
  readonly samples: readonly TimelineSample[];
}

export interface TimelineBar {
  readonly request: number;
  /** Index of the machine; -1 for the cloud. */
  readonly machine: number;
  readonly from: number;
  readonly start: number | null;
  readonly firstToken: number | null;
  readonly end: number;
  readonly ended: 'answered' | 'preempted' | 'ended';
}

export interface TimelineMark {
  readonly request: number;
  readonly at: number;
  /** Refused; sent to the cloud; lost; abandoned by its client. */
  readonly kind: 'refused' | 'cloud' | 'lost' | 'left';
  /** -1 for the cloud, null for limits of the fleet and of tenants. */
  readonly machine: number | null;
  readonly reason: Reason | null;
}

export interface TimelineSample {
  readonly at: number;
  /** Used share of each machine's limit; null without limits. */
  readonly fill: readonly number[] | null;
  readonly up: readonly boolean[];
}
