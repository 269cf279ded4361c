/** Lines as bytes, for files with a row for every request: numbers are written digit by digit, which is what takes the time. */

const ROOM = 1 << 20;
/** No single part is longer, or it is encoded by itself. */
const LONGEST = 1 << 12;
const ZERO = 48;
const POINT = 46;
const MINUS = 45;
const QUOTE = 34;
const DECIMALS = 9;
const BILLION = 1e9;
/** Beyond it doubles are further apart than what would be written. */
const LARGEST = 2 ** 21;

export class ByteLines {
  private readonly bytes: Uint8Array;
  private readonly digits: Uint8Array;
  private readonly encoder: InstanceType<typeof TextEncoder>;
  private readonly full: (bytes: Uint8Array) => void;
  private end: number;

  /** `full` takes what is there when there is no more room. */
  constructor(full: (bytes: Uint8Array) => void) {
    this.bytes = new Uint8Array(ROOM);
    this.digits = new Uint8Array(32);
    this.encoder = new TextEncoder();
    this.full = full;
    this.end = 0;
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

  /** What was encoded before. */
  encoded(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.bytes.set(bytes, this.end);
    this.end += bytes.length;
  }

  /** What was encoded before, in quotes that are doubled within. */
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
    this.room(32);
    if (!(number >= 0 && number <= Number.MAX_SAFE_INTEGER)) return this.ascii(String(number));
    this.write(number);
  }

  /** To the nanosecond, or the billionth of whatever it is; as it is where that is not near enough. */
  decimal(number: number): void {
    this.room(32);
    const size = Math.abs(number);
    if (!(size < LARGEST) || (size !== 0 && size < 1e-3)) return this.ascii(String(number));
    if (number < 0) this.bytes[this.end++] = MINUS;
    let before = size | 0;
    let behind = Math.round((size - before) * BILLION) | 0;
    if (behind === BILLION) {
      before++;
      behind = 0;
    }
    this.write(before);
    if (behind === 0) return;
    const { bytes } = this;
    bytes[this.end++] = POINT;
    let at = this.end + DECIMALS;
    for (let k = 0; k < DECIMALS; k++) {
      const next = (behind / 10) | 0;
      bytes[--at] = ZERO + behind - next * 10;
      behind = next;
    }
    at += DECIMALS;
    while (bytes[at - 1] === ZERO) at--;
    this.end = at;
  }

  /** How long what follows is, in four bytes, the lowest first. */
  length(bytes: number): void {
    this.room(4);
    for (let shift = 0; shift < 32; shift += 8) this.bytes[this.end++] = (bytes >>> shift) & 255;
  }

  /** What there is, as long as nothing else is written; begins anew. */
  taken(): Uint8Array {
    const bytes = this.bytes.subarray(0, this.end);
    this.end = 0;
    return bytes;
  }

  flush(): void {
    if (this.end > 0) this.full(this.bytes.subarray(0, this.end));
    this.end = 0;
  }

  private write(number: number): void {
    const { digits, bytes } = this;
    let count = 0;
    let rest = number;
    // Beyond 32 bits by the division of doubles, then by that of whole numbers, which is quick.
    while (rest > 0x7fffffff) {
      const next = Math.floor(rest / 10);
      digits[count++] = rest - next * 10;
      rest = next;
    }
    let small = rest | 0;
    while (small > 0 || count === 0) {
      const next = (small / 10) | 0;
      digits[count++] = small - next * 10;
      small = next;
    }
    let at = this.end;
    while (count > 0) bytes[at++] = ZERO + digits[--count]!;
    this.end = at;
  }

  private room(length: number): void {
    if (this.end + length > ROOM) this.flush();
  }
}
