/** What is to be measured, and what is known of it beforehand. */
import type { CloudModel, Objective, Power } from '../model.ts';
import type { Recorded } from '../results.ts';
import type { Only } from './only.ts';
import type { AnswerValue, CountedResponsiveness } from './tally.ts';

export interface MetricsOptions {
  readonly warmup: number;
  readonly duration: number;
  /** Length of the arrivals' pattern, 0 when it has none. */
  readonly period: number;
  /** Requests a second that people would ask if answers took no time; null when requests come by themselves. */
  readonly asked: number | null;
  /** What is the same for all machines of an entry, and which entry each machine is of. */
  readonly kinds: readonly MeasuredKind[];
  readonly group: Int32Array;
  /** How many of the kinds are those of machines here, where those of other regions follow. */
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
  /** What else there may be to tell of. */
  readonly also: {
    /** Of requests that are tried again. */
    readonly retries: boolean;
    /** Of clients who give up. */
    readonly abandoned: boolean;
    /** Of work for nobody. */
    readonly lost: boolean;
    /** Of requests that other regions take, and that they send. */
    readonly overflow?: boolean;
  };
  /** Of demand that comes from a log. */
  readonly recorded?: Recorded | undefined;
  /** Seconds of the measured interval that each machine and the cloud were down; null for those that cannot be. */
  readonly down: {
    readonly devices: ((i: number) => number) | null;
    readonly cloud: (() => number) | null;
  };
  /** What is read of it; all there is when nothing is said. */
  readonly only?: Only | undefined;
}

export interface MeasuredKind extends AnswerValue {
  readonly profile: string;
  /** What lengths its profile was measured at; null when nothing is known of that. */
  readonly range: LengthRange | null;
  readonly slots: number;
  readonly power: Power;
}

/** Lowest and highest prompt and number of cached tokens: what prefill and a decode step take depends on these. */
export interface LengthRange {
  readonly prompt: readonly [number, number];
  readonly context: readonly [number, number];
  /** Fewest and most sequences at once; missing where nobody says. */
  readonly batch?: readonly [number, number];
}
