/** The log of requests as a table: a row for each, in the columns that Parquet and CSV have. */
import { OUTCOMES, statusOf, type StoryStep, type Stories } from '../metrics/stories.ts';
import { tenantName } from '../logs/tenantNames.ts';
import { CLOUD, reasonOf } from '../model.ts';
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

type Cell = string | number | null;

export interface RowColumn extends ParquetColumn {
  readonly of: (stories: Stories, at: number, run: LoggedRun) => Cell;
}

const INT32 = { type: 'INT32', nullable: false } as const;
const DOUBLE = { type: 'DOUBLE', nullable: false } as const;
const MAYBE = { type: 'DOUBLE', nullable: true } as const;
const WORD = { type: 'STRING', nullable: false } as const;
const TEXT = { type: 'STRING', nullable: true } as const;

const timeOf = (time: number): number | null => (Number.isNaN(time) ? null : time);

/** `request` counts the arrivals of the run from 0; `reason` is why it was first refused; times are seconds. */
const COLUMNS: readonly RowColumn[] = [
  { name: 'cell', ...INT32, of: (_, __, { cell }) => cell },
  { name: 'replication', ...INT32, of: (_, __, { replication }) => replication },
  { name: 'request', ...INT32, of: ({ number }) => number },
  { name: 'tenant', ...INT32, of: ({ tenant }, at) => tenant[at]! },
  { name: 'arrival', ...DOUBLE, of: ({ arrival }, at) => arrival[at]! },
  { name: 'prompt', ...INT32, of: ({ prompt }, at) => prompt[at]! },
  { name: 'output', ...INT32, of: ({ output }, at) => output[at]! },
  { name: 'outcome', ...WORD, of: ({ outcome }, at) => OUTCOMES[outcome[at]!]! },
  {
    name: 'device',
    ...TEXT,
    of: ({ outcome, by }, at, { devices }) => (outcome[at] === 0 ? devices[by[at]!]! : null),
  },
  { name: 'reason', ...TEXT, of: ({ reason }, at) => (reason[at] === 0 ? null : reasonOf(reason[at]!)) },
  { name: 'started', ...MAYBE, of: ({ started }, at) => timeOf(started[at]!) },
  { name: 'first', ...MAYBE, of: ({ first }, at) => timeOf(first[at]!) },
  { name: 'completed', ...MAYBE, of: ({ outcome, end }, at) => (outcome[at]! <= 1 ? end[at]! : null) },
  { name: 'joules', ...DOUBLE, of: ({ joules }, at) => joules[at]! },
  { name: 'dollars', ...DOUBLE, of: ({ dollars }, at) => dollars[at]! },
  { name: 'attempts', ...INT32, of: ({ attempts }, at) => attempts[at]! },
  { name: 'inFlight', ...INT32, of: ({ inFlight }, at) => inFlight[at]! },
  { name: 'end', ...DOUBLE, of: ({ end }, at) => end[at]! },
  { name: 'status', ...WORD, of: ({ outcome, reason }, at) => statusOf(outcome[at]!, reason[at]!) },
  {
    name: 'legs',
    ...TEXT,
    of: ({ steps, number }, _, run) => {
      const legs = steps.size === 0 ? undefined : steps.get(number);
      return legs === undefined ? null : JSON.stringify(legs.map((leg) => legOf(leg, run)));
    },
  },
];

/** Who asked, where logs name them: beside the number of a tenant. */
const NAME: RowColumn = {
  name: 'tenantName',
  ...TEXT,
  of: ({ tenant }, at, { tenants }) => (tenants.length === 0 ? null : tenantName(tenants, tenant[at]!)),
};

/** With the names of tenants where the file has a log, whose names they are. */
export function requestColumns(named: boolean): readonly RowColumn[] {
  return named ? [...COLUMNS, NAME] : COLUMNS;
}

/** A step as it is written down: what it did not come to is left out. */
export function legOf(step: StoryStep, { devices }: LoggedRun): Readonly<Record<string, string | number>> {
  const { kind, by, reason, from, start, firstToken, end, made, joules, dollars } = step;
  const place = by === CLOUD ? { machine: 'cloud' } : by >= 0 ? { machine: devices[by]! } : {};
  if (kind === 'refused') return { ...place, refused: reason!, at: billionth(end) };
  return {
    ...place,
    from: billionth(from),
    ...(start !== null && { start: billionth(start) }),
    ...(firstToken !== null && { firstToken: billionth(firstToken) }),
    end: billionth(end),
    ...(kind === 'ended' && { ended: reason! }),
    ...(kind === 'preempted' && { ended: 'preempted' }),
    made,
    joules: billionth(joules),
    dollars: billionth(dollars),
  };
}

/** As `ByteLines.decimal` writes it. */
function billionth(number: number): number {
  const size = Math.abs(number);
  return size < 1e-3 || size >= 2 ** 21 ? number : Math.round(number * 1e9) / 1e9;
}
