/** Finds the runs in a request log that is text. */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import type { RequestText } from './requestText.ts';
import { guarded } from './storeError.ts';

/** From its first byte to one past its last. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

const CHUNK = 1 << 20;
const NEWLINE = 10;
/** Most bytes of a line needed to identify its run. */
const START = 512;

/** By name of the run; empty when there is no such file, or it was not written by Edgewise. In CSV a run without requests is not visible. */
export function textRuns(path: string, { runOf }: Pick<RequestText, 'runOf'>): Map<string, ByteRange> {
  const runs = new Map<string, { from: number; to: number }>();
  if (!existsSync(path)) return runs;
  let run: { from: number; to: number } | undefined;
  let name: string | undefined;
  for (const { start, at, end } of linesOf(path)) {
    const found = runOf(start);
    if (found !== undefined && found !== name) {
      name = found;
      run = { from: at, to: at };
      runs.set(name, run);
    }
    if (run !== undefined) run.to = end;
  }
  return runs;
}

interface Line {
  /** The beginning of the file. */
  readonly start: string;
  readonly at: number;
  readonly end: number;
}

function* linesOf(path: string): Generator<Line> {
  const file = guarded('cannot be read', path, () => openSync(path, 'r'));
  try {
    const chunk = Buffer.alloc(CHUNK);
    let start = '';
    let at = 0;
    let offset = 0;
    for (;;) {
      const count = guarded('cannot be read', path, () => readSync(file, chunk, 0, CHUNK, offset));
      if (count === 0) return;
      for (let from = 0; from < count;) {
        const newline = chunk.subarray(0, count).indexOf(NEWLINE, from);
        const to = newline < 0 ? count : newline;
        if (start.length < START) start += chunk.toString('latin1', from, Math.min(to, from + START));
        from = to + 1;
        if (newline < 0) break;
        yield { start, at, end: offset + from };
        at = offset + from;
        start = '';
      }
      offset += count;
    }
  } finally {
    closeSync(file);
  }
}
