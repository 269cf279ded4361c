/** Columns of a table from its rows. */
import type { TextCell, Column } from './table.ts';

/** Heading, unit, what it says of a row, and whether it stands at the left. */
export type ColumnOf<Row> = readonly [
  heading: string,
  unit: string,
  of: (row: Row) => TextCell,
  align?: 'left' | undefined,
];

export function columnsOf<Row>(rows: readonly Row[], columns: readonly ColumnOf<Row>[]): Column[] {
  return columns.map(([heading, unit, of, align]) => ({
    heading,
    unit,
    cells: rows.map(of),
    ...(align && { align }),
  }));
}

/** A column in a list of its own, so that it can be spread among others; an empty list where it has nothing to say. */
export const columnIf = <Row>(isThere: boolean, column: ColumnOf<Row>): ColumnOf<Row>[] =>
  isThere ? [column] : [];
