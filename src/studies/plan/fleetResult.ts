/** What the runs of a fleet gave, and what stands in its way. Money is dollars a month, times are seconds. */
import type { Reason } from '../../model.ts';
import type { Estimate } from '../../results.ts';
import type { Ask } from '../../asks.ts';

/** What is asked of a fleet. */
export interface Requirement {
  readonly ask: Ask;
  readonly bound: number;
  /** Whether the figure has to be at least or at most the bound. */
  readonly sense: 'least' | 'most';
}

/** A requirement's figure. `sure` is on its cautious side: with 95 % confidence the true mean is no worse. */
export interface Assessed extends Requirement {
  readonly figure: Estimate;
  readonly sure: number | null;
  /** By `sure`; `undecided` when the bound lies between it and what is as sure on the other side. */
  readonly verdict: 'passes' | 'fails' | 'undecided';
}

/** What decides: all of it, or with days the days and the budget. */
export function deciding<One extends Requirement>(asked: readonly One[]): readonly One[] {
  const daily = asked.some(({ ask }) => ask === 'days');
  return daily ? asked.filter(({ ask }) => ask === 'days' || ask === 'budget') : asked;
}

export function holds({ bound, sense }: Requirement, figure: number | null): boolean {
  return figure === null || (sense === 'least' ? figure >= bound : figure <= bound);
}

/** In the mean, whatever is sure of it. */
export function isMet(one: Assessed): boolean {
  return one.figure.mean === null ? one.verdict === 'passes' : holds(one, one.figure.mean);
}

export interface MonthlyCost {
  readonly hardware: number;
  readonly load: Estimate;
  readonly idle: Estimate;
  readonly cloud: Estimate;
  readonly total: Estimate;
}

/** What a fleet is held to beside the demand it is chosen for: that much more of it, and with machines missing. */
export interface Condition {
  /** Times the file's demand. */
  readonly growth: number;
  /** Machines that are missing, by candidate. */
  readonly missing: readonly number[];
  readonly replications: number;
  readonly assessed: readonly Assessed[];
}

/** A fleet with what its runs gave. */
export interface FleetOutcome {
  /** By candidate, in the order of the file. */
  readonly counts: readonly number[];
  /** `3 × orin-nano-8gb/...`, or `cloud only`. */
  readonly name: string;
  readonly replications: number;
  readonly cost: MonthlyCost;
  /** Of the requests that arrived; null when the file has no slo. */
  readonly attainment: Estimate;
  readonly assessed: readonly Assessed[];
  /** The same with headroom and without spare machines; empty where neither is asked, or it was not tried there. */
  readonly conditions: readonly Condition[];
  /** Over all of it, conditions included. */
  readonly verdict: Assessed['verdict'];
  /** Share of its answers that are right; null where most of them come from what has no known Q. */
  readonly quality: Estimate;
  readonly utilization: Estimate;
  readonly cloudShare: Estimate;
}

/** Requests that missed what is asked, as shares of all that arrived. */
export interface Missed {
  /** Refused by the edge or the cloud, and never answered. */
  readonly lost: number;
  /** Answered by the cloud, and late. */
  readonly cloud: number;
  /** Answered late by a machine that would have been in time had they not waited for it. */
  readonly waiting: number;
  /** Not late for waiting, but because others were in the same batch. */
  readonly sharing: number;
  /** Late on a machine with nothing else to do: before the first token, or while it decodes. */
  readonly prefill: number;
  readonly decode: number;
}

/** What stands in the way, counted request by request in the runs. */
export interface Cause {
  /** Where most of what is missed is; at a knee, most of what has come since the level that was planned for. */
  readonly kind: Exclude<keyof Missed, 'lost'> | 'refused' | 'cost' | 'quality' | 'unknown';
  /** Why most of the refused were. */
  readonly reason?: Reason;
  /** With `cost`, the part that has grown most. */
  readonly part?: 'hardware' | 'load' | 'idle' | 'cloud';
  readonly missed: Missed;
  /** The same at the level that was planned for; null where there is none. */
  readonly before: Missed | null;
  /** Shares of the requests that arrived, by why the edge refused them. */
  readonly reasons: Readonly<Partial<Record<Reason, number>>>;
  /** The kind of machine that is busiest, and how busy. */
  readonly machine: string | null;
  readonly utilization: number | null;
  /** Of the limiters' windows, mean over time and machines. */
  readonly windowFill: number | null;
  /** Shares of the requests that arrived. */
  readonly refused: number;
  readonly cloud: number;
  /** Mean wait in a queue, and the share of requests that an idle machine would answer in time. */
  readonly wait: number | null;
  readonly alone: number | null;
}
