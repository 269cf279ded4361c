/** Blocks of bytes in a file, addressed by position. Incomplete ones are treated as missing. */
import { closeSync, existsSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { writeFully } from './atomic.ts';

export type Extent = readonly [at: number, length: number, checksum: number];

/** Appends blocks. The file is created with its first block. */
export class Blocks {
  readonly #path: string;
  #file: number | undefined;
  #end = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Throws the system's error; the file is then unchanged. */
  append(bytes: Uint8Array): Extent {
    const at = this.#open();
    try {
      writeFully(this.#file!, bytes, at);
    } catch (error) {
      ftruncateSync(this.#file!, at);
      throw error;
    }
    this.#end += bytes.length;
    return [at, bytes.length, crc32(bytes)];
  }

  sync(): void {
    if (this.#file !== undefined) fsyncSync(this.#file);
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #open(): number {
    if (this.#file === undefined) {
      this.#file = openSync(this.#path, existsSync(this.#path) ? 'r+' : 'w+');
      this.#end = fstatSync(this.#file).size;
    }
    return this.#end;
  }
}

/** Reads blocks at their positions; null when the file or that block is missing or damaged. */
export class BlockReader {
  readonly #file: number | null;
  readonly #size: number;

  constructor(path: string) {
    this.#file = existsSync(path) ? openSync(path, 'r') : null;
    this.#size = this.#file === null ? 0 : fstatSync(this.#file).size;
  }

  read([at, length, checksum]: Extent): Uint8Array<ArrayBuffer> | null {
    if (this.#file === null || at + length > this.#size) return null;
    const bytes = new Uint8Array(length);
    for (let got = 0; got < length;) {
      const count = readSync(this.#file, bytes, got, length - got, at + got);
      if (count === 0) return null;
      got += count;
    }
    return crc32(bytes) === checksum ? bytes : null;
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
  }
}
