/** Finds out which form a log has. */
import type { Source } from './source.ts';
import { LogError } from './logError.ts';
import { Lines } from './lines.ts';
import { Objects } from './objects.ts';
import type { Records } from './records.ts';
import { DelimitedTable } from './table.ts';

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
