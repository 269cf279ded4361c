/**
 * Every finished job, a line each, as it finishes: a checksum and the job's result. The first line says which file it
 * is of. A process may be killed at any byte: a last line that is torn is dropped, a damaged one is run again. Time
 * series are blocks in a file beside it, written before the line that says where: they take nine tenths of the room,
 * and once they are added up in the results they may go, `summed` being then said of their jobs.
 */
import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finished } from '../experiment/job.ts';
import { pack, unpackSeries, type Layout } from '../experiment/packed.ts';
import type { Replication } from '../results.ts';
import { writeFully } from './atomic.ts';
import { BlockReader, Blocks, type Extent } from './blocks.ts';
import { checked, endOfLines, lines } from './checkedLines.ts';
import { guarded, reason, StoreError } from './storeError.ts';

const FORMAT = 'edgewise.journal/2';
/** Its file in the folder of a study. */
export const JOURNAL = 'journal.jsonl';
/** The file of the time series, beside the journal. */
export const SERIES = '.series';
/** A power cut may lose this much. A killed process loses nothing that was written. */
const SYNC_EVERY = 1000;

/** What scenario file the journal at `path` is of; null when there is none, or nothing in it can be read. */
export function journalFingerprint(path: string): string | null {
  if (!existsSync(path)) return null;
  for (const value of lines(path)) return headerOf(value);
  return null;
}

/** Why nothing in the journal at `path` can be trusted; null when there is none, or none of its lines is whole. */
export function journalFault(path: string): 'otherFormat' | 'damaged' | null {
  if (!existsSync(path)) return null;
  for (const value of lines(path)) {
    if (headerOf(value) !== null) return null;
    return typeof value === 'object' && value !== null && 'journal' in value ? 'otherFormat' : 'damaged';
  }
  return null;
}

/** The finished jobs in the first `end` bytes of the journal, in the order they finished. Damaged lines are left out. */
export function* readJournal(path: string, end: number = Infinity): Generator<Finished> {
  const blocks = guarded('cannot be read', blocksPath(path), () => new BlockReader(blocksPath(path)));
  try {
    for (const value of lines(path, end)) if (isLine(value)) yield finishedOf(value, blocks);
  } finally {
    blocks.close();
  }
}

export class Journal {
  readonly #path: string;
  readonly #file: number;
  readonly #blocks: Blocks;
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
    this.#blocks = new Blocks(blocksPath(path));
    if (this.#end === 0) this.#write(() => JSON.stringify({ journal: FORMAT, fingerprint }));
    this.sync();
  }

  /** Bytes there are: where a reader of what was finished before has to stop. */
  get end(): number {
    return this.#end;
  }

  /** Keeps a result. After this a killed process does not lose it. */
  append(finished: Finished): void {
    const { cell, replication, draw } = finished;
    const { text, block } = finished.packed ?? pack(finished.result);
    this.#write(() => {
      const bytes = new Uint8Array(block.buffer, block.byteOffset, block.byteLength);
      const place = block.length > 0 ? this.#blocks.append(bytes) : null;
      // The text is an object of its own: the line is one with more in it.
      return `${JSON.stringify({ cell, replication, draw, place }).slice(0, -1)},${text.slice(1)}`;
    });
    if (performance.now() - this.#synced > SYNC_EVERY) this.sync();
  }

  /** After this a power cut does not lose what was appended. */
  sync(): void {
    if (this.#dirty)
      guarded('cannot be written', this.#path, () => {
        this.#blocks.sync();
        fsyncSync(this.#file);
      });
    this.#dirty = false;
    this.#synced = performance.now();
  }

  /** Removes the time series of all jobs in it. */
  forgetSeries(): void {
    this.#blocks.close();
    guarded('cannot be removed', this.#path, () => rmSync(blocksPath(this.#path), { force: true }));
  }

  close(): void {
    try {
      if (this.#broken === undefined) this.sync();
    } finally {
      this.#blocks.close();
      closeSync(this.#file);
    }
  }

  #write(json: () => string): void {
    if (this.#broken !== undefined) throw new StoreError(this.#broken);
    let bytes: Uint8Array;
    try {
      bytes = Buffer.from(checked(json()));
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

interface Line extends Pick<Finished, 'cell' | 'replication' | 'draw'> {
  readonly result: Replication;
  readonly layout: Layout;
  /** Where the series are; null when the job has none. */
  readonly place: Extent | null;
}

/** What is damaged is none, and neither is the header, wherever it stands. */
function isLine(value: unknown): value is Line {
  if (typeof value !== 'object' || value === null) return false;
  const { cell, replication, result } = value as Partial<Line>;
  return typeof cell === 'number' && typeof replication === 'number' && typeof result === 'object';
}

function finishedOf({ cell, replication, draw, result, layout, place }: Line, blocks: BlockReader): Finished {
  const bytes = place === null ? new Uint8Array() : blocks.read(place);
  if (bytes === null) return { cell, replication, draw, result, summed: true };
  const series = unpackSeries(layout, new Float32Array(bytes.buffer));
  return { cell, replication, draw, result: { ...result, series } };
}

function blocksPath(path: string): string {
  return join(dirname(path), SERIES);
}

function headerOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const { journal, fingerprint } = value as { journal?: unknown; fingerprint?: unknown };
  return journal === FORMAT && typeof fingerprint === 'string' ? fingerprint : null;
}
