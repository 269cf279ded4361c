import type { Batches } from '../src/kernel/batches.ts';
import type { createStreams } from '../src/kernel/random.ts';
import type { estimate } from '../src/experiment/estimate.ts';
import type { difference, relative } from '../src/experiment/paired.ts';
import type { simulate } from '../src/experiment/simulate.ts';
import type { read } from '../src/scenario/read.ts';

export interface Count {
  readonly trials: number;
  readonly printed: number;
  readonly held: number;
}

export function acrossReplications(
  parts: {
    readonly read: typeof read;
    readonly simulate: typeof simulate;
    readonly estimate: typeof estimate;
    readonly difference: typeof difference;
    readonly relative: typeof relative;
  },
  settings: {
    readonly replications: number;
    readonly sizes: readonly number[];
    readonly metrics?: readonly string[];
    readonly seed?: number;
    readonly text?: string;
  },
): (Count & { readonly metric: string; readonly kind: string; readonly size: number })[];

export function withinOneRun(
  parts: { readonly Batches: typeof Batches; readonly createStreams: typeof createStreams },
  settings: {
    readonly trials: number;
    readonly load: number;
    readonly requests: number;
    readonly seed?: number;
  },
): Count & { readonly naive: number };

export const SCENARIO: string;
export const METRICS: readonly string[];
