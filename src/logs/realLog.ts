/** A log with what became of every request, whether it was answered or not. */
import type { RealLog, Status } from './answers.ts';
import { columnsOf } from './columns.ts';
import { inMemory } from './inMemory.ts';
import { LogError } from './logError.ts';
import type { Unit } from './moment.ts';
import type { Records } from './records.ts';
import { recordsOf } from './recordsOf.ts';
import type { Source } from './source.ts';
import { fault, Statuses } from './status.ts';
import { LENGTH, Times, wholeIn, type Failing } from './times.ts';

interface Row {
  readonly arrival: number;
  readonly prompt: number;
  readonly output: number;
  readonly tenant: string;
  readonly firstToken: number;
  readonly end: number;
  readonly status: Status;
  readonly line: number;
}

const BLOCK = 1 << 16;
/** Moments: `first_token_s`, `firstTokenAt`; `end_s`, `end_time`. */
const LATER = {
  firstToken: /^first_?token(?:_?(?:at|time))?(?:_(?:s|ms|us|ns))?$/i,
  end: /^(?:end|ended|completed|finished)(?:_?(?:at|time))?(?:_(?:s|ms|us|ns))?$/i,
} as const;

/** Seconds after the arrival, or what the name says: `ttft_ms`; `latency`, `duration_s`. */
const AFTER = {
  firstToken: /^(?:ttft|time_?to_?first_?token)(?:_?(s|ms|us|ns|sec|seconds))?$/i,
  end: /^(?:e2e|latency|duration|elapsed|(?:response|total)_?time|(?:e2e|request)_?latency)(?:_?(s|ms|us|ns|sec|seconds))?$/i,
} as const;
const PER_SECOND: Readonly<Record<string, number>> = { ms: 1e3, us: 1e6, ns: 1e9 };

/** A column of durations. */
interface After {
  readonly place: number;
  readonly perSecond: number;
}

/**
 * With the line of each request. Throws a LogError where a row is wrong, or where the log does not say when answers
 * ended; first tokens may be missing.
 */
export function readRealLog(name: string, source: Source): RealLog & { readonly line: ArrayLike<number> } {
  const bytes = whole(source);
  return new Reader(name, bytes).read();
}

