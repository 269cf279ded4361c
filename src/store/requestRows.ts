/** The request log as a table: the columns of Parquet and CSV, with a row for each request. */
import type { ParquetColumn } from './parquetFile.ts';

/** The run that rows belong to, and the names of its tenants and devices. */
export interface LoggedRun {
  readonly cell: number;
  readonly replication: number;
  readonly seed: number;
  readonly scenario: string;
  readonly devices: readonly string[];
  /** Names from a log; missing when tenants are numbers. */
  readonly tenants: readonly string[];
}

const INT32 = { type: 'INT32', nullable: false } as const;
const DOUBLE = { type: 'DOUBLE', nullable: false } as const;
const MAYBE = { type: 'DOUBLE', nullable: true } as const;
const WORD = { type: 'STRING', nullable: false } as const;
const TEXT = { type: 'STRING', nullable: true } as const;

/**
 * `request` is the number of the arrival, from 0; `device` the one that answered, if at the edge; `reason` that of the
 * first refusal; times are seconds, and `started`, `first` and `completed` are set only for answered requests.
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

/** The name of the tenant, from logs with names. */
const NAME: ParquetColumn = { name: 'tenantName', ...TEXT };

/** With names of tenants if the file has a log with names. */
export function requestColumns(named: boolean): readonly ParquetColumn[] {
  return named ? [...COLUMNS, NAME] : COLUMNS;
}
