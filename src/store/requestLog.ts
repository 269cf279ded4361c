/** Every request of one run with what became of it: a row each, in the order they ended. */
import type { Requests } from '../kernel/requests.ts';
import { tenantName } from '../logs/tenantNames.ts';
import { CLOUD, type Reason, type Report } from '../model.ts';
import type { Key } from '../experiment/job.ts';
import { ParquetFile, type Column } from './parquetFile.ts';

/** Rows in memory at a time. */
const GROUP = 50_000;

const INT32 = { type: 'INT32', nullable: false } as const;
const DOUBLE = { type: 'DOUBLE', nullable: false } as const;
const MAYBE = { type: 'DOUBLE', nullable: true } as const;

/** `request` counts the arrivals of the run from 0; `reason` is why it was first refused; times are seconds. */
export const REQUEST_COLUMNS: readonly Column[] = [
  { name: 'cell', ...INT32 },
  { name: 'replication', ...INT32 },
  { name: 'request', ...INT32 },
  { name: 'tenant', ...INT32 },
  { name: 'arrival', ...DOUBLE },
  { name: 'prompt', ...INT32 },
  { name: 'output', ...INT32 },
  { name: 'outcome', type: 'STRING', nullable: false },
  { name: 'device', type: 'STRING', nullable: true },
  { name: 'reason', type: 'STRING', nullable: true },
  { name: 'started', ...MAYBE },
  { name: 'first', ...MAYBE },
  { name: 'completed', ...MAYBE },
  { name: 'joules', ...DOUBLE },
  { name: 'dollars', ...DOUBLE },
];

/** Who asked, where logs name them: beside the number of a tenant. */
const NAME: Column = { name: 'tenantName', type: 'STRING', nullable: true };

/** With the names of tenants where the plan has a log, whose names they are. */
export function requestColumns(named: boolean): readonly Column[] {
  return named ? [...REQUEST_COLUMNS, NAME] : REQUEST_COLUMNS;
}

type Row = (string | number | null)[];

export class RequestLog {
  readonly #file: ParquetFile;
  readonly #cell: number;
  readonly #replication: number;
  readonly #named: boolean;
  #columns: Row[];
  #tenants: readonly string[] = [];
  #arrived = 0;
  /** By row of the request columns: which arrival it is, and why it was first refused. */
  #numbers: Int32Array = new Int32Array(64);
  readonly #reasons: (Reason | null)[] = [];

  constructor(
    path: string,
    { cell, replication }: Pick<Key, 'cell' | 'replication'>,
    named: boolean = false,
  ) {
    const columns = requestColumns(named);
    this.#file = new ParquetFile(path, columns);
    this.#named = named;
    this.#columns = columns.map(() => []);
    this.#cell = cell;
    this.#replication = replication;
  }

  /** `names` are those of the devices, `tenants` those of a log. */
  listener(requests: Requests, names: readonly string[], tenants: readonly string[] = []): Report {
    this.#tenants = tenants;
    return {
      arrived: (id) => this.#arrive(id, requests.end),
      refused: (id, reason) => {
        this.#reasons[id] ??= reason;
      },
      completed: (id, station, now) => {
        const cloud = station === CLOUD;
        this.#end(requests, id, cloud ? 'cloud' : 'edge', cloud ? null : names[station]!, now);
      },
      lost: (id, by) => this.#end(requests, id, by === CLOUD ? 'failed' : 'dropped', null, null),
    };
  }

  finish(): void {
    if (this.#columns[0]!.length > 0) this.#file.writeGroup(this.#columns);
    this.#file.finish();
  }

  abandon(): void {
    this.#file.abandon();
  }

  #arrive(id: number, capacity: number): void {
    if (id >= this.#numbers.length) {
      const longer = new Int32Array(capacity);
      longer.set(this.#numbers);
      this.#numbers = longer;
    }
    this.#numbers[id] = this.#arrived++;
    this.#reasons[id] = null;
  }

  #end(requests: Requests, id: number, outcome: string, device: string | null, now: number | null): void {
    const answered = now !== null;
    const row: Row = [
      this.#cell,
      this.#replication,
      this.#numbers[id]!,
      requests.tenant[id]!,
      requests.arrival[id]!,
      requests.prompt[id]!,
      requests.output[id]!,
      outcome,
      device,
      this.#reasons[id]!,
      answered ? requests.started[id]! : null,
      answered ? requests.first[id]! : null,
      now,
      requests.joules[id]!,
      requests.dollars[id]!,
    ];
    if (this.#named)
      row.push(this.#tenants.length === 0 ? null : tenantName(this.#tenants, requests.tenant[id]!));
    row.forEach((value, i) => this.#columns[i]!.push(value));
    if (this.#columns[0]!.length < GROUP) return;
    this.#file.writeGroup(this.#columns);
    this.#columns = this.#columns.map(() => []);
  }
}
