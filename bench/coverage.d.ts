import type { Batches } from '../src/kernel/batches.ts';
import type { createStreams } from '../src/kernel/random.ts';
import type { estimate } from '../src/experiment/estimate.ts';
import type { difference, relative } from '../src/experiment/paired.ts';
import type { nextReplications } from '../src/experiment/precision.ts';
import type { simulate } from '../src/experiment/runJob.ts';
import type { Logs } from '../src/logs/logs.ts';
import type { read } from '../src/scenario/read.ts';

export interface Count {
  readonly trials: number;
  readonly printed: number;
  readonly held: number;
}

/** The values of a metric in every replication of the cell, and of its baseline. */
export type Pool = ReadonlyMap<
  string,
  { readonly values: readonly number[]; readonly others: readonly number[] }
>;

export function replicate(
  parts: { readonly read: typeof read; readonly simulate: typeof simulate },
  settings: {
    readonly replications: number;
    readonly metrics?: readonly string[];
    readonly seed?: number;
    readonly text?: string;
  },
): Pool;

export function acrossReplications(
  parts: {
    readonly estimate: typeof estimate;
    readonly difference: typeof difference;
    readonly relative: typeof relative;
  },
  settings: { readonly pool: Pool; readonly sizes: readonly number[] },
): (Count & { readonly metric: string; readonly kind: string; readonly size: number })[];

export function toPrecision(
  parts: {
    readonly estimate: typeof estimate;
    readonly nextReplications: typeof nextReplications;
    readonly FEWEST: number;
  },
  settings: { readonly pool: Pool; readonly target: number },
): (Count & { readonly metric: string; readonly target: number; readonly replications: number })[];

export function withinOneRun(
  parts: { readonly Batches: typeof Batches; readonly createStreams: typeof createStreams },
  settings: {
    readonly trials: number;
    readonly load: number;
    readonly requests: number;
    readonly seed?: number;
  },
): Count & { readonly naive: number };

export function madeLog(
  parts: { readonly createStreams: typeof createStreams },
  settings: { readonly hours: number; readonly seed: number },
): string;

export function overALog(
  parts: {
    readonly read: typeof read;
    readonly simulate: typeof simulate;
    readonly estimate: typeof estimate;
    readonly createStreams: typeof createStreams;
    readonly Logs: typeof Logs;
  },
  settings: {
    readonly trials: number;
    readonly hours: number;
    readonly replications: number;
    readonly truth?: number;
    readonly metrics?: readonly string[];
  },
): (Count & { readonly metric: string; readonly hours: number; readonly alone: number })[];

export const LOG_METRICS: readonly string[];
export const SCENARIO: string;
export const METRICS: readonly string[];
