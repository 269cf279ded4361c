/** Names and styles of a study's cells, and the columns that its tables share on screen, page and in Markdown. */
import type { Labels, Estimate } from '../../../results.ts';
import { axes, cellName, spoken } from '../../../report/axes.ts';
import { coloursOf, dashes } from '../../../report/palette.ts';
import { amountText } from '../../../kernel/amount.ts';
import { metricOf } from '../../../metrics/definitions.ts';
import type { PageColumn } from '../../../report/dataTable.ts';
import { estimateColumn, textColumn } from '../../../report/columns.ts';
import type { Column } from '../../../report/table.ts';
import type { ClaimStudy, Input, Interval } from '../result.ts';

/** The labels of every cell, in the words of the file. */
export function fileNames(cells: readonly Labels[]): string[] {
  const all = cells.map((vary) => ({ vary }));
  const varied = axes(all);
  return all.map((one) => cellName(one, varied));
}

/** The name of every cell in figures. */
export function cellNames(cells: readonly Labels[]): string[] {
  const varied = axes(cells.map((vary) => ({ vary })));
  return cells.map((vary) =>
    varied.length === 1 ? spoken(vary[varied[0]!.path]!) : cellName({ vary }, varied),
  );
}

/** Colour and dash of every cell: the strategy determines the colour, other axes the dash. */
export function cellLook(cells: readonly Labels[]): {
  readonly colours: readonly string[];
  readonly dashes: readonly (readonly number[])[];
} {
  const varied = axes(cells.map((vary) => ({ vary })));
  const strategy = varied.find(({ path }) => path === 'strategy');
  const others = varied.filter((axis) => axis !== strategy);
  if (!strategy || others.length === 0)
    return {
      colours: coloursOf(strategy?.path ?? null, strategy?.values ?? cells),
      dashes: dashes(cells.length),
    };
  const own = coloursOf(strategy.path, strategy.values);
  const settings = [...new Set(cells.map((vary) => cellName({ vary }, others)))];
  const lines = dashes(Math.max(4, settings.length));
  return {
    colours: cells.map((vary) => own[strategy.values.indexOf(vary[strategy.path]!)]!),
    dashes: cells.map((vary) => lines[settings.indexOf(cellName({ vary }, others))]!),
  };
}

/** The labels of a group of cells; empty when no other axis varies. */
export function groupName(where: Labels): string {
  return Object.values(where).map(spoken).join(', ');
}

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
interface RowOf {
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
