/** Columns shared by the tables on screen, page and in Markdown. */
import { amountText } from '../../../kernel/amount.ts';
import { metricOf } from '../../../metrics/definitions.ts';
import type { Estimate, Labels } from '../../../results.ts';
import type { PageColumn } from '../../../report/dataTable.ts';
import { estimateColumn, textColumn } from '../../../report/columns.ts';
import type { Column } from '../../../report/table.ts';
import type { ClaimStudy, Input, Interval } from '../result.ts';
import { cellNames } from './cells.ts';

export function variedColumns(inputs: readonly Input[]): Column[] {
  return [
    textColumn('varied', inputs, ({ name }) => name),
    textColumn('in the file', inputs, ({ path }) => path),
    textColumn(
      'range',
      inputs,
      ({ low, high, unit }) => `${amountText(low, unit)} to ${amountText(high, unit)}`,
    ),
    textColumn('value there', inputs, ({ base, unit }) => amountText(base, unit)),
    textColumn('drawn', inputs, drawn),
  ];
}

const drawn = ({ logarithmic, whole }: Input): string =>
  [logarithmic ? 'by ratios' : '', whole ? 'whole numbers' : ''].filter(Boolean).join(', ') || 'evenly';

/** How often each claim holds, with the interval, and its other outcomes. */
export function claimColumns(claims: readonly ClaimStudy[]): PageColumn[] {
  const share = (heading: string, of: (claim: ClaimStudy) => Estimate): PageColumn =>
    estimateColumn({ heading }, { factor: 100, unit: '%' }, claims.map(of));
  return [
    textColumn('claim', claims, ({ text }) => text),
    share('holds', ({ shares, holds95 }) => ({ mean: shares.holds, ci95: holds95 })),
    share('no difference', ({ shares }) => ({ mean: shares.even, ci95: null })),
    share('cannot tell', ({ shares }) => ({ mean: shares.undecided, ci95: null })),
    share('fails', ({ shares }) => ({ mean: shares.fails, ci95: null })),
  ];
}

/** What a row is about. */
export interface RowOf {
  readonly metric: string;
  readonly cell: number;
  readonly input: Input;
}

/** Name columns for rows about an input, a metric or a cell; a single cell is not named. */
export function nameColumns(cells: readonly Labels[], rows: readonly RowOf[]): Column[] {
  const names = cellNames(cells);
  return [
    textColumn('Figure', rows, ({ metric }) => metricOf(metric).long),
    textColumn('Input', rows, ({ input }) => input.name),
    ...(cells.length === 1 ? [] : [textColumn('Cell', rows, ({ cell }) => names[cell]!)]),
  ];
}

/** Shares of a variance, cut at 100 %. */
export function shareColumn<Row>(
  heading: string,
  rows: readonly Row[],
  of: (row: Row) => readonly [share: number, ci95: Interval | null],
): PageColumn {
  const shares = rows.map(of).map(([share, ci95]) => ({ mean: Math.min(1, share), ci95 }));
  return estimateColumn({ heading }, { factor: 100, unit: '% of variance' }, shares);
}
