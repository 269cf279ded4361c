/** A table of a page: headings with their units, numbers to the right, sorted by the column whose heading is clicked. */
import { markup, type Html } from './html.ts';
import type { Column } from './table.ts';

export interface DataColumn {
  readonly heading: string;
  /** Under the heading. */
  readonly unit?: string;
  /** Said when the heading is pointed at. */
  readonly title?: string;
  readonly kind?: 'text' | 'number';
  /** Whether its rows differ for certain: it is picked out, by a sign that needs no colour. */
  readonly differs?: boolean;
}

export interface DataCell {
  readonly body: Html | string;
  /** By what the column sorts; the text of the cell when not said. Null comes last. */
  readonly sort?: number | null;
}

interface DataRow {
  readonly cells: readonly (DataCell | Html | string)[];
  /** Numbers of the cells of the run that it is about; it is hidden with any of them. */
  readonly of?: readonly number[];
}

interface DataTableOptions {
  readonly columns: readonly DataColumn[];
  readonly rows: readonly DataRow[];
  /** Columns at the left that name the row; 1 when not said. */
  readonly names?: number;
  /** `prose` lets lines break; `figures` are many columns, which stand under each other where the screen is narrow. */
  readonly kind?: 'prose' | 'figures';
}

/** Of a column whose rows differ for certain: behind its name, or beside its unit. */
export const DIFFERS = '≠';

/** Rows that still stand under each other; of more the columns are read by scrolling. */
const MOST_STACKED = 24;
/** Columns that fit beside each other on a phone. */
const FEW = 3;

export function dataTable({ columns, rows, names = 1, kind: asked }: DataTableOptions): Html {
  const many = asked === 'figures' || (asked === undefined && columns.length > FEW);
  const stacked = many && rows.length <= MOST_STACKED;
  const kind = stacked ? 'figures' : asked === 'prose' ? asked : undefined;
  return markup`<div class="wide">
    <table${kind ? markup` class="${kind}"` : null}>
      <thead>
        <tr>
          ${columns.map(heading)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => line(row, columns, { names, stacked }))}
      </tbody>
    </table>
  </div>`;
}

function numeric({ kind, differs }: DataColumn): Html | null {
  const classes = [...(kind === 'number' ? ['number'] : []), ...(differs ? ['differs'] : [])];
  return classes.length > 0 ? markup` class="${classes.join(' ')}"` : null;
}

const named = ({ heading: text, differs }: DataColumn): string =>
  differs ? `${text}\u00a0${DIFFERS}` : text;

function heading(column: DataColumn): Html {
  const { title, unit } = column;
  return markup`<th scope="col"${numeric(column)}${title ? markup` title="${title}"` : null}><span>${named(column)}</span>${unit ? markup`<small>${unit}</small>` : null}</th>`;
}

interface Lines {
  readonly names: number;
  /** Whether each cell says what it is of. */
  readonly stacked: boolean;
}

function line({ cells, of }: DataRow, columns: readonly DataColumn[], { names, stacked }: Lines): Html {
  return markup`<tr${of ? markup` data-cell="${of.join(' ')}"` : null}>
    ${cells.map((cell, i) => {
      const { body, sort } = whole(cell);
      const by =
        sort === undefined
          ? null
          : markup` data-sort="${sort === null ? '' : String(Number(sort.toPrecision(6)))}"`;
      const { unit } = columns[i]!;
      const of = named(columns[i]!);
      const says = stacked ? markup` data-heading="${unit ? `${of}, ${unit}` : of}"` : null;
      return i < names
        ? markup`<th scope="row"${numeric(columns[i]!)}${by}${says}>${body}</th>`
        : markup`<td${numeric(columns[i]!)}${by}${says}>${body}</td>`;
    })}
  </tr>`;
}

function whole(cell: DataCell | Html | string): DataCell {
  return typeof cell === 'string' || 'html' in cell ? { body: cell } : cell;
}

/** A column as a screen shows it, with what a page has besides. */
export interface PageColumn extends Column, Pick<DataColumn, 'title' | 'differs'> {
  /** Its cells, where they sort by more than their text, or say more. */
  readonly data?: readonly DataCell[];
}

interface ColumnTableOptions extends Pick<DataTableOptions, 'names' | 'kind'> {
  /** Of each row the cells of the run that it is about. */
  readonly of?: (row: number) => readonly number[];
}

/** The columns of a table as a screen shows it. */
export function columnTable(
  columns: readonly PageColumn[],
  { of, ...options }: ColumnTableOptions = {},
): Html {
  return dataTable({
    columns: columns.map(({ align, cells: _cells, data: _data, roles: _roles, ...column }) => ({
      ...column,
      ...(align !== 'left' && { kind: 'number' as const }),
    })),
    rows: rowsOf(columns[0]).map((_, row) => ({
      ...(of && { of: of(row) }),
      cells: columns.map(({ cells, data }) => data?.[row] ?? [cells[row]!].flat().join(' ')),
    })),
    ...options,
  });
}

const rowsOf = (column: PageColumn | undefined): readonly unknown[] => column?.data ?? column?.cells ?? [];
