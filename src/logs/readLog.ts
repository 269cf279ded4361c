import type { Source } from './source.ts';
import { columnsOf, type Named, type ColumnRole } from './columns.ts';
import { Growing } from './growing.ts';
import { LogError } from './logError.ts';
import { formOf, formWords, momentOf, type TimeForm, type Unit } from './moment.ts';
import { inOrder } from './order.ts';
import type { RecordedLog } from './recordedLog.ts';
import type { Records } from './records.ts';
import { recordsOf } from './recordsOf.ts';
import { fault, Statuses } from './status.ts';
import { TenantNames } from './tenantNames.ts';
import { LENGTH, Times, wholeIn, type Failing } from './times.ts';
import { OneRun } from './oneRun.ts';

export interface ReadLogOptions {
  /** Columns that are not to be recognised by their names. */
  readonly columns?: Named | undefined;
  /** What plain numbers count, where that is not to be found out. */
  readonly unit?: Unit | undefined;
  /** Whether rows without an answer are left out. */
  readonly errors?: 'skip' | 'keep' | undefined;
}

/** Twenty bytes each: more would not fit into memory. */
const MOST_ROWS = 2 ** 27;

/** Reads a whole log: bytes in, checked columns out. Throws a LogError, one screen, at the first row that is wrong. */
export function readLog(file: string, source: Source, options: ReadLogOptions = {}): RecordedLog {
  const reader = new Reader(file, source, options);
  try {
    return reader.read();
  } finally {
    reader.close();
  }
}

class Reader {
  readonly #file: string;
  readonly #options: ReadLogOptions;
  readonly #source: Source;
  readonly #arrival: Growing = new Growing(Float64Array);
  readonly #prompt: Growing = new Growing(Int32Array);
  readonly #output: Growing = new Growing(Int32Array);
  readonly #tenant: Growing = new Growing(Int32Array);
  readonly #priority: Growing = new Growing(Int32Array);
  readonly #statuses: Statuses = new Statuses();
  #records!: Records;
  #places!: Readonly<Record<ColumnRole, number>>;
  readonly #times: Times = new Times((...wrong) => this.#fail(...wrong));
  readonly #failed: Growing = new Growing(Float64Array);
  readonly #silent: Growing = new Growing(Float64Array);

  constructor(file: string, source: Source, options: ReadLogOptions) {
    this.#file = file;
    this.#source = source;
    this.#options = options;
  }

  close(): void {
    this.#source.close();
  }

