/** Results of a fleet's runs, and causes of failure. Money is dollars per month, times are seconds. */
import type { Reason } from '../../model.ts';
import type { Estimate } from '../../results.ts';
import type { Ask } from '../../asks.ts';

/** A requirement of a fleet. */
export interface Requirement {
  readonly ask: Ask;
  readonly bound: number;
  /** Whether the value has to be at least or at most the bound. */
  readonly sense: 'least' | 'most';
}

/** A requirement with its estimate. `sure` is the confidence bound on the cautious side: with 95 % confidence the true mean is no worse. */
export interface Assessed extends Requirement {
  readonly figure: Estimate;
  readonly sure: number | null;
  /** From `sure`; `undecided` when the requirement's bound lies within the confidence bounds on both sides. */
  readonly verdict: 'passes' | 'fails' | 'undecided';
}

/** The requirements that decide: all of them, or with days those about days and the budget. */
export function deciding<One extends Requirement>(asked: readonly One[]): readonly One[] {
  const daily = asked.some(({ ask }) => ask === 'days');
  return daily ? asked.filter(({ ask }) => ask === 'days' || ask === 'budget') : asked;
}

export function holds({ bound, sense }: Requirement, figure: number | null): boolean {
  return figure === null || (sense === 'least' ? figure >= bound : figure <= bound);
}

/** Whether the mean meets it, regardless of confidence. */
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

/** A condition under which a fleet must also pass: more demand than planned, with machines missing. */
export interface Condition {
  /** Demand as a multiple of the file's. */
  readonly growth: number;
  /** Machines missing, by candidate. */
  readonly missing: readonly number[];
  readonly replications: number;
  readonly assessed: readonly Assessed[];
}

/** A fleet with the results of its runs. */
export interface FleetOutcome {
  /** Machines of each candidate, in the order of the file. */
  readonly counts: readonly number[];
  /** `3 × orin-nano-8gb/...`, or `cloud only`. */
  readonly name: string;
  readonly replications: number;
  readonly cost: MonthlyCost;
  /** Share of the requests that met the slo; null when the file has none. */
  readonly attainment: Estimate;
  readonly assessed: readonly Assessed[];
  /** The requirements with headroom and with machines missing; empty when neither is required, or was tried. */
  readonly conditions: readonly Condition[];
  /** Over all requirements, including those under the conditions. */
  readonly verdict: Assessed['verdict'];
  /** Share of its answers that are right; null when too many come from a model without a known Q. */
  readonly quality: Estimate;
  readonly utilization: Estimate;
  readonly cloudShare: Estimate;
}

/** Requests that missed the slo, as shares of all that arrived, by cause. */
export interface Missed {
  /** Refused by the edge or the cloud, and never answered. */
  readonly lost: number;
  /** Answered late by the cloud. */
  readonly cloud: number;
  /** Answered late by a machine that would have been in time without the wait. */
  readonly waiting: number;
  /** Late not because of the wait, but because others were in the same batch. */
  readonly sharing: number;
  /** Late even on an idle machine: before the first token, or while decoding. */
  readonly prefill: number;
  readonly decode: number;
}

/** The cause of failure, counted request by request in the runs. */
export interface Cause {
  /** The cause of most misses; at a knee, of most of those added since the planned level. */
  readonly kind: Exclude<keyof Missed, 'lost'> | 'refused' | 'cost' | 'quality' | 'unknown';
  /** The most frequent reason of refusal. */
  readonly reason?: Reason;
  /** With `cost`, the part that increased most. */
  readonly part?: 'hardware' | 'load' | 'idle' | 'cloud';
  readonly missed: Missed;
  /** The same at the planned level; null when there is none. */
  readonly before: Missed | null;
  /** Shares of the requests that arrived, by the edge's reason of refusal. */
  readonly reasons: Readonly<Partial<Record<Reason, number>>>;
  /** The busiest kind of machine, and its utilization. */
  readonly machine: string | null;
  readonly utilization: number | null;
  /** Mean fill of the limiters' windows over time and machines. */
  readonly windowFill: number | null;
  /** Shares of the requests that arrived. */
  readonly refused: number;
  readonly cloud: number;
  /** Mean wait in a queue, and the share of requests that an idle machine would serve in time. */
  readonly wait: number | null;
  readonly alone: number | null;
}
