/** Lines of JSON with checksums, so that damage is detected. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { guarded } from './storeError.ts';

const CHUNK = 1 << 18;
const NEWLINE = 10;

/** The line for a JSON text without line breaks. */
export function checked(json: string): string {
  return `${checksum(json)} ${json}\n`;
}

function checksum(json: string): string {
  return crc32(json).toString(16).padStart(8, '0');
}

/** The values of the complete lines of a file; undefined for a damaged one. Text after the last newline is not a line. */
export function* lines(path: string, end: number = Infinity): Generator {
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

/** The position just after the last newline of a file. */
export function endOfLines(path: string): number {
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
