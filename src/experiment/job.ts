/** One replication of one cell as a plain value: it can travel to any worker, and running it twice changes nothing. */
import type { Only } from '../metrics/only.ts';
import type { Replication } from '../results.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Packed } from './packed.ts';
import type { Sum } from './seriesMean.ts';

/** Which job: the cell's place in the file, the replication from 0, and the draw of the profiles, null for the profiles as they are. */
export interface JobKey {
  readonly cell: number;
  readonly replication: number;
  readonly draw: number | null;
}

/** How much of its time series a job hands back. */
export type Keep = 'devices' | 'fleet' | 'none';

/** One replication of one cell, with all that it needs. */
export interface Job extends JobKey {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly keep: Keep;
  /** What is read of it, when that is not everything. */
  readonly only?: Only | undefined;
  /** Of a world: the regions that are run in it, side by side; `scenario` is then that of the first. */
  readonly world?: JobRegions;
}

/** Regions of a world that talk with each other, or one that talks with nobody. */
export interface JobRegions {
  readonly regions: readonly PlacedRegion[];
  /** Scenarios besides the job's own. */
  readonly others: readonly Scenario[];
}

export interface PlacedRegion {
  readonly name: string;
  /** 0 for the job's own scenario, then the others. */
  readonly scenario: number;
  /** Places in the job, in the order in which they are asked for what it turns away. */
  readonly to: readonly number[];
  readonly delay: number;
}

/** A job with its result. */
export interface Finished extends JobKey {
  readonly result: Replication;
  /** The same as it travelled, where it did: who keeps it need not pack it again. */
  readonly packed?: Packed;
  /** Its series are gone, but for what the sum over its cell's first replications has of them. */
  readonly summed?: true;
}

/** The sum over the series of a cell's first replications. */
export interface CellSum extends Sum {
  readonly cell: number;
}

/** A job that failed by itself, with what it said, or whose worker died each time. */
export interface Failed extends JobKey {
  readonly error: string;
}

export function keyText({ cell, replication, draw }: JobKey): string {
  return draw === null ? `${cell}/${replication}` : `${cell}/${replication}/${draw}`;
}

/** Profiles as they are first, then by draw; within that by cell and replication. */
export function byKey(a: JobKey, b: JobKey): number {
  return (a.draw ?? -1) - (b.draw ?? -1) || a.cell - b.cell || a.replication - b.replication;
}
