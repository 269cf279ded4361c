/** One replication of one cell as a plain value: it can be sent to any worker, and running it twice gives the same. */
import type { Only } from '../metrics/only.ts';
import type { Replication } from '../results.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Packed } from './packed.ts';
import type { Sum } from './seriesMean.ts';

/** Identifies a job: the index of the cell, the replication from 0, and the draw of the profiles, null for the nominal ones. */
export interface JobKey {
  readonly cell: number;
  readonly replication: number;
  readonly draw: number | null;
}

/** Which time series a job returns. */
export type Keep = 'devices' | 'fleet' | 'none';

/** One replication of one cell, with everything needed to run it. */
export interface Job extends JobKey {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly keep: Keep;
  /** The metrics to measure, if not all. */
  readonly only?: Only | undefined;
  /** With regions: those simulated in this job, side by side; `scenario` is that of the first. */
  readonly world?: JobRegions;
}

/** A group of connected regions, or a single region. */
export interface JobRegions {
  readonly regions: readonly PlacedRegion[];
  /** Further scenarios besides the job's own. */
  readonly others: readonly Scenario[];
}

export interface PlacedRegion {
  readonly name: string;
  /** 0 for the job's own scenario, then the others. */
  readonly scenario: number;
  /** Indices within the job, in the order in which regions are asked for its refused requests. */
  readonly to: readonly number[];
  readonly delay: number;
}

/** A job with its result. */
export interface Finished extends JobKey {
  readonly result: Replication;
  /** The encoded result, if it was sent by a worker: it can be stored without encoding it again. */
  readonly packed?: Packed;
  /** Set if its time series were dropped, except for the sum over the cell's first replications. */
  readonly summed?: true;
}

/** The sum of the time series of a cell's first replications. */
export interface CellSum extends Sum {
  readonly cell: number;
}

/** A job that failed, with its error message, or whose worker died on every try. */
export interface Failed extends JobKey {
  readonly error: string;
}

export function keyText({ cell, replication, draw }: JobKey): string {
  return draw === null ? `${cell}/${replication}` : `${cell}/${replication}/${draw}`;
}

/** Nominal profiles first, then by draw; within that by cell and replication. */
export function byKey(a: JobKey, b: JobKey): number {
  return (a.draw ?? -1) - (b.draw ?? -1) || a.cell - b.cell || a.replication - b.replication;
}
