/** Writes files atomically: beside their place, then renamed, so that they are complete or absent. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { codeOf, guarded } from './storeError.ts';

const CHUNK = 1 << 16;
const SUFFIX = '.unfinished';

/** Writes all of it, even if single writes are partial; at `position`, or at the current one. */
export function writeFully(file: number, bytes: Uint8Array, position?: number): void {
  for (let at = 0; at < bytes.length;)
    at += writeSync(file, bytes, at, bytes.length - at, position === undefined ? null : position + at);
}

/** The text may come in pieces, which are never held together. After a power cut the old file or the new one is there. */
export function writeAtomically(path: string, content: string | Uint8Array | Iterable<string>): void {
  guarded('cannot be written', path, () => {
    const folder = dirname(path);
    makeFolder(folder);
    const unfinished = unfinishedPath(path);
    try {
      const file = openSync(unfinished, 'w');
      try {
        if (content instanceof Uint8Array) writeFully(file, content);
        else writePieces(file, typeof content === 'string' ? [content] : content);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(unfinished, path);
    } catch (error) {
      rmSync(unfinished, { force: true });
      throw error;
    }
    syncFolder(folder);
  });
}

/** Creates a folder and its parents. Node's own function hangs where the system does not allow folders. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have created it first.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** The temporary file for `path`, in which it grows before it is renamed. */
export function unfinishedPath(path: string): string {
  return join(dirname(path), `.${basename(path)}${SUFFIX}`);
}

/** Moves a temporary file, opened as `file`, to its place. */
export function settle(path: string, file: number): void {
  guarded('cannot be written', path, () => {
    fsyncSync(file);
    closeSync(file);
    renameSync(unfinishedPath(path), path);
  });
}

/** Removes a temporary file, in whatever state it is. */
export function leave(path: string, file: number): void {
  try {
    closeSync(file);
  } catch {
    // Closed already.
  }
  rmSync(unfinishedPath(path), { force: true });
}

/** Removes temporary files of killed processes from a folder. */
export function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder))
    if (name.startsWith('.') && name.endsWith(SUFFIX)) rmSync(join(folder, name), { force: true });
}

function writePieces(file: number, pieces: Iterable<string>): void {
  let waiting = '';
  for (const piece of pieces) {
    waiting += piece;
    if (waiting.length < CHUNK) continue;
    writeFully(file, Buffer.from(waiting));
    waiting = '';
  }
  writeFully(file, Buffer.from(waiting));
}

/** Makes a new name survive a power cut, on systems that can. */
function syncFolder(folder: string): void {
  try {
    const file = openSync(folder, 'r');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch {
    // Windows cannot open folders.
  }
}
