/** Comma-separated text to rows, with the line each row starts on. Quotes may hold commas, quotes and line ends. */
import { plainCell } from '../kernel/cell.ts';

export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export function parseCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let start = 1;
  const endRow = (): void => {
    cells.push(cell);
    if (cells.length > 1 || cells[0]!.trim() !== '') rows.push({ line: start, cells });
    cells = [];
    cell = '';
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '\n') line++;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = false;
    } else if (char === '"' && cell === '') quoted = true;
    else if (char === ',') {
      cells.push(cell);
      cell = '';
    } else if (char === '\n') {
      endRow();
      start = line;
    } else if (char !== '\r') cell += char;
  }
  if (cell !== '' || cells.length > 0) endRow();
  return rows;
}

/** A cell as it has to be written; no text is a formula to a spreadsheet. */
export function csvCell(value: string | number | null): string {
  const text = value === null ? '' : typeof value === 'string' ? plainCell(value) : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as records by the names in the first line. */
export function csvRecords(text: string): { line: number; record: Readonly<Record<string, string>> }[] {
  const [head, ...rows] = parseCsv(text);
  if (!head) return [];
  const names = head.cells.map((name) => name.trim().replace(/^\uFEFF/, ''));
  return rows.map(({ line, cells }) => ({
    line,
    record: Object.fromEntries(names.map((name, i) => [name, (cells[i] ?? '').trim()])),
  }));
}
