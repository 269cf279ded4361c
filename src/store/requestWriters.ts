/** A log of requests in each of its forms: a file that takes one request after another. */
import { statusOf, OUTCOMES, type StoryStep, type Stories } from '../metrics/stories.ts';
import { tenantName } from '../logs/tenantNames.ts';
import { CLOUD, reasonOf } from '../model.ts';
import { ByteLines } from './byteLines.ts';
import { csvLine } from './csvText.ts';
import { ParquetFile } from './parquetFile.ts';
import type { RequestForm } from './requestForm.ts';
import { requestColumns, type LoggedRun } from './requestRows.ts';
import { TextFile } from './textFile.ts';

/** A log that is being written. */
export interface RequestWriter {
  add(stories: Stories, at: number): void;
  finish(): void;
  abandon(): void;
}

type Open = (path: string, run: LoggedRun, named: boolean) => RequestWriter;

/** `named` where there is a column for names of tenants. */
export const openRequests: Readonly<Record<RequestForm, Open>> = {
  parquet: (path, run, named) => new ParquetRequests(path, run, named),
  csv: (path, run, named) => lines(path, csvRow(run, named)),
  jsonl: (path, run) => {
    const { scenario, cell, replication, seed } = run;
    const head = { log: 'edgewise.log/1', simulated: true, scenario, cell, replication, seed };
    return lines(path, jsonLine(run), `${JSON.stringify(head)}\n`);
  },
};

/** Rows in memory at a time. */
const GROUP = 50_000;

class ParquetRequests implements RequestWriter {
  private readonly file: ParquetFile;
  private readonly run: LoggedRun;
  private readonly columns: ReturnType<typeof requestColumns>;
  private values: (string | number | null)[][];
  private rows: number;

  constructor(path: string, run: LoggedRun, named: boolean) {
    this.columns = requestColumns(named);
    this.file = new ParquetFile(path, this.columns);
    this.run = run;
    this.values = this.columns.map(() => []);
    this.rows = 0;
  }

  add(stories: Stories, at: number): void {
    const { columns, values, run } = this;
    for (let k = 0; k < columns.length; k++) values[k]!.push(columns[k]!.of(stories, at, run));
    if (++this.rows < GROUP) return;
    this.file.writeGroup(values);
    this.values = columns.map(() => []);
    this.rows = 0;
  }

  finish(): void {
    if (this.rows > 0) this.file.writeGroup(this.values);
    this.file.finish();
  }

  abandon(): void {
    this.file.abandon();
  }
}

/** A line for each request, written by `line`. */
function lines(
  path: string,
  line: (to: ByteLines, stories: Stories, at: number) => void,
  head = '',
): RequestWriter {
  const file = new TextFile(path);
  file.write(head);
  const to = new ByteLines((bytes) => file.writeBytes(bytes));
  return {
    add: (stories, at) => line(to, stories, at),
    finish: () => {
      to.flush();
      file.finish();
    },
    abandon: () => file.abandon(),
  };
}

/** Texts of which there are few are encoded once; legs are as many as requests. */
const FEW = 10_000;

/** Commas between; text is what `csvLine` makes of it. */
function csvRow(run: LoggedRun, named: boolean): (to: ByteLines, stories: Stories, at: number) => void {
  const columns = requestColumns(named);
  const encoder = new TextEncoder();
  const known = new Map<string, Uint8Array>();
  const encoded = (text: string): Uint8Array => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const bytes = encoder.encode(csvLine([text]).slice(0, -1));
    if (known.size < FEW && text.length < 200 && !text.startsWith('[')) known.set(text, bytes);
    return bytes;
  };
  return (to, stories, at) => {
    for (let k = 0; k < columns.length; k++) {
      if (k > 0) to.ascii(',');
      const { type, of } = columns[k]!;
      const value = of(stories, at, run);
      if (value === null) continue;
      if (typeof value === 'string') to.encoded(encoded(value));
      else if (type === 'INT32') to.whole(value);
      else to.decimal(value);
    }
    to.ascii('\n');
  };
}