/** All of it, which is looked at twice: its first line, and its rows. */
function whole(source: Source): Uint8Array {
  const pieces: Uint8Array[] = [];
  const buffer = new Uint8Array(BLOCK);
  try {
    for (let size = source.read(buffer); size > 0; size = source.read(buffer))
      pieces.push(buffer.slice(0, size));
  } finally {
    source.close();
  }
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

class Reader {
  readonly #name: string;
  readonly #head: Readonly<Record<string, unknown>>;
  readonly #records: Records;
  readonly #places: ReturnType<typeof columnsOf>['places'];
  readonly #unit: Unit | undefined;
  readonly #asked: number;
  /** Where the log says how long it took, not when it was. */
  readonly #after: Readonly<Record<'firstToken' | 'end', After | null>>;
  readonly #statuses: Statuses = new Statuses();
  readonly #times: Times = new Times((...wrong) => this.#fail(...wrong));

  constructor(name: string, bytes: Uint8Array) {
    this.#name = name;
    this.#head = headOf(bytes);
    this.#records = recordsOf(name, inMemory({ [name]: bytes })(name));
    const { names } = this.#records;
    const named = Object.entries(LATER).flatMap(([role, pattern]) => {
      const found = names.find((each) => pattern.test(each));
      return found === undefined ? [] : [[role, found] as const];
    });
    const { places, unit } = columnsOf(name, this.#records, Object.fromEntries(named));
    this.#places = places;
    this.#unit = unit;
    this.#asked = this.#records.names.indexOf('asked');
    const after = (role: 'firstToken' | 'end'): After | null =>
      places[role] < 0 ? durations(names, AFTER[role]) : null;
    this.#after = { firstToken: after('firstToken'), end: after('end') };
    if (places.end < 0 && this.#after.end === null)
      throw new LogError(
        name,
        `does not say when answers ended: nothing can be learnt of the machine; the columns are ${names.slice(0, 12).join(', ')}`,
        {
          line: 1,
          allowed: `beside the time of arrival, those of the first token and the end, as first_token_at and ended_at, or how long they took, as ttft_ms and latency_ms; as demand alone: workload: { kind: trace, file: ${name} }`,
        },
      );
  }

  read(): ReturnType<typeof readRealLog> {
    const rows: Row[] = [];
    while (this.#records.next()) rows.push(this.#row());
    if (rows.length === 0) throw new LogError(this.#name, 'has no requests');
    rows.sort((a, b) => a.arrival - b.arrival);
    const zero = rows[0]!.arrival;
    const times = (of: (row: Row) => number): Float64Array =>
      Float64Array.from(rows, (row) => of(row) - zero);
    return {
      name: this.#name,
      arrival: times(({ arrival }) => arrival),
      firstToken: times(({ firstToken }) => firstToken),
      end: times(({ end }) => end),
      prompt: Int32Array.from(rows, ({ prompt }) => prompt),
      output: Int32Array.from(rows, ({ output }) => output),
      tenant: rows.map(({ tenant }) => tenant),
      status: rows.map(({ status }) => status),
      line: Int32Array.from(rows, ({ line }) => line),
      server: serverOf(this.#head),
    };
  }

  #row(): Row {
    const records = this.#records;
    const places = this.#places;
    const status = this.#status();
    const made = status === 'ok' ? this.#tokens(places.output) : 0;
    const asked = this.#asked < 0 ? 0 : this.#tokens(this.#asked);
    const arrival = this.#time(places.time);
    const row = {
      arrival,
      prompt: Math.max(1, this.#tokens(places.prompt)),
      output: Math.max(1, made === 0 ? asked : made),
      tenant: places.tenant < 0 ? '' : records.text(places.tenant),
      firstToken: this.#later('firstToken', arrival),
      end: this.#later('end', arrival),
      line: records.line,
    };
    const silent = places.firstToken < 0 && this.#after.firstToken === null;
    const whole = silent ? row.end >= arrival : row.firstToken >= arrival && row.end >= row.firstToken;
    return { ...row, status: status === 'ok' && !whole ? 'error' : status };
  }

  #status(): Status {
    const { status, error } = this.#places;
    const said = status < 0 ? '' : this.#records.text(status).trim().toLowerCase();
    if (/^(?:refus|reject|throttl|overload|429$|503$|529$)/.test(said)) return 'refused';
    if (/^(?:cancel|abort|stopped|interrupt)/.test(said)) return 'cancelled';
    if (!this.#statuses.good(said) || (error >= 0 && fault(this.#records.text(error)))) return 'error';
    return 'ok';
  }

  #tokens(place: number): number {
    return wholeIn(this.#records.text(place).trim(), LENGTH, 0, this.#fail);
  }

  /** Seconds after the first row of the file. */
  #time(place: number): number {
    return this.#times.after(this.#records.numeric(place), this.#unit);
  }

  #later(role: 'firstToken' | 'end', arrival: number): number {
    const after = this.#after[role];
    const place = after?.place ?? this.#places[role];
    if (place < 0) return NaN;
    const text = this.#records.text(place);
    if (text.trim() === '') return NaN;
    if (after === null) return this.#time(place);
    const taken = Number(this.#records.numeric(place));
    if (!(taken >= 0 && taken < Infinity))
      this.#fail(`how long it took cannot be "${text}"`, text, 'a number from 0, such as 1.25');
    return arrival + taken / after.perSecond;
  }

  readonly #fail: Failing = (what, mark, allowed) => {
    const { line, source } = this.#records;
    throw new LogError(this.#name, what, { line, source, mark, ...(allowed !== undefined && { allowed }) });
  };
}

/** The first column that is called so; null where none is. */
function durations(names: readonly string[], pattern: RegExp): After | null {
  const place = names.findIndex((name) => pattern.test(name));
  if (place < 0) return null;
  const unit = pattern.exec(names[place]!)![1]?.toLowerCase();
  return { place, perSecond: PER_SECOND[unit ?? 's'] ?? 1 };
}

/** The first line, where it is that of a log of ours. */
function headOf(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const end = bytes.indexOf(10);
  const line = new TextDecoder().decode(bytes.subarray(0, end < 0 ? bytes.length : end));
  if (!line.startsWith('{"log":"edgewise.log/')) return {};
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}

/** What it says of the server. */
function serverOf(head: Readonly<Record<string, unknown>>): RealLog['server'] {
  const { endpoint, model, slots, load, server } = head;
  const kind = typeof server === 'object' && server !== null && 'kind' in server ? server.kind : server;
  return {
    ...(typeof endpoint === 'string' && { endpoint }),
    ...(typeof model === 'string' && { model }),
    ...(typeof kind === 'string' && { kind }),
    ...(typeof slots === 'number' && slots >= 1 && { slots }),
    ...(load === 'grid' && { closed: true }),
  };
}
