/** The request log as Parquet, in the columns of `requestRows.ts`. */
import { OUTCOMES, statusOf, type Stories } from '../metrics/stories.ts';
import { tenantName } from '../logs/tenantNames.ts';
import { reasonOf } from '../model.ts';
import {
  DoubleColumn,
  MaybeColumn,
  TextColumn,
  WholeColumn,
  WordColumn,
  type RowGroupColumn,
} from './parquetColumn.ts';
import { ParquetFile } from './parquetFile.ts';
import { LegText } from './requestLegs.ts';
import { requestColumns, type LoggedRun } from './requestRows.ts';

/** Rows held in memory. */
const GROUP = 50_000;

const whole = (): WholeColumn => new WholeColumn(GROUP);
const double = (): DoubleColumn => new DoubleColumn(GROUP);
const maybe = (): MaybeColumn => new MaybeColumn(GROUP);
const word = (): WordColumn => new WordColumn(GROUP, false);
const maybeWord = (): WordColumn => new WordColumn(GROUP, true);

/** In the order of the file. */
function columnsOf(named: boolean) {
  return {
    cell: whole(),
    replication: whole(),
    request: whole(),
    tenant: whole(),
    arrival: double(),
    prompt: whole(),
    output: whole(),
    outcome: word(),
    device: maybeWord(),
    reason: maybeWord(),
    started: maybe(),
    first: maybe(),
    completed: maybe(),
    joules: double(),
    dollars: double(),
    attempts: whole(),
    inFlight: whole(),
    end: double(),
    status: word(),
    legs: new TextColumn(GROUP),
    ...(named && { tenantName: maybeWord() }),
  };
}

export class ParquetRequests {
  private readonly file: ParquetFile;
  private readonly run: LoggedRun;
  private readonly legText: LegText;
  private readonly columns: ReturnType<typeof columnsOf>;
  private rows = 0;

  constructor(path: string, run: LoggedRun, named: boolean) {
    this.file = new ParquetFile(path, requestColumns(named));
    this.run = run;
    this.legText = new LegText(run.devices);
    this.columns = columnsOf(named);
    this.columns.cell.values.fill(run.cell);
    this.columns.replication.values.fill(run.replication);
  }

  add(stories: Stories, at: number): void {
    const { columns } = this;
    const row = this.rows++;
    const { outcome, reason, steps, number } = stories;
    const ended = outcome[at]!;
    columns.request.values[row] = number;
    columns.tenant.values[row] = stories.tenant[at]!;
    columns.arrival.values[row] = stories.arrival[at]!;
    columns.prompt.values[row] = stories.prompt[at]!;
    columns.output.values[row] = stories.output[at]!;
    columns.outcome.add(OUTCOMES[ended]!);
    columns.device.add(ended === 0 ? this.run.devices[stories.by[at]!]! : null);
    columns.reason.add(reason[at] === 0 ? null : reasonOf(reason[at]!));
    columns.started.add(stories.started, at);
    columns.first.add(stories.first, at);
    if (ended <= 1) columns.completed.add(stories.end, at);
    else columns.completed.none();
    columns.joules.values[row] = stories.joules[at]!;
    columns.dollars.values[row] = stories.dollars[at]!;
    columns.attempts.values[row] = stories.attempts[at]!;
    columns.inFlight.values[row] = stories.inFlight[at]!;
    columns.end.values[row] = stories.end[at]!;
    columns.status.add(statusOf(ended, reason[at]!));
    const legs = steps.size === 0 ? undefined : steps.get(number);
    columns.legs.add(legs === undefined ? null : this.legText.of(legs));
    columns.tenantName?.add(this.nameOf(stories.tenant[at]!));
    if (this.rows === GROUP) this.write();
  }

  finish(): void {
    if (this.rows > 0) this.write();
    this.file.finish();
  }

  abandon(): void {
    this.file.abandon();
  }

  private nameOf(tenant: number): string | null {
    const { tenants } = this.run;
    return tenants.length === 0 ? null : tenantName(tenants, tenant);
  }

  private write(): void {
    const pages = Object.values(this.columns).map((column: RowGroupColumn) => column.page(this.rows));
    this.file.writeGroup(this.rows, pages);
    this.rows = 0;
  }
}
