/** Comma-separated tables with a header. Empty lines are passed over. */
import { csvRows } from '../kernel/csv.ts';
import type { LineRecord } from './readRows.ts';

/** Rows as records by the names in the first line. */
export function csvRecords(text: string): LineRecord<Readonly<Record<string, string>>>[] {
  const [head, ...rows] = filled(text);
  if (!head) return [];
  const names = head.cells.map(nameOf);
  return rows.map(({ line, cells }) => ({
    line,
    value: Object.fromEntries(names.map((name, i) => [name, (cells[i] ?? '').trim()])),
  }));
}

/** The names in the first line of a text. */
export function csvNames(text: string): string[] {
  const end = text.indexOf('\n');
  return filled(end < 0 ? text : text.slice(0, end))[0]?.cells.map(nameOf) ?? [];
}

/** Whether the first line of a text has all these names. */
export function hasColumns(text: string, wanted: readonly string[]): boolean {
  const names = csvNames(text);
  return wanted.every((name) => names.includes(name));
}

const filled = (text: string): ReturnType<typeof csvRows> =>
  csvRows(text).filter(({ cells }) => cells.length > 1 || cells[0]!.trim() !== '');

const nameOf = (cell: string): string => cell.trim().replace(/^\uFEFF/, '');