/** As `trace`, `calibrate` and `compare` read it. What was asked for stands there whether it was answered or not. */
function jsonLine(run: LoggedRun): (to: ByteLines, stories: Stories, at: number) => void {
  const encoder = new TextEncoder();
  const names = run.devices.map((name) => encoder.encode(JSON.stringify(name)));
  return (to, stories, at) => {
    const { number, arrival, prompt, output, outcome, reason, by, started, first, end, steps } = stories;
    const answered = outcome[at]! <= 1;
    to.ascii('{"request":');
    to.whole(number);
    to.ascii(',"arrival":');
    to.decimal(arrival[at]!);
    to.ascii(',"tenant":');
    if (run.tenants.length === 0) {
      to.ascii('"');
      to.whole(stories.tenant[at]!);
      to.ascii('"');
    } else to.text(JSON.stringify(tenantName(run.tenants, stories.tenant[at]!)));
    to.ascii(',"prompt":');
    to.whole(prompt[at]!);
    to.ascii(',"output":');
    to.whole(output[at]!);
    to.ascii(',"asked":');
    to.whole(output[at]!);
    to.ascii(',"firstToken":');
    if (answered) to.decimal(first[at]!);
    else to.ascii('null');
    to.ascii(',"end":');
    to.decimal(end[at]!);
    to.ascii(',"status":"');
    to.ascii(statusOf(outcome[at]!, reason[at]!));
    to.ascii('","inFlight":');
    to.whole(stories.inFlight[at]!);
    to.ascii(',"outcome":"');
    to.ascii(OUTCOMES[outcome[at]!]!);
    if (by[at] === CLOUD) to.ascii('","machine":"cloud"');
    else if (answered) {
      to.ascii('","machine":');
      to.encoded(names[by[at]!]!);
    } else to.ascii('"');
    to.ascii(',"start":');
    if (answered) to.decimal(started[at]!);
    else to.ascii('null');
    to.ascii(',"joules":');
    to.decimal(stories.joules[at]!);
    to.ascii(',"dollars":');
    to.decimal(stories.dollars[at]!);
    if (reason[at] !== 0) {
      to.ascii(',"reason":"');
      to.ascii(reasonOf(reason[at]!));
      to.ascii('"');
    }
    const legs = steps.size === 0 ? undefined : steps.get(number);
    if (legs !== undefined) {
      to.ascii(',"legs":[');
      for (let k = 0; k < legs.length; k++) jsonLeg(to, legs[k]!, k === 0, names);
      to.ascii(']');
    }
    to.ascii('}\n');
  };
}

/** What `legOf` has, in the same order. */
function jsonLeg(to: ByteLines, step: StoryStep, isFirst: boolean, names: readonly Uint8Array[]): void {
  const { kind, by, reason, from, start, firstToken, end, made, joules, dollars } = step;
  to.ascii(isFirst ? '{' : ',{');
  if (by === CLOUD) to.ascii('"machine":"cloud",');
  else if (by >= 0) {
    to.ascii('"machine":');
    to.encoded(names[by]!);
    to.ascii(',');
  }
  if (kind === 'refused') {
    to.ascii('"refused":"');
    to.ascii(reason!);
    to.ascii('","at":');
    to.decimal(end);
    return to.ascii('}');
  }
  to.ascii('"from":');
  to.decimal(from);
  if (start !== null) {
    to.ascii(',"start":');
    to.decimal(start);
  }
  if (firstToken !== null) {
    to.ascii(',"firstToken":');
    to.decimal(firstToken);
  }
  to.ascii(',"end":');
  to.decimal(end);
  if (kind !== 'answered') {
    to.ascii(',"ended":"');
    to.ascii(kind === 'ended' ? reason! : 'preempted');
    to.ascii('"');
  }
  to.ascii(',"made":');
  to.whole(made);
  to.ascii(',"joules":');
  to.decimal(joules);
  to.ascii(',"dollars":');
  to.decimal(dollars);
  to.ascii('}');
}