  read(): RecordedLog {
    const { columns = {}, unit, errors = 'skip' } = this.#options;
    const records = (this.#records = recordsOf(this.#file, this.#source));
    const { places, names, unit: named } = columnsOf(this.#file, records, columns);
    this.#places = places;
    const tenants = places.tenant < 0 ? null : new TenantNames(names.tenant!);
    const keep = errors === 'keep';
    const unknown = keep ? 0 : NaN;
    let ordered = true;
    let last = -Infinity;
    const run = new OneRun(this.#file, records);
    while (records.next()) {
      run.check();
      const lacking = this.#lacking();
      lacking?.add(this.#instant(places.time, unit ?? named));
      if (lacking && !keep) continue;
      if (this.#arrival.size === MOST_ROWS)
        throw new LogError(this.#file, 'more than 134 million requests: cut it into pieces', {
          line: records.line,
        });
      const at = this.#time(places.time, unit ?? named);
      if (at < last) ordered = false;
      last = at;
      this.#arrival.add(at);
      this.#prompt.add(this.#tokens('prompt', unknown));
      this.#output.add(this.#tokens('output', unknown));
      this.#tenant.add(tenants?.number(records.text(places.tenant)) ?? 0);
      if (places.priority >= 0)
        this.#priority.add(this.#whole(places.priority, 'a priority must be a whole number from 0', 0));
    }
    const size = this.#arrival.size;
    if (size === 0) this.#nothing();
    const order = ordered ? null : inOrder(this.#arrival.column() as Float64Array);
    const taken = <Kind extends Float64Array | Int32Array>(column: Growing): Kind =>
      (order === null ? column.column() : column.ordered(order)) as Kind;
    const arrival = taken<Float64Array>(this.#arrival);
    const shift = arrival[0]!;
    if (shift !== 0) for (let k = 0; k < size; k++) arrival[k] = arrival[k]! - shift;
    const form = this.#times.form!;
    const started = this.#started(form);
    const start = this.#times.start!;
    const first = start.seconds + start.fraction + shift;
    const sinceFirst = (instants: Growing): Float64Array =>
      (instants.column() as Float64Array).map((at) => at - first);
    return {
      file: this.#file,
      size,
      arrival,
      prompt: taken(this.#prompt),
      output: taken(this.#output),
      tenant: taken(this.#tenant),
      tenants: tenants?.names ?? [],
      priority: places.priority >= 0 ? taken(this.#priority) : null,
      start: started === null ? null : started + shift,
      offset: form.kind === 'written' ? (form.zone ?? 0) : 0,
      found: {
        form: records.form,
        times: form,
        columns: names,
        sorted: !ordered,
        failed: sinceFirst(this.#failed),
        silent: sinceFirst(this.#silent),
        kept: keep,
        strange: this.#statuses.strange,
      },
    };
  }

  /** Where the present record is counted that is one of a request without an answer; null where it has one. */
  #lacking(): Growing | null {
    const records = this.#records;
    const { status, error, output } = this.#places;
    if (
      (status >= 0 && !this.#statuses.good(records.text(status))) ||
      (error >= 0 && fault(records.text(error)))
    )
      return this.#failed;
    const text = records.text(output).trim();
    return text !== '' && Number(text) !== 0 ? null : this.#silent;
  }

  /** Seconds since 1970 or the log's own start, as near as a number has them, of a row that may be left out; NaN where it has no time. */
  #instant(place: number, unit: Unit | undefined): number {
    const text = this.#records.numeric(place);
    const form = this.#times.form ?? formOf(text, unit);
    const moment = form && momentOf(text, form);
    return moment ? moment.seconds + moment.fraction : NaN;
  }

  /** Seconds after the first record that is read. */
  #time(place: number, unit: Unit | undefined): number {
    const text = this.#records.numeric(place);
    const first = this.#times.form === undefined;
    const at = this.#times.after(text, unit);
    const form = this.#times.form!;
    const { unit: asked } = this.#options;
    if (first && asked !== undefined && form.kind === 'written')
      this.#fail(
        `unit: ${asked} is of times that are plain numbers, and these are ${formWords(form)}`,
        text,
        'no unit beside such times',
      );
    return at;
  }

  #tokens(role: 'prompt' | 'output', empty: number): number {
    return Math.max(1, this.#whole(this.#places[role], LENGTH, empty));
  }

  #whole(place: number, must: string, empty: number): number {
    return wholeIn(this.#records.text(place), must, empty, this.#fail);
  }

  /** When the first record was, in seconds since 1970; null where nobody says. */
  #started({ kind }: TimeForm): number | null {
    const start = this.#times.start!;
    if (kind !== 'counted') return start.seconds + start.fraction;
    const { started } = this.#records;
    const form = started === null ? undefined : formOf(started);
    const moment = form && form.kind !== 'counted' ? momentOf(started!, form) : undefined;
    return moment ? moment.seconds + moment.fraction + start.seconds + start.fraction : null;
  }

  #nothing(): never {
    const [failed, silent] = [this.#failed.size, this.#silent.size];
    if (failed + silent === 0) throw new LogError(this.#file, 'has a header and no requests');
    throw new LogError(
      this.#file,
      `no request of it got an answer: ${failed} ended in an error, ${silent} have no output; errors: keep takes them in`,
    );
  }

  readonly #fail: Failing = (what, mark, allowed) => {
    const { line, source } = this.#records;
    throw new LogError(this.#file, what, { line, source, mark, ...(allowed !== undefined && { allowed }) });
  };
}
