import type { Series } from '../results.ts';
import { readCsv } from './csv.ts';
import { seriesOf } from './tables.ts';

/** The time series of each cell in a folder's `series.csv`. */
export function readSeries(path: string): Series[][] {
  return seriesOf(readCsv(path));
}
