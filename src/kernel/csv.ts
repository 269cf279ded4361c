/** Comma-separated values: `\n` at the end of every line, quotes only where needed. */
import { plainCell } from './cell.ts';

export type CsvValue = string | number | boolean | null | undefined;

/**
 * A line. Numbers are written so that reading them gives the same number; missing values are empty; text that a
 * spreadsheet would read as a formula is escaped.
 */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(csvCell).join(',')}\n`;
}

export function csvCell(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return Number.isNaN(value) ? '' : String(value);
  const text = plainCell(value);
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

interface CsvRow {
  /** The line on which the row begins. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Reads rows. A cell that begins with a quote may contain commas, quotes and line ends. */
export function csvRows(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let start = 1;
  let line = 1;
  for (let at = 0; at < text.length;) {
    const [value, end] = field(text, at, ',', true);
    cells.push(value);
    // Only a quoted cell contains line ends.
    for (
      let next = text[at] === '"' ? text.indexOf('\n', at) : -1;
      next >= 0 && next < end;
      next = text.indexOf('\n', next + 1)
    )
      line++;
    at = end + 1;
    if (text[end] === ',') {
      if (at < text.length) continue;
      cells.push('');
    }
    rows.push({ line: start, cells });
    line++;
    start = line;
    cells = [];
  }
  return rows;
}

/** The fields of one record; a quoted one may contain separators, quotes and line ends. */
export function csvFields(record: string, separator: string): string[] {
  if (!record.includes('"')) return record.split(separator);
  const fields: string[] = [];
  for (let at = 0; at <= record.length;) {
    const [value, end] = field(record, at, separator, false);
    fields.push(value);
    at = end + 1;
  }
  return fields;
}

/** The field that begins at `start`, and where it ends: at a separator, or where its record does. */
function field(text: string, start: number, separator: string, lines: boolean): [string, number] {
  if (text[start] !== '"') return bare(text, start, separator, lines);
  let value = '';
  for (let at = start + 1; ;) {
    const end = text.indexOf('"', at);
    if (end < 0) return [value + text.slice(at), text.length];
    value += text.slice(at, end);
    if (text[end + 1] !== '"') {
      const [rest, after] = bare(text, end + 1, separator, lines);
      return [value + rest, after];
    }
    value += '"';
    at = end + 2;
  }
}

function bare(text: string, start: number, separator: string, lines: boolean): [string, number] {
  let end = start;
  while (end < text.length && text[end] !== separator && !(lines && text[end] === '\n')) end++;
  const back = lines && text[end - 1] === '\r' && text[end] !== separator ? 1 : 0;
  return [text.slice(start, Math.max(start, end - back)), end];
}
