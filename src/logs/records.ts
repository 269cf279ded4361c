/** The records of a log, one after another, whatever form it has. */
import type { Source } from './source.ts';
import { LogError } from './logError.ts';
import { Lines } from './lines.ts';
import { Objects } from './objects.ts';
import { DelimitedTable } from './table.ts';

export interface Records {
  /** `CSV` with its separator, or `JSON Lines`. */
  readonly form: string;
  /** What the columns are called; of JSON the paths that the first records have. */
  readonly names: readonly string[];
  /** When second 0 was, where the log says so. */
  readonly started: string | null;
  /** Of the present record: the number of its line, from 1, and the line. */
  readonly line: number;
  readonly source: string;
  /** Goes on to the next record; false when there is none. */
  next(): boolean;
  /** What the present record has in a column, by its place among the names: text, empty where it has nothing. */
  text(column: number): string;
  close(): void;
}

/** By the first character that is not a space: an object is JSON Lines, anything else a table with a header. */
export function recordsOf(name: string, source: Source): Records {
  const lines = new Lines(name, source);
  const first = lines.filled();
  if (first === null) throw new LogError(name, 'the file is empty');
  if (first.trimStart().startsWith('{')) return new Objects(lines, first);
  if (first.trimStart().startsWith('['))
    throw new LogError(name, 'is one JSON array; what is read is JSON Lines, an object on each line', {
      line: lines.line,
      source: first,
      allowed: `jq -c '.[]' makes lines of an array`,
    });
  return new DelimitedTable(lines, first);
}
