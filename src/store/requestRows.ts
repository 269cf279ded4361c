/** The log of requests as a table: the columns that Parquet and CSV have, a row for each request. */
import type { ParquetColumn } from './parquetFile.ts';

/** Which run it is, and who its numbers are. */
export interface LoggedRun {
  readonly cell: number;
  readonly replication: number;
  readonly seed: number;
  readonly scenario: string;
  readonly devices: readonly string[];
  /** Names of a log; none where tenants are numbers. */
  readonly tenants: readonly string[];
}

const INT32 = { type: 'INT32', nullable: false } as const;
const DOUBLE = { type: 'DOUBLE', nullable: false } as const;
const MAYBE = { type: 'DOUBLE', nullable: true } as const;
const WORD = { type: 'STRING', nullable: false } as const;
const TEXT = { type: 'STRING', nullable: true } as const;

/**
 * `request` counts the arrivals of the run from 0; `device` is who answered at the edge; `reason` is why it was first
 * refused; times are seconds, those of `started`, `first` and `completed` of an answer alone.
 */
const COLUMNS: readonly ParquetColumn[] = [
  { name: 'cell', ...INT32 },
  { name: 'replication', ...INT32 },
  { name: 'request', ...INT32 },
  { name: 'tenant', ...INT32 },
  { name: 'arrival', ...DOUBLE },
  { name: 'prompt', ...INT32 },
  { name: 'output', ...INT32 },
  { name: 'outcome', ...WORD },
  { name: 'device', ...TEXT },
  { name: 'reason', ...TEXT },
  { name: 'started', ...MAYBE },
  { name: 'first', ...MAYBE },
  { name: 'completed', ...MAYBE },
  { name: 'joules', ...DOUBLE },
  { name: 'dollars', ...DOUBLE },
  { name: 'attempts', ...INT32 },
  { name: 'inFlight', ...INT32 },
  { name: 'end', ...DOUBLE },
  { name: 'status', ...WORD },
  { name: 'legs', ...TEXT },
];

/** Who asked, where logs name them: beside the number of a tenant. */
const NAME: ParquetColumn = { name: 'tenantName', ...TEXT };

/** With the names of tenants where the file has a log, whose names they are. */
export function requestColumns(named: boolean): readonly ParquetColumn[] {
  return named ? [...COLUMNS, NAME] : COLUMNS;
}
