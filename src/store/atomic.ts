/** Files that are there whole or not at all: written beside their place, then renamed into it. */
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

/** All of it, however little a single write takes; at `position` of the file, or where it stands. */
export function writeFully(file: number, bytes: Uint8Array, position?: number): void {
  for (let at = 0; at < bytes.length;)
    at += writeSync(file, bytes, at, bytes.length - at, position === undefined ? null : position + at);
}

/** Text may come in pieces; they are never held together. A power cut leaves the old file or the new one. */
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

/** Makes a folder and those above it. Node's own way never comes back where the system says that there can be none. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have been quicker.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** Where a file grows before it is renamed to `path`. */
export function unfinishedPath(path: string): string {
  return join(dirname(path), `.${basename(path)}${SUFFIX}`);
}

/** A file that grew beside its place, `file` as it was opened, comes into it. */
export function settle(path: string, file: number): void {
  guarded('cannot be written', path, () => {
    fsyncSync(file);
    closeSync(file);
    renameSync(unfinishedPath(path), path);
  });
}

/** Or leaves nothing behind, however far it came. */
export function leave(path: string, file: number): void {
  try {
    closeSync(file);
  } catch {
    // Closed already.
  }
  rmSync(unfinishedPath(path), { force: true });
}

/** Removes what a killed process left half-written in a folder. */
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

/** So that a new name survives a power cut. Not every system can; those that cannot are left as they are. */
function syncFolder(folder: string): void {
  try {
    const file = openSync(folder, 'r');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch {
    // Windows opens no folders.
  }
}
