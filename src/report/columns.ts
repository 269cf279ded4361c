/** Columns of text from the rows of a table, all of them or one; those of figures are in figureColumn.ts. */
import type { TextCell, Column } from './table.ts';

/** Heading, unit, what it says of a row, and whether it stands at the left. */
export type ColumnOf<Row> = readonly [
  heading: string,
  unit: string,
  of: (row: Row) => TextCell,
  align?: 'left' | undefined,
];

export function columnsOf<Row>(rows: readonly Row[], columns: readonly ColumnOf<Row>[]): Column[] {
  return columns.map((column) => columnOf(rows, column));
}

/** The names of the rows, or what is said of them in words: beside columns of figures. */
export function textColumn<Row>(heading: string, rows: readonly Row[], of: (row: Row) => string): Column {
  return columnOf(rows, [heading, '', of, 'left']);
}

function columnOf<Row>(rows: readonly Row[], [heading, unit, of, align]: ColumnOf<Row>): Column {
  return { heading, unit, cells: rows.map((row) => of(row)), ...(align && { align }) };
}

/** A column in a list of its own, so that it can be spread among others; an empty list where it has nothing to say. */
export const columnIf = <Row>(isThere: boolean, column: ColumnOf<Row>): ColumnOf<Row>[] =>
  isThere ? [column] : [];
