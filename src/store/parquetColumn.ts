/** Columns of a Parquet row group being written: numbers and text in flat arrays. */
import { ByteLines } from './byteLines.ts';
import { bitsFor, packed, Presence, repeated } from './parquetPage.ts';

/** The encoded column: its page of values, and the dictionary they refer to. */
export interface ColumnPage {
  readonly type: 'INT32' | 'DOUBLE' | 'BYTE_ARRAY';
  /** Number of rows without a value, and which they are; null for a column without missing values. */
  readonly missing: number;
  readonly levels: Uint8Array | null;
  readonly values: Uint8Array;
  readonly dictionary: { readonly size: number; readonly bytes: Uint8Array } | null;
  /** Minimum and maximum of numbers. */
  readonly range: readonly [number, number] | null;
  /** Whether compression is worth its time. */
  readonly squeezed: boolean;
}

export interface RowGroupColumn {
  /** Encodes the rows so far; the next row begins another group. */
  page(rows: number): ColumnPage;
}

/** Numbers in a range this narrow use a dictionary where that is shorter. */
const NARROW = 1 << 16;

export class WholeColumn implements RowGroupColumn {
  readonly values: Int32Array;

  constructor(rows: number) {
    this.values = new Int32Array(rows);
  }

  page(rows: number): ColumnPage {
    const { values } = this;
    let least = values[0]!;
    let most = least;
    for (let k = 1; k < rows; k++) {
      const value = values[k]!;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    const range = [least, most] as const;
    const all = { type: 'INT32', missing: 0, levels: null, range, squeezed: false } as const;
    const places = most - least < NARROW ? placesOf(values, rows, least, most) : null;
    const bits = places && bitsFor(places.size - 1);
    if (places === null || places.size * 4 + (rows * bits!) / 8 > rows * 2)
      return { ...all, values: bytesOf(values, rows), dictionary: null };
    const { size, dictionary, numbers } = places;
    return {
      ...all,
      values: indexed(numbers, rows, size),
      dictionary: { size, bytes: bytesOf(dictionary, size) },
    };
  }
}

interface NumberPlaces {
  readonly size: number;
  readonly dictionary: Int32Array;
  readonly numbers: Int32Array;
}

/** Each number's index in the sorted dictionary. */
function placesOf(values: Int32Array, rows: number, least: number, most: number): NumberPlaces {
  const place = new Int32Array(most - least + 1);
  for (let k = 0; k < rows; k++) place[values[k]! - least] = 1;
  const dictionary = new Int32Array(place.length);
  let size = 0;
  for (let k = 0; k < place.length; k++) {
    if (place[k] === 0) continue;
    dictionary[size] = k + least;
    place[k] = size++;
  }
  const numbers = new Int32Array(rows);
  for (let k = 0; k < rows; k++) numbers[k] = place[values[k]! - least]!;
  return { size, dictionary, numbers };
}

export class DoubleColumn implements RowGroupColumn {
  readonly values: Float64Array;

  constructor(rows: number) {
    this.values = new Float64Array(rows);
  }

  page(rows: number): ColumnPage {
    return { ...doubles(this.values, rows), missing: 0, levels: null };
  }
}

/** Doubles with missing values. */
export class MaybeColumn implements RowGroupColumn {
  private readonly values: Float64Array;
  private readonly presence: Presence;
  private size = 0;

  constructor(rows: number) {
    this.values = new Float64Array(rows);
    this.presence = new Presence(rows);
  }

  /** NaN for a missing value. */
  add(values: Float64Array, at: number): void {
    const value = values[at]!;
    const there = value === value;
    this.presence.add(there);
    if (there) this.values[this.size++] = value;
  }

  none(): void {
    this.presence.add(false);
  }

  page(): ColumnPage {
    const { missing } = this.presence;
    const page = { ...doubles(this.values, this.size), missing, levels: this.presence.levels() };
    this.size = 0;
    return page;
  }
}

function doubles(values: Float64Array, size: number): Omit<ColumnPage, 'missing' | 'levels'> {
  let least = Infinity;
  let most = -Infinity;
  let repeats = 0;
  let before = NaN;
  for (let k = 0; k < size; k++) {
    const value = values[k]!;
    if (value < least) least = value;
    if (value > most) most = value;
    if (value === before) repeats++;
    before = value;
  }
  const range = size === 0 ? null : ([least, most] as const);
  const squeezed = repeats > size / 2;
  return { type: 'DOUBLE', values: bytesOf(values, size), dictionary: null, range, squeezed };
}

/** Text with few distinct values: uses a dictionary. */
export class WordColumn implements RowGroupColumn {
  private readonly places: Int32Array;
  private readonly presence: Presence | null;
  private readonly known: Map<string, number> = new Map();
  private readonly bytes: Uint8Array[] = [];
  private size = 0;

  constructor(rows: number, nullable: boolean) {
    this.places = new Int32Array(rows);
    this.presence = nullable ? new Presence(rows) : null;
  }

  add(word: string | null): void {
    if (this.presence !== null) this.presence.add(word !== null);
    if (word === null) return;
    const place = this.known.get(word);
    this.places[this.size++] = place === undefined ? this.learn(word) : place;
  }

  page(): ColumnPage {
    const { known, presence } = this;
    const missing = presence === null ? 0 : presence.missing;
    const levels = presence === null ? null : presence.levels();
    const page = {
      type: 'BYTE_ARRAY' as const,
      missing,
      levels,
      values: indexed(this.places, this.size, Math.max(1, known.size)),
      dictionary: { size: known.size, bytes: joined(this.bytes) },
      range: null,
      squeezed: true,
    };
    this.size = 0;
    known.clear();
    this.bytes.length = 0;
    return page;
  }

  private learn(word: string): number {
    const place = this.known.size;
    this.known.set(word, place);
    const text = new TextEncoder().encode(word);
    this.bytes.push(bytesOf(Int32Array.of(text.length), 1), text);
    return place;
  }
}

/** Text that differs in every row, with missing values. */
export class TextColumn implements RowGroupColumn {
  private readonly presence: Presence;
  private readonly parts: Uint8Array[] = [];
  private readonly lines: ByteLines;

  constructor(rows: number) {
    this.presence = new Presence(rows);
    this.lines = new ByteLines((bytes) => this.parts.push(bytes.slice()));
  }

  /** Null for a missing value. */
  add(text: Uint8Array | null): void {
    this.presence.add(text !== null);
    if (text === null) return;
    this.lines.length(text.length);
    this.lines.encoded(text);
  }

  page(): ColumnPage {
    this.lines.flush();
    const { missing } = this.presence;
    const levels = this.presence.levels();
    const values = joined(this.parts);
    this.parts.length = 0;
    return { type: 'BYTE_ARRAY', missing, levels, values, dictionary: null, range: null, squeezed: true };
  }
}

/** Indices into a dictionary, preceded by their bit width. */
function indexed(places: Int32Array, length: number, size: number): Uint8Array {
  const bits = bitsFor(size - 1);
  const numbers = size === 1 ? repeated(0, length) : packed(places, length, bits);
  const bytes = new Uint8Array(1 + numbers.length);
  bytes[0] = bits;
  bytes.set(numbers, 1);
  return bytes;
}

/** As in memory, which is Parquet's plain encoding. */
function bytesOf(values: Int32Array | Float64Array, length: number): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, length * values.BYTES_PER_ELEMENT);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
