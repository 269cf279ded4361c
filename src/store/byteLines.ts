/**
 * Writes lines as bytes, for files with a row for every request. Optimized for what takes time: constant texts are copied
 * four bytes at a time, and numbers are written three digits at a time and read from their columns, since V8 boxes a
 * double that crosses a call.
 */

const ROOM = 1 << 20;
/** Longer parts are encoded separately. */
const LONGEST = 1 << 12;
const ZERO = 48;
const POINT = 46;
const MINUS = 45;
const QUOTE = 34;
const DECIMALS = 9;
const BILLION = 1e9;
/** Beyond this, doubles are further apart than the decimals written. */
const LARGEST = 2 ** 21;
/** Four bytes are written even for three or fewer: the next ones overwrite the rest. */
const WORD = 4;

/** A text that is written often. */
export interface Piece {
  readonly words: Int32Array;
  readonly length: number;
}

export function piece(text: string): Piece {
  const bytes = new TextEncoder().encode(text);
  const words = new Int32Array(Math.ceil(bytes.length / WORD));
  for (let k = 0; k < bytes.length; k++) words[k >> 2]! |= bytes[k]! << (8 * (k & 3));
  return { words, length: bytes.length };
}

/** The three digits of each number below a thousand, the first in the lowest byte. */
function threeDigits(): Int32Array {
  const digits = new Int32Array(1000);
  for (let k = 0; k < 1000; k++)
    digits[k] = (ZERO + ((k / 100) | 0)) | ((ZERO + (((k / 10) | 0) % 10)) << 8) | ((ZERO + (k % 10)) << 16);
  return digits;
}

export class ByteLines {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly threes: Int32Array;
  private readonly one: Float64Array;
  private readonly encoder: InstanceType<typeof TextEncoder>;
  private readonly full: (bytes: Uint8Array) => void;
  private end: number;

  /** `full` takes the bytes when there is no room left. */
  constructor(full: (bytes: Uint8Array) => void) {
    this.bytes = new Uint8Array(ROOM);
    this.view = new DataView(this.bytes.buffer);
    this.threes = threeDigits();
    this.one = new Float64Array(1);
    this.encoder = new TextEncoder();
    this.full = full;
    this.end = 0;
  }

  byte(code: number): void {
    this.room(1);
    this.bytes[this.end++] = code;
  }

  put({ words, length }: Piece): void {
    if (length > LONGEST) return this.long(words, length);
    this.room(length + WORD);
    const { view } = this;
    let at = this.end;
    for (let k = 0; k < words.length; k++, at += WORD) view.setInt32(at, words[k]!, true);
    this.end += length;
  }

  /** ASCII. */
  ascii(text: string): void {
    this.room(text.length);
    const { bytes } = this;
    let at = this.end;
    for (let k = 0; k < text.length; k++) bytes[at++] = text.charCodeAt(k);
    this.end = at;
  }

  text(text: string): void {
    const bytes = this.encoder.encode(text);
    for (let from = 0; from < bytes.length; from += LONGEST) {
      const part = bytes.subarray(from, from + LONGEST);
      this.room(part.length);
      this.bytes.set(part, this.end);
      this.end += part.length;
    }
  }

  /** Writes text that was encoded before. */
  encoded(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.bytes.set(bytes, this.end);
    this.end += bytes.length;
  }

  /** Writes encoded text in quotes, doubling quotes inside. */
  quoted(bytes: Uint8Array): void {
    this.room(2);
    this.bytes[this.end++] = QUOTE;
    for (let from = 0; from < bytes.length; from += LONGEST) {
      const to = Math.min(bytes.length, from + LONGEST);
      this.room(2 * LONGEST + 1);
      let at = this.end;
      for (let k = from; k < to; k++) {
        const byte = bytes[k]!;
        this.bytes[at++] = byte;
        if (byte === QUOTE) this.bytes[at++] = QUOTE;
      }
      this.end = at;
    }
    this.bytes[this.end++] = QUOTE;
  }

  whole(number: number): void {
    if (!(number >= 0 && number <= Number.MAX_SAFE_INTEGER)) return this.ascii(String(number));
    this.room(32);
    this.write(number);
  }

  /** To nine decimals; in full where that is not precise enough. */
  decimal(number: number): void {
    this.one[0] = number;
    this.decimalAt(this.one, 0);
  }

  /** The same for a value in a column. */
  decimalAt(column: Float64Array, place: number): void {
    const number = column[place]!;
    const size = Math.abs(number);
    if (!(size < LARGEST) || (size !== 0 && size < 1e-3)) return this.ascii(String(number));
    this.room(32);
    if (number < 0) this.bytes[this.end++] = MINUS;
    let before = size | 0;
    let behind = Math.round((size - before) * BILLION) | 0;
    if (behind === BILLION) {
      before++;
      behind = 0;
    }
    this.write(before);
    if (behind === 0) return;
    const { bytes, view, threes } = this;
    let at = this.end;
    bytes[at++] = POINT;
    const millions = (behind / 1e6) | 0;
    const rest = behind - millions * 1e6;
    const thousands = (rest / 1e3) | 0;
    view.setInt32(at, threes[millions]!, true);
    view.setInt32(at + 3, threes[thousands]!, true);
    view.setInt32(at + 6, threes[rest - thousands * 1e3]!, true);
    at += DECIMALS;
    while (bytes[at - 1] === ZERO) at--;
    this.end = at;
  }

  /** The length of what follows, in four bytes, little-endian. */
  length(bytes: number): void {
    this.room(4);
    for (let shift = 0; shift < 32; shift += 8) this.bytes[this.end++] = (bytes >>> shift) & 255;
  }

  /** The bytes so far, valid until the next write; starts anew. */
  taken(): Uint8Array {
    const bytes = this.bytes.subarray(0, this.end);
    this.end = 0;
    return bytes;
  }

  flush(): void {
    if (this.end > 0) this.full(this.bytes.subarray(0, this.end));
    this.end = 0;
  }

  /** A whole number; there must be room for it. */
  private write(number: number): void {
    if (number < 1e3) return this.first(number);
    if (number < 1e6) {
      const thousands = (number / 1e3) | 0;
      this.first(thousands);
      return this.three(number - thousands * 1e3);
    }
    // Above 32 bits by division of doubles.
    const thousands = Math.floor(number / 1e3);
    this.write(thousands);
    this.three(number - thousands * 1e3);
  }

  /** The leading digits of a number, without zeros. */
  private first(number: number): void {
    const missing = number < 10 ? 2 : number < 100 ? 1 : 0;
    this.view.setInt32(this.end, this.threes[number]! >> (8 * missing), true);
    this.end += 3 - missing;
  }

  private three(number: number): void {
    this.view.setInt32(this.end, this.threes[number]!, true);
    this.end += 3;
  }

  /** Writes text that may be longer than the room left. */
  private long(words: Int32Array, length: number): void {
    for (let k = 0; k < length; k++) this.byte((words[k >> 2]! >>> (8 * (k & 3))) & 255);
  }

  private room(length: number): void {
    if (this.end + length > ROOM) this.flush();
  }
}
