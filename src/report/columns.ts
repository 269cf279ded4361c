/** Columns from the rows of a table: of text, all of them or one; of figures, on a screen and on a page, with one scale for all rows and as many digits as the intervals carry. */
import type { TextCell, Column } from './table.ts';
import { given } from '../kernel/given.ts';
import { metricOf } from '../metrics/definitions.ts';
import type { Estimate } from '../results.ts';
import type { DataCell, PageColumn } from './dataTable.ts';
import { decimals, parts, plain, rounded, type AxisScale, scaleOf } from './format.ts';
import { markup } from './html.ts';

/** Heading, unit, what it says of a row, and whether it stands at the left. */
export type ColumnOf<Row> = readonly [
  heading: string,
  unit: string,
  of: (row: Row) => TextCell,
  align?: 'left' | undefined,
];

/** A column behind `&&` is left out where its condition fails. */
export function columnsOf<Row>(rows: readonly Row[], columns: readonly (ColumnOf<Row> | false)[]): Column[] {
  return given(columns).map((column) => columnOf(rows, column));
}

/** The names of the rows, or what is said of them in words: beside columns of figures. */
export function textColumn<Row>(heading: string, rows: readonly Row[], of: (row: Row) => string): Column {
  return columnOf(rows, [heading, '', of, 'left']);
}

function columnOf<Row>(rows: readonly Row[], [heading, unit, of, align]: ColumnOf<Row>): Column {
  return { heading, unit, cells: rows.map((row) => of(row)), ...(align && { align }) };
}

/** What a figure is in a row. */
type Of<Row> = (row: Row) => Estimate | undefined;

/** What its heading says, and when it is pointed at. */
type Named = Pick<PageColumn, 'heading' | 'title'>;

export function figureColumn<Row>(
  metric: string,
  rows: readonly Row[],
  of: Of<Row>,
  named?: Named,
): PageColumn {
  const { short, description } = metricOf(metric);
  const estimates = rows.map(of);
  return estimateColumn(
    named ?? { heading: short, title: `${metric}: ${description}` },
    scaleOf(metric, estimates),
    estimates,
  );
}

export function estimateColumn(
  named: Named,
  scale: AxisScale,
  estimates: readonly (Estimate | undefined)[],
): PageColumn {
  return {
    ...named,
    unit: scale.unit,
    cells: estimates.map((one) => parts(one, scale)),
    data: estimates.map((one) => dataCell(one, scale)),
  };
}

/** What sorts by something else than its text. */
export function sortedColumn<Row>(
  heading: string,
  unit: string,
  rows: readonly Row[],
  of: (row: Row) => { readonly body: string; readonly sort: number | null },
): PageColumn {
  const data = rows.map(of);
  return { heading, unit, cells: data.map(({ body }) => body), data };
}

/** Numbers that come without an interval; a dash where one is not known. */
export function numberColumn<Row>(
  heading: string,
  unit: string,
  rows: readonly Row[],
  of: (row: Row) => number | null,
  write: (value: number) => string = plain,
): PageColumn {
  return sortedColumn(heading, unit, rows, (row) => {
    const sort = of(row);
    return { body: sort === null ? '–' : write(sort), sort };
  });
}

function dataCell(estimate: Estimate | undefined, scale: AxisScale): DataCell {
  const [mean, half] = parts(estimate, scale);
  const model = modelEnds(estimate, scale);
  return {
    body: markup`${mean}${half === '' ? null : markup` <small>${half}</small>`}${model === '' ? null : markup`<br><small class="model">${model}</small>`}`,
    sort: estimate?.mean ?? null,
  };
}

/** Where the mean lies as the profiles vary, when that was asked for. */
function modelEnds(estimate: Estimate | undefined, { factor }: AxisScale): string {
  if (!estimate?.model95) return '';
  const [low, high] = estimate.model95.map((end) => end * factor);
  const places = decimals((high! - low!) / 2);
  return high! > low! ? `${rounded(low!, places)} to ${rounded(high!, places)}` : '';
}
