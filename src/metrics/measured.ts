/** What is measured, and what is known about the run in advance. */
import type { CloudModel, Objective, Power } from '../model.ts';
import type { Recorded } from '../results.ts';
import type { Only } from './only.ts';
import type { AnswerValue, CountedResponsiveness } from './tally.ts';

export interface MetricsOptions {
  readonly warmup: number;
  readonly duration: number;
  /** Period of the arrivals; 0 if there is none. */
  readonly period: number;
  /** In a closed loop, requests per second if answers took no time; otherwise null. */
  readonly asked: number | null;
  /** Facts common to all machines of an entry, and the entry of each machine. */
  readonly kinds: readonly MeasuredKind[];
  readonly group: Int32Array;
  /** The number of kinds of machine in this region; those of other regions follow them. */
  readonly ownKinds?: number;
  /** Requests per second that the fleet can sustain. */
  readonly capability: number;
  readonly names: () => readonly string[];
  readonly cloud: (AnswerValue & { readonly model: CloudModel }) | null;
  /** Weight of quality in U. */
  readonly alpha: number;
  /** Dollars per kilowatt-hour. */
  readonly electricity: number;
  readonly includeIdle: boolean;
  /** Dollars the hardware costs over the measured interval; 0 when it does not count. */
  readonly hardware: number;
  readonly responsiveness: CountedResponsiveness;
  /** Null without an slo. */
  readonly objective: Objective | null;
  /** Optional metrics, present only with the feature that they measure. */
  readonly also: {
    /** Retries. */
    readonly retries: boolean;
    /** Clients who give up. */
    readonly abandoned: boolean;
    /** Work that led to no answer. */
    readonly lost: boolean;
    /** Requests sent to and taken from other regions. */
    readonly overflow?: boolean;
  };
  /** For demand from a log. */
  readonly recorded?: Recorded | undefined;
  /** Seconds of the measured interval that each machine and the cloud were down; null for those that never go down. */
  readonly down: {
    readonly devices: ((i: number) => number) | null;
    readonly cloud: (() => number) | null;
  };
  /** What the study reads; everything by default. */
  readonly only?: Only | undefined;
}

export interface MeasuredKind extends AnswerValue {
  readonly profile: string;
  /** Lengths at which its profile was measured; null if unknown. */
  readonly range: LengthRange | null;
  readonly slots: number;
  readonly power: Power;
}

/** Lowest and highest prompt and number of cached tokens: what prefill and a decode step take depends on these. */
export interface LengthRange {
  readonly prompt: readonly [number, number];
  readonly context: readonly [number, number];
  /** Fewest and most sequences at once, if known. */
  readonly batch?: readonly [number, number];
}
