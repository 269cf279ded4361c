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

export class ParquetRequests {
  private readonly file: ParquetFile;
  private readonly run: LoggedRun;
  private readonly legText: LegText;
  private readonly cell: WholeColumn = whole();
  private readonly replication: WholeColumn = whole();
  private readonly request: WholeColumn = whole();
  private readonly tenant: WholeColumn = whole();
  private readonly arrival: DoubleColumn = double();
  private readonly prompt: WholeColumn = whole();
  private readonly output: WholeColumn = whole();
  private readonly outcome: WordColumn = word();
  private readonly device: WordColumn = maybeWord();
  private readonly reason: WordColumn = maybeWord();
  private readonly started: MaybeColumn = maybe();
  private readonly first: MaybeColumn = maybe();
  private readonly completed: MaybeColumn = maybe();
  private readonly joules: DoubleColumn = double();
  private readonly dollars: DoubleColumn = double();
  private readonly attempts: WholeColumn = whole();
  private readonly inFlight: WholeColumn = whole();
  private readonly end: DoubleColumn = double();
  private readonly status: WordColumn = word();
  private readonly legs: TextColumn = new TextColumn(GROUP);
  /** Null where there is no column for it. */
  private readonly tenantName: WordColumn | null;
  /** In the order of the file. */
  private readonly columns: readonly RowGroupColumn[];
  private rows = 0;

  constructor(path: string, run: LoggedRun, named: boolean) {
    this.file = new ParquetFile(path, requestColumns(named));
    this.run = run;
    this.legText = new LegText(run.devices);
    this.tenantName = named ? maybeWord() : null;
    this.cell.values.fill(run.cell);
    this.replication.values.fill(run.replication);
    this.columns = [
      this.cell,
      this.replication,
      this.request,
      this.tenant,
      this.arrival,
      this.prompt,
      this.output,
      this.outcome,
      this.device,
      this.reason,
      this.started,
      this.first,
      this.completed,
      this.joules,
      this.dollars,
      this.attempts,
      this.inFlight,
      this.end,
      this.status,
      this.legs,
      ...(this.tenantName ? [this.tenantName] : []),
    ];
  }

  add(stories: Stories, at: number): void {
    const row = this.rows++;
    const { outcome, reason, steps, number } = stories;
    const ended = outcome[at]!;
    this.request.values[row] = number;
    this.tenant.values[row] = stories.tenant[at]!;
    this.arrival.values[row] = stories.arrival[at]!;
    this.prompt.values[row] = stories.prompt[at]!;
    this.output.values[row] = stories.output[at]!;
    this.outcome.add(OUTCOMES[ended]!);
    this.device.add(ended === 0 ? this.run.devices[stories.by[at]!]! : null);
    this.reason.add(reason[at] === 0 ? null : reasonOf(reason[at]!));
    this.started.add(stories.started, at);
    this.first.add(stories.first, at);
    if (ended <= 1) this.completed.add(stories.end, at);
    else this.completed.none();
    this.joules.values[row] = stories.joules[at]!;
    this.dollars.values[row] = stories.dollars[at]!;
    this.attempts.values[row] = stories.attempts[at]!;
    this.inFlight.values[row] = stories.inFlight[at]!;
    this.end.values[row] = stories.end[at]!;
    this.status.add(statusOf(ended, reason[at]!));
    const legs = steps.size === 0 ? undefined : steps.get(number);
    this.legs.add(legs === undefined ? null : this.legText.of(legs));
    if (this.tenantName !== null) this.tenantName.add(this.nameOf(stories.tenant[at]!));
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
    const pages = this.columns.map((column) => column.page(this.rows));
    this.file.writeGroup(this.rows, pages);
    this.rows = 0;
  }
}
