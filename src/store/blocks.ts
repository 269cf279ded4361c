/** Blocks of bytes behind one another in a file, each known by its place. What is not whole is not there. */
import { closeSync, existsSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { writeFully } from './atomic.ts';

export type Extent = readonly [at: number, length: number, checksum: number];

/** Writes behind what is there. The file is made with its first block. */
export class Blocks {
  readonly #path: string;
  #file: number | undefined;
  #end = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Throws as the system does; the file is then as it was. */
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

/** Reads blocks at their places; null where the file, or that block in it, is gone or damaged. */
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
