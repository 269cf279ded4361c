/** A range of source text that a mistake points at. */

export interface Text {
  /** The file's name as the user gave it, or the option. */
  readonly file: string;
  readonly text: string;
  /** An option of the command line has no lines to count. */
  readonly option: boolean;
}

export interface Span {
  readonly text: Text;
  readonly start: number;
  readonly end: number;
}

interface Excerpt {
  /** Both count from 1; a column is a UTF-16 unit. */
  readonly line: number;
  readonly column: number;
  /** The text of the line. */
  readonly source: string;
  /** Columns marked, at least 1, never beyond the line. */
  readonly length: number;
}

/** The position of a span. A span over several lines is marked on its first. */
export function place({ text: { text }, start, end }: Span): Excerpt {
  const from = Math.max(0, Math.min(start, text.length));
  const before = text.slice(0, from);
  const line = before.split(/\r\n|\r|\n/);
  const column = line.at(-1)!.length + 1;
  const rest = /^[^\r\n]*/.exec(text.slice(from))![0];
  const source = line.at(-1)! + rest;
  const marked = text.slice(from, Math.min(end, from + rest.length)).trimEnd().length;
  return { line: line.length, column, source, length: Math.max(1, marked) };
}

/** Whether a position, in a file or in an option, is within a span. */
export function holds(
  { text, start, end }: Span,
  { file, line, column }: Pick<Excerpt, 'line' | 'column'> & { readonly file: string },
): boolean {
  if (text.file !== file) return false;
  const from = place({ text, start, end: start });
  const to = place({ text, start: end, end });
  const after = line > from.line || (line === from.line && column >= from.column);
  return after && (line < to.line || (line === to.line && column < to.column));
}
