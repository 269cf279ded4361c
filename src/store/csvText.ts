/** Reads CSV tables that Edgewise wrote, with one header line. */
import { cellText } from '../kernel/cell.ts';
import { csvRows } from '../kernel/csv.ts';

export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The rows below the header. A line with another number of fields than the header is an error. */
export function tableOf(text: string, name: string): CsvTable {
  const [columns, ...rows] = csvRows(text).map(({ cells }) => cells.map(cellText));
  if (!columns) throw new RangeError(`${name}: is empty`);
  rows.forEach((row, i) => {
    if (row.length !== columns.length)
      throw new RangeError(
        `${name}: row ${i + 1} has ${row.length} fields where the header has ${columns.length}`,
      );
  });
  return { columns, rows };
}
