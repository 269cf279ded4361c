/**
 * The values of a sweep's runs: a few numbers each with a checksum, at a fixed position in one file. Missing or damaged
 * runs are repeated. Only the file grows, not memory.
 */
import { closeSync, existsSync, fstatSync, fsyncSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { writeFully } from './atomic.ts';
import { guarded } from './storeError.ts';

export const SWEEP_RUNS = 'sweep.f32';
/** The file name. */
export const SWEEP = 'sweep.json';
/** Runs read at a time. */
const AT_ONCE = 4096;

export class SweepRuns {
  readonly #path: string;
  readonly #file: number;
  readonly #size: number;
  /** A bit for each run. */
  readonly #there: Uint8Array;

  /** Creates it for so many runs with so many numbers each. */
  constructor(folder: string, runs: number, numbers: number) {
    this.#path = join(folder, SWEEP_RUNS);
    this.#size = 4 * (numbers + 1);
    this.#there = new Uint8Array(Math.ceil(runs / 8));
    this.#file = guarded('cannot be written', this.#path, () =>
      openSync(this.#path, existsSync(this.#path) ? 'r+' : 'w+'),
    );
  }

  has(run: number): boolean {
    return (this.#there[run >>> 3]! & (1 << (run & 7))) !== 0;
  }

  /** The valid ones, in order. */
  *all(): Generator<readonly [run: number, numbers: Float32Array]> {
    const { size } = fstatSync(this.#file);
    const chunk = Buffer.alloc(AT_ONCE * this.#size);
    for (let at = 0; at < size; at += chunk.length) {
      const got = guarded('cannot be read', this.#path, () =>
        readSync(this.#file, chunk, 0, chunk.length, at),
      );
      for (let start = 0; start + this.#size <= got; start += this.#size) {
        const bytes = chunk.subarray(start + 4, start + this.#size);
        const run = (at + start) / this.#size;
        if (run >= 8 * this.#there.length || chunk.readUInt32LE(start) !== checksum(bytes)) continue;
        this.#mark(run);
        const numbers = new Float32Array(bytes.length / 4);
        new Uint8Array(numbers.buffer).set(bytes);
        yield [run, numbers];
      }
    }
  }

  set(run: number, numbers: Float32Array): void {
    const record = Buffer.alloc(this.#size);
    record.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), 4);
    record.writeUInt32LE(checksum(record.subarray(4)));
    guarded('cannot be written', this.#path, () => writeFully(this.#file, record, run * this.#size));
    this.#mark(run);
  }

  close(): void {
    fsyncSync(this.#file);
    closeSync(this.#file);
  }

  #mark(run: number): void {
    this.#there[run >>> 3]! |= 1 << (run & 7);
  }
}

/** Never zero, which marks a missing run. */
const checksum = (bytes: Uint8Array): number => crc32(bytes) || 1;
