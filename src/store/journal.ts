/**
 * A journal of finished jobs: a line for each with a checksum and the result. The first line identifies the scenario file.
 * A process may be killed at any byte: an incomplete last line is dropped, and a damaged one is run again. Time series,
 * nine tenths of the data, are blocks in a second file, written before the line that refers to them. Once they are summed
 * up in the results they may be deleted; their jobs are then marked `summed`.
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
/** The file name in the folder of a study. */
export const JOURNAL = 'journal.jsonl';
/** The file of the time series, beside the journal. */
export const SERIES = '.series';
/** A power cut may lose this much. A killed process loses nothing. */
const SYNC_EVERY = 1000;

/** The scenario file that the journal at `path` belongs to; null when there is none, or it cannot be read. */
export function journalFingerprint(path: string): string | null {
  if (!existsSync(path)) return null;
  for (const value of lines(path)) return headerOf(value);
  return null;
}

/** Why the journal at `path` cannot be used; null when there is none, or it has no complete line. */
export function journalFault(path: string): 'otherFormat' | 'damaged' | null {
  if (!existsSync(path)) return null;
  for (const value of lines(path)) {
    if (headerOf(value) !== null) return null;
    return typeof value === 'object' && value !== null && 'journal' in value ? 'otherFormat' : 'damaged';
  }
  return null;
}

/** Finished jobs in the first `end` bytes of the journal, in order. Damaged lines are skipped. */
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

  /** Opens it after its last complete line, or creates it. */
  constructor(path: string, fingerprint: string) {
    this.#path = path;
    this.#end = existsSync(path) ? endOfLines(path) : 0;
    this.#file = guarded('cannot be written', path, () => openSync(path, existsSync(path) ? 'r+' : 'w+'));
    guarded('cannot be written', path, () => ftruncateSync(this.#file, this.#end));
    this.#blocks = new Blocks(blocksPath(path));
    if (this.#end === 0) this.#write(() => JSON.stringify({ journal: FORMAT, fingerprint }));
    this.sync();
  }

  /** The size in bytes: where readers of earlier results must stop. */
  get end(): number {
    return this.#end;
  }

  /** Stores a result, so that it survives the end of this process. */
  append(finished: Finished): void {
    const { cell, replication, draw } = finished;
    const { text, block } = finished.packed ?? pack(finished.result);
    this.#write(() => {
      const bytes = new Uint8Array(block.buffer, block.byteOffset, block.byteLength);
      const place = block.length > 0 ? this.#blocks.append(bytes) : null;
      // The text is a JSON object: the line adds properties to it.
      return `${JSON.stringify({ cell, replication, draw, place }).slice(0, -1)},${text.slice(1)}`;
    });
    if (performance.now() - this.#synced > SYNC_EVERY) this.sync();
  }

  /** Makes everything appended survive a power cut. */
  sync(): void {
    if (this.#dirty)
      guarded('cannot be written', this.#path, () => {
        this.#blocks.sync();
        fsyncSync(this.#file);
      });
    this.#dirty = false;
    this.#synced = performance.now();
  }

  /** Removes the time series of all its jobs. */
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
        // An incomplete line is dropped when the journal is next opened.
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
  /** The position of the series; null when the job has none. */
  readonly place: Extent | null;
}

/** Damaged lines are skipped, and so is the header. */
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
