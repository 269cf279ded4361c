/** Bytes of a Parquet page: bit-packed whole numbers, and definition levels. */

/** A run of equal values, or of packed ones: Parquet's header `[length or groups, kind]`. */
function begun(header: number, room: number): { readonly bytes: Uint8Array; readonly at: number } {
  const start: number[] = [];
  let rest = header;
  for (; rest > 127; rest = Math.floor(rest / 128)) start.push((rest % 128) | 128);
  start.push(rest);
  const bytes = new Uint8Array(start.length + room);
  bytes.set(start);
  return { bytes, at: start.length };
}

/** Bits for numbers up to this, at least one. */
export const bitsFor = (largest: number): number => Math.max(1, 32 - Math.clz32(largest));

/** Packs the first `length` numbers, all below 2^24, into so many bits each. */
export function packed(numbers: Int32Array, length: number, bits: number): Uint8Array {
  const groups = Math.ceil(length / 8);
  const { bytes, at } = begun(groups * 2 + 1, groups * bits);
  let place = at;
  let waiting = 0;
  let count = 0;
  for (let k = 0; k < length; k++) {
    waiting |= numbers[k]! << count;
    count += bits;
    for (; count >= 8; count -= 8) {
      bytes[place++] = waiting & 255;
      waiting >>>= 8;
    }
  }
  if (count > 0) bytes[place] = waiting & 255;
  return bytes;
}

/** A run of the same small number. */
export function repeated(number: number, length: number): Uint8Array {
  const { bytes, at } = begun(length * 2, 1);
  bytes[at] = number;
  return bytes;
}

/** Definition levels: which rows have a value. */
export class Presence {
  /** Number of rows without one. */
  missing = 0;
  private readonly marks: Uint8Array;
  private rows = 0;

  constructor(rows: number) {
    this.marks = new Uint8Array(Math.ceil(rows / 8));
  }

  add(there: boolean): void {
    const row = this.rows++;
    if (there) this.marks[row >> 3]! |= 1 << (row & 7);
    else this.missing++;
  }

  /** Encodes the levels and starts anew. */
  levels(): Uint8Array {
    const groups = Math.ceil(this.rows / 8);
    const { bytes, at } = begun(groups * 2 + 1, groups);
    bytes.set(this.marks.subarray(0, groups), at);
    this.marks.fill(0);
    this.rows = 0;
    this.missing = 0;
    return bytes;
  }
}
