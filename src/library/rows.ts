import { escape } from '../report/html.ts';

/** A row of a table computed by a program: values by column heading. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** Columns of all rows, in the order in which they first come. */
function columnsOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.flatMap(Object.keys))];
}

const text = (value: Row[string] | undefined): string =>
  value === null || value === undefined ? '' : String(value);

const isNumber = (rows: readonly Row[], column: string): boolean =>
  rows.every((row) => /^$|^[-+]?[\d.,]+(?:e[-+]?\d+)?( [%a-zA-Z$/]+)?$/.test(text(row[column])));

/** Columns of equal width, numbers to the right. */
export function rowsAsText(rows: readonly Row[]): string {
  const columns = columnsOf(rows).map((column) => {
    const cells = [column, ...rows.map((row) => text(row[column]))];
    const width = Math.max(...cells.map((cell) => cell.length));
    const right = isNumber(rows, column);
    return cells.map((cell) => (right ? cell.padStart(width) : cell.padEnd(width)));
  });
  return (columns[0] ?? [])
    .map((_, i) =>
      columns
        .map((cells) => cells[i])
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function rowsAsHtml(rows: readonly Row[]): string {
  const columns = columnsOf(rows);
  const style = columns.map((column) => `text-align:${isNumber(rows, column) ? 'right' : 'left'}`);
  const cells = (tag: 'td' | 'th', words: readonly string[]): string =>
    `<tr>${words.map((word, i) => `<${tag} style="${style[i]}">${escape(word)}</${tag}>`).join('')}</tr>`;
  const body = rows.map((row) =>
    cells(
      'td',
      columns.map((column) => text(row[column])),
    ),
  );
  return `<table>\n<thead>${cells('th', columns)}</thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table>`;
}

/** Lines that may be broken anywhere between words. */
export function linesAsHtml(lines: readonly string[]): string {
  return lines.map((line) => `<div>${escape(line)}</div>`).join('\n');
}
