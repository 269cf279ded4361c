/** Every request of one run with what became of it: a row each, in the order they ended. */
import { COMPLETED, LOST, REFUSED, STRIDE, type Moves } from '../kernel/moves.ts';
import { tenantName } from '../logs/tenantNames.ts';
import { CLOUD, reasonOf, TIMEOUT, type Listener, type Reason } from '../model.ts';
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
  /** Why the requests still in the system were first refused, by which arrival they are. */
  readonly #reasons: Map<number, Reason> = new Map();

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
  listener(names: readonly string[], tenants: readonly string[] = []): Listener {
    this.#tenants = tenants;
    return {
      moved: (moves) => {
        for (let row = 0; row < moves.end; row += STRIDE) {
          const number = moves.number[row]!;
          const cloud = moves.station[row] === CLOUD;
          switch (moves.kind[row]) {
            case REFUSED:
              if (!this.#reasons.has(number)) this.#reasons.set(number, reasonOf(moves.reason[row]!));
              break;
            case COMPLETED:
              this.#end(moves, row, cloud ? 'cloud' : 'edge', cloud ? null : names[moves.station[row]!]!);
              break;
            case LOST:
              this.#end(moves, row, outcomeOf(moves, row), null);
          }
        }
      },
    };
  }

  finish(): void {
    if (this.#columns[0]!.length > 0) this.#file.writeGroup(this.#columns);
    this.#file.finish();
  }

  abandon(): void {
    this.#file.abandon();
  }

  #end(moves: Moves, at: number, outcome: string, device: string | null): void {
    const answered = moves.kind[at] === COMPLETED;
    const number = moves.number[at]!;
    const row: Row = [
      this.#cell,
      this.#replication,
      number,
      moves.tenant[at]!,
      moves.arrival[at]!,
      moves.prompt[at]!,
      moves.output[at]!,
      outcome,
      device,
      this.#reasons.get(number) ?? (answered ? null : reasonOf(moves.reason[at]!)),
      answered ? moves.started[at]! : null,
      answered ? moves.first[at]! : null,
      answered ? moves.now[at]! : null,
      moves.joules[at]!,
      moves.dollars[at]!,
    ];
    this.#reasons.delete(number);
    if (this.#named)
      row.push(this.#tenants.length === 0 ? null : tenantName(this.#tenants, moves.tenant[at]!));
    row.forEach((value, i) => this.#columns[i]!.push(value));
    if (this.#columns[0]!.length < GROUP) return;
    this.#file.writeGroup(this.#columns);
    this.#columns = this.#columns.map(() => []);
  }
}

/** Of one that had no answer. */
function outcomeOf({ station, reason }: Moves, row: number): string {
  if (reason[row] === TIMEOUT) return 'abandoned';
  return station[row] === CLOUD ? 'failed' : 'dropped';
}
