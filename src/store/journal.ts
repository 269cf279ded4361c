/**
 * Every finished job, a line each, as it finishes: a checksum and the job's result. The first line says which plan it
 * is of. A process may be killed at any byte: a last line that is torn is dropped, a damaged one is run again.
 */
import { closeSync, existsSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { Finished } from '../experiment/job.ts';
import { pack, unpack, type Layout } from '../experiment/packed.ts';
import { writeFully } from './atomic.ts';
import { guarded, reason, StoreError } from './storeError.ts';

const FORMAT = 'edgewise.journal/1';
const CHUNK = 1 << 18;
const NEWLINE = 10;
/** A power cut may lose this much. A killed process loses nothing that was written. */
const SYNC_EVERY = 1000;

/** What plan the journal at `path` is of; null when there is none, or nothing in it can be read. */
export function journalFingerprint(path: string): string | null {
  if (!existsSync(path)) return null;
  for (const value of lines(path)) return headerOf(value);
  return null;
}

/** The finished jobs in the first `end` bytes of the journal, in the order they finished. Damaged lines are left out. */
export function* readJournal(path: string, end: number = Infinity): Generator<Finished> {
  let first = true;
  for (const value of lines(path, end)) {
    if (!first && value !== undefined) yield finishedOf(value as Line);
    first = false;
  }
}

export class Journal {
  readonly #path: string;
  readonly #file: number;
  #end: number;
  #synced = 0;
  #dirty = false;
  #broken: string | undefined;

  /** Opens it behind its last whole line, or begins it. */
  constructor(path: string, fingerprint: string) {
    this.#path = path;
    this.#end = existsSync(path) ? endOfLines(path) : 0;
    this.#file = guarded('cannot be written', path, () => openSync(path, existsSync(path) ? 'r+' : 'w+'));
    guarded('cannot be written', path, () => ftruncateSync(this.#file, this.#end));
    if (this.#end === 0) this.#write({ journal: FORMAT, fingerprint });
    this.sync();
  }

  /** Bytes there are: where a reader of what was finished before has to stop. */
  get end(): number {
    return this.#end;
  }

  /** Keeps a result. After this a killed process does not lose it. */
  append(finished: Finished): void {
    const { cell, replication, draw } = finished;
    const { result, layout, values } = pack(finished.result);
    const block = Buffer.from(values.buffer).toString('base64');
    this.#write({ cell, replication, draw, result, layout, block });
    if (performance.now() - this.#synced > SYNC_EVERY) this.sync();
  }

  /** After this a power cut does not lose what was appended. */
  sync(): void {
    if (this.#dirty) guarded('cannot be written', this.#path, () => fsyncSync(this.#file));
    this.#dirty = false;
    this.#synced = performance.now();
  }

  close(): void {
    try {
      if (this.#broken === undefined) this.sync();
    } finally {
      closeSync(this.#file);
    }
  }

  #write(value: unknown): void {
    if (this.#broken !== undefined) throw new StoreError(this.#broken);
    const json = JSON.stringify(value);
    const bytes = Buffer.from(`${checksum(json)} ${json}\n`);
    try {
      writeFully(this.#file, bytes, this.#end);
    } catch (error) {
      this.#broken = `${this.#path}: cannot be written: ${reason(error)}; what was finished before is kept, and the same command goes on from there`;
      try {
        ftruncateSync(this.#file, this.#end);
      } catch {
        // A torn line is dropped when the journal is next opened.
      }
      throw new StoreError(this.#broken);
    }
    this.#end += bytes.length;
    this.#dirty = true;
  }
}

interface Line extends Finished {
  readonly layout: Layout;
  /** The series, as the machine holds them. */
  readonly block: string;
}

function finishedOf({ cell, replication, draw, result, layout, block }: Line): Finished {
  // A copy, so that it begins where numbers may.
  const values = new Float32Array(new Uint8Array(Buffer.from(block, 'base64')).buffer);
  return { cell, replication, draw, result: unpack({ result, layout, values }) };
}

function headerOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const { journal, fingerprint } = value as { journal?: unknown; fingerprint?: unknown };
  return journal === FORMAT && typeof fingerprint === 'string' ? fingerprint : null;
}

function checksum(json: string): string {
  return crc32(json).toString(16).padStart(8, '0');
}

/** The whole lines of a journal; the value of a damaged one is undefined. What follows the last newline is not a line. */
function* lines(path: string, end = Infinity): Generator {
  const file = guarded('cannot be read', path, () => openSync(path, 'r'));
  try {
    const chunk = Buffer.alloc(CHUNK);
    let pieces: Buffer[] = [];
    let position = 0;
    for (;;) {
      const count = guarded('cannot be read', path, () =>
        readSync(file, chunk, 0, Math.min(CHUNK, end - position), position),
      );
      if (count === 0) return;
      let start = 0;
      for (;;) {
        const newline = chunk.indexOf(NEWLINE, start);
        if (newline < 0 || newline >= count) break;
        pieces.push(chunk.subarray(start, newline));
        yield parsed(Buffer.concat(pieces).toString());
        pieces = [];
        start = newline + 1;
      }
      if (start < count) pieces.push(Buffer.from(chunk.subarray(start, count)));
      position += count;
    }
  } finally {
    closeSync(file);
  }
}

/** Just behind the last newline of a file. */
function endOfLines(path: string): number {
  const file = guarded('cannot be read', path, () => openSync(path, 'r'));
  try {
    const chunk = Buffer.alloc(CHUNK);
    for (let to = fstatSync(file).size; to > 0; to -= CHUNK) {
      const from = Math.max(0, to - CHUNK);
      const count = readSync(file, chunk, 0, to - from, from);
      const newline = chunk.subarray(0, count).lastIndexOf(NEWLINE);
      if (newline >= 0) return from + newline + 1;
    }
    return 0;
  } finally {
    closeSync(file);
  }
}

function parsed(line: string): unknown {
  const json = line.slice(9);
  if (line[8] !== ' ' || line.slice(0, 8) !== checksum(json)) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
