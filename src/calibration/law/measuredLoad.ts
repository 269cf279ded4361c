/** A load, with what was measured under it. */
import type { Measurement } from '../measurement.ts';
import type { ServerLaw } from './serve.ts';

/** One figure of a row. Speeds are of one stream, in tokens per second. */
export interface RowFigure {
  readonly row: Measurement;
  readonly quantity: 'ttft' | 'speed';
  readonly measured: number;
}

export interface MeasuredLoad {
  readonly figures: readonly RowFigure[];
  /** Sequences that ran together, most of the time or at most. */
  readonly batch: number;
  /** The figures a server would show, in their order. */
  readonly shown: (server: ServerLaw) => readonly number[];
}
