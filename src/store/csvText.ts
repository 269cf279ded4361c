/** Comma-separated values: one header line, `\n` at the end of every line, quotes only where they are needed. */
import { cellText, plainCell } from '../kernel/cell.ts';

export type CsvValue = string | number | boolean | null | undefined;

/**
 * A line. Numbers are written so that reading them gives the same number; what is absent is empty; and no text is a
 * formula to a spreadsheet.
 */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(field).join(',')}\n`;
}

function field(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return Number.isNaN(value) ? '' : String(value);
  const text = plainCell(value);
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}

export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The rows of a file of ours under its header. A line with more or fewer fields than the header is an error. */
export function tableOf(text: string, name: string): CsvTable {
  const [columns, ...rows] = parseCsv(text);
  if (!columns) throw new RangeError(`${name}: is empty`);
  rows.forEach((row, i) => {
    if (row.length !== columns.length)
      throw new RangeError(
        `${name}: row ${i + 1} has ${row.length} fields where the header has ${columns.length}`,
      );
  });
  return { columns, rows };
}

export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const [value, end] = text[at] === '"' ? quoted(text, at) : bare(text, at);
    row.push(cellText(value));
    at = text[end] === '\r' ? end + 1 : end;
    if (at < text.length && text[at] === ',') {
      at++;
      if (at < text.length) continue;
      row.push('');
    } else at++;
    rows.push(row);
    row = [];
  }
  return rows;
}

function bare(text: string, start: number): [string, number] {
  let end = start;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end++;
  return [text.slice(start, end), end];
}

function quoted(text: string, start: number): [string, number] {
  let value = '';
  for (let at = start + 1; ;) {
    const end = text.indexOf('"', at);
    if (end < 0) return [value + text.slice(at), text.length];
    value += text.slice(at, end);
    if (text[end + 1] !== '"') return [value, end + 1];
    value += '"';
    at = end + 2;
  }
}
