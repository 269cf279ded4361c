/** What comes out of asking why: the shape of what `edgewise explain --json` prints. Times are seconds, of the run's clock where they are moments. */
import type { Reason } from '../model.ts';

/** What `edgewise explain --json` prints. */
export interface Explained {
  readonly schema: 'edgewise.explain/1';
  readonly version: string;
  readonly scenario: string;
  readonly seed: number;
  /** The cell's place among the rows of runs.csv, from 0, with its labels. */
  readonly cell: number;
  readonly vary: Readonly<Record<string, string>>;
  readonly replication: number;
  readonly request?: RequestStory;
  readonly worst?: Worst;
  readonly refused?: Refused;
  readonly timeline?: Timeline;
}

/** One stay or one refusal on a request's way. */
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
  /** Who answered. */
  readonly machine: string | null;
  /** From its arrival; null without an answer. */
  readonly ttft: number | null;
  readonly e2e: number | null;
  readonly joules: number;
  readonly dollars: number;
}

/** One request: its way, what was there when it asked, what other choices would have meant. */
export interface RequestStory extends Fate {
  readonly request: number;
  readonly arrival: number;
  /** What clocks showed then, where a log with dates is replayed. */
  readonly shown?: string;
  readonly tenant: number;
  readonly prompt: number;
  readonly output: number;
  readonly inFlight: number;
  readonly reason: Reason | null;
  readonly legs: readonly StoryLeg[];
  /** Where the time of its answer went; null without one. */
  readonly parts: TimeParts | null;
  /** Whenever it asked to be let in: what was there, before anything was decided. */
  readonly moments: readonly DeskMoment[];
  /** What was done, and each other choice of the strategy when it first chose; empty when it never came to a choice. */
  readonly choices: readonly OtherChoice[];
  /** Machines that were not tried. */
  readonly notTried: number;
}

export interface DeskMoment {
  readonly at: number;
  readonly limits: readonly LimitState[];
  readonly machines: readonly MachineState[];
  readonly strategy: string;
  /** What the strategy picked: a machine, `cloud` or `none`; null when it was not asked. */
  readonly picked: string | null;
}

/** A limit of the fleet, of the request's tenant, or of the cloud. */
export interface LimitState {
  readonly scope: string;
  readonly limit: string;
  readonly fill: number;
  /** Why it would not have let the request in; null when it would. */
  readonly refuses: Reason | null;
}

export interface MachineState {
  readonly name: string;
  readonly up: boolean;
  readonly running: number;
  readonly waiting: number;
  /** Share of its limit that is used; null without one. */
  readonly fill: number | null;
  /** Seconds of work that it holds. */
  readonly work: number;
  /** Seconds from now to the end of the answer on it, if nothing more came: its work, and the request alone. */
  readonly estimate: number;
  readonly refuses: Reason | null;
}

export interface OtherChoice extends Fate {
  /** Where the strategy was made to send it; what it did send it to is the first of all. */
  readonly choice: string;
  readonly taken: boolean;
  /** What it changes for others, beside what was done; null for what was done. */
  readonly others: ChoiceEffect | null;
}

/** Differences to what was done, over all other requests of the run. */
export interface ChoiceEffect {
  /** Others that had another answer, or the same at another time; null where requests depend on answers. */
  readonly changed: number | null;
  /** Mean over them of how much later their answers were complete; null where nobody has two answers to compare. */
  readonly later: number | null;
  /** The greatest harm to one of them, and the greatest good. */
  readonly worst: number | null;
  readonly best: number | null;
  readonly edge: number;
  readonly cloud: number;
  readonly unanswered: number;
  /** Others that meet the slo; null without one. */
  readonly inTime: number | null;
  readonly joules: number;
  readonly dollars: number;
}

/** What the time of an answer went to. The parts add up to it. */
export interface TimeParts {
  /** Waited in the line of a machine, or for a slot that it had to give up. */
  readonly queue: number;
  /** Waited to come again because a limit had refused it. */
  readonly window: number;
  /** Spent on a machine that failed, and waited to come again because machines were down. */
  readonly fault: number;
  /** Waited to come again for any other reason. */
  readonly retry: number;
  /** On its slot beyond what it takes alone, while prompts of others were read; and the rest of that. */
  readonly othersPrefill: number;
  readonly batch: number;
  /** What its own prompt and its own answer take alone. */
  readonly prefill: number;
  readonly decode: number;
  /** In the cloud. */
  readonly cloud: number;
}

export interface Late extends TimeParts {
  readonly request: number;
  readonly arrival: number;
  /** What clocks showed then, where a log with dates is replayed. */
  readonly shown?: string;
  readonly machine: string;
  readonly seconds: number;
}

/** The latest answers of a run, and what made them late. */
export interface Worst {
  /** What is called late: the whole answer, or its first token where the slo asks for that alone. */
  readonly of: 'e2e' | 'ttft';
  readonly answers: number;
  readonly mean: number;
  /** The latest first. */
  readonly rows: readonly Late[];
  /** Means over the rows, and over all answers. */
  readonly parts: TimeParts;
  readonly all: TimeParts;
}

export interface RefusedRow {
  readonly request: number;
  readonly at: number;
  /** What clocks showed then, where a log with dates is replayed. */
  readonly shown?: string;
  readonly reason: Reason;
  /** Who refused it; null for limits of the fleet and of tenants. */
  readonly machine: string | null;
  /** Machines that would have taken it at that moment. */
  readonly open: number;
  readonly outcome: string;
}

/** What the edge refused, and why. */
export interface Refused {
  readonly arrived: number;
  /** Requests that the edge refused at least once, by why it did first. */
  readonly requests: number;
  readonly reasons: readonly {
    readonly reason: Reason;
    readonly requests: number;
    /** Of these, requests that another machine would have taken at that moment. */
    readonly avoidable: number;
    readonly answered: number;
  }[];
  /** The first of them. */
  readonly rows: readonly RefusedRow[];
}

/** Machines that are looked at and drawn one by one. */
export const LANES = 50;

/** A stretch of a run, second by second. */
export interface Timeline {
  readonly from: number;
  readonly to: number;
  /** What clocks showed at both, where a log with dates is replayed. */
  readonly shown?: readonly [string, string];
  readonly machines: readonly { readonly name: string; readonly slots: number }[];
  /** Requests that came in it. */
  readonly came: number;
  /** Stays of requests at machines and in the cloud that reach into it, in order of arrival. */
  readonly bars: readonly TimelineBar[];
  /** What befell requests in an instant. */
  readonly marks: readonly TimelineMark[];
  /** What was seen at equal steps; none of more machines than are drawn one by one. */
  readonly samples: readonly TimelineSample[];
}

export interface TimelineBar {
  readonly request: number;
  /** Its place among the machines; -1 in the cloud. */
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
  /** Turned away; taken by the cloud; given back by a machine that failed; left by its client. */
  readonly kind: 'refused' | 'cloud' | 'lost' | 'left';
  /** -1 in the cloud, null at limits of the fleet and of tenants. */
  readonly machine: number | null;
  readonly reason: Reason | null;
}

export interface TimelineSample {
  readonly at: number;
  /** Share of its limit that each machine has used; null where there is none. */
  readonly fill: readonly number[] | null;
  readonly up: readonly boolean[];
}
