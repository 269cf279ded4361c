/** A run in plain text: a row for every cell, and what there is to say of it. */
import { sometimes } from '../metrics/warnings.ts';
import type { CellSummary, Summary } from '../results.ts';
import type { Expectation } from '../expected.ts';
import { axes, cellName, hasEdge } from './axes.ts';
import { DIFFERS } from './dataTable.ts';
import { figureColumn, textColumn } from './columns.ts';
import { plain, quiet, present } from './format.ts';
import { namesIn, type Definition } from '../metrics/definitions.ts';
import { table, unpainted, hanging, wrap, type Column, type TextArea, type TextRole } from './table.ts';
import { mainAxis } from './inShort.ts';

/** The screen has 100 columns when not said. */
interface SummaryTextOptions extends Partial<TextArea> {
  /** Cells shown before the rest is left to the files; 30 when not said. */
  readonly rows?: number;
  /** Where the rest is. */
  readonly rest?: string;
  /** Figures, of those that have a column; all of them when not said. */
  readonly metrics?: readonly string[];
}

const ROWS = 30;
const WIDTH = 100;
/** Cells up to which the table is folded for all its columns; beyond, those that fit stand for all. */
const FEW = 12;
const REST = 'runs.csv and summary.json have them all';

/**
 * The cells of a summary as a table of plain text, with intervals, at a given width.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { run, summaryTable } from 'edgewise';
 *
 * const { summary } = await run(readFileSync('scenarios/first.yaml', 'utf8'), { replications: 2 });
 * console.log(summaryTable(summary, { width: 80 }).split('\n')[0].includes('verdict')); // true
 * ```
 */
export function summaryTable(summary: Summary, options: SummaryTextOptions = {}): string {
  const { width = WIDTH, rows = ROWS, rest = REST, paint = unpainted } = options;
  const cells = summary.cells.length > rows ? summary.cells.slice(0, Math.ceil(rows * 0.7)) : summary.cells;
  const keys = keyColumns(summary, cells);
  const differ = differingIn(summary, options.metrics);
  const figures = present(summary.cells, options.metrics).map((one) =>
    column(one, cells, differ.has(one.name)),
  );
  const columns = [...keys, ...loadColumns(cells), ...figures];
  const folds = summary.cells.length > FEW ? 1 : Infinity;
  const text = table(columns, { width, keys: keys.length, folds, paint });
  const left = summary.cells.length - cells.length;
  const more = left > 0 ? `\n${paint(`… and ${left} more cells: ${rest}`, 'quiet')}` : '';
  return `${text}${more}`;
}

/** Of the figures that have a column, those that differ for certain. */
export function differingIn(summary: Summary, metrics?: readonly string[]): ReadonlySet<string> {
  const shown = present(summary.cells, metrics).map(({ name }) => name);
  const differ = differing(summary, shown);
  return new Set(shown.filter((name) => differ.has(name)));
}

/** Names of the values as the file writes them, one column for each axis. */
function keyColumns(summary: Summary, cells: readonly CellSummary[]): Column[] {
  return axes(summary.cells).map(({ path, name }) =>
    textColumn(name, cells, ({ vary }) => quiet(vary[path] ?? '')),
  );
}

function column({ name }: Definition, cells: readonly CellSummary[], differs: boolean): Column {
  const found = figureColumn(name, cells, ({ metrics }) => metrics[name]);
  // Beside the unit there is room for it.
  return differs ? { ...found, unit: `${DIFFERS} ${found.unit}`.trim() } : found;
}

function loadColumns(cells: readonly CellSummary[]): Column[] {
  const load: Column = {
    heading: 'load',
    unit: '%',
    cells: cells.map(({ offeredLoad }) =>
      offeredLoad === null ? '–' : plain(Math.round(offeredLoad * 100)),
    ),
  };
  const verdict = textColumn('verdict', cells, (cell) => (hasEdge(cell) ? cell.verdict : '–'));
  return [load, verdict];
}

const MARKS: Readonly<Record<Expectation['outcome'], readonly [string, TextRole]>> = {
  holds: ['holds', 'good'],
  fails: ['fails', 'bad'],
  undecided: ['undecided', 'unsure'],
};

/** The claims of a run, and whether they hold. */
export function expectationList(summary: Summary, options: SummaryTextOptions = {}): string {
  const { width = WIDTH, paint = unpainted } = options;
  return summary.expectations
    .map(({ text, outcome, details }) => {
      const [word, role] = MARKS[outcome];
      const indent = ' '.repeat(11);
      const said = wrap(`${word.padEnd(11)}${quiet(text)}`, width, indent).slice(word.length);
      const more = details.map((detail) => `\n${indent}${hanging(quiet(detail), width, indent)}`);
      return `${paint(word, role)}${said}${paint(more.join(''), 'quiet')}`;
    })
    .join('\n');
}

/** Every warning once, with its cells. */
export function warningList(summary: Summary, options: SummaryTextOptions = {}): string {
  const { width = WIDTH, paint = unpainted } = options;
  return warnings(summary)
    .map(
      ({ text, where }) =>
        `${paint('warning', 'unsure')} ${hanging(`${text}${where}`, width, ' '.repeat(8))}`,
    )
    .join('\n');
}

interface PlacedWarning {
  readonly text: string;
  /** Empty when all cells have it. */
  readonly where: string;
}

export function warnings({ cells }: Summary): PlacedWarning[] {
  const varied = axes(cells);
  const found = new Map<string, string[]>();
  const all = new Set(cells.flatMap((cell) => cell.warnings));
  // What some cells say in every replication and others in some is one warning.
  const same = (text: string): string => (all.has(sometimes(text)) ? sometimes(text) : text);
  for (const cell of cells)
    for (const text of new Set(cell.warnings.map(same)))
      found.set(text, [...(found.get(text) ?? []), cellName(cell, varied)]);
  return [...found].map(([text, names]) => ({ text: quiet(text), where: whereOf(names, cells.length) }));
}

function whereOf(names: readonly string[], cells: number): string {
  if (names.length === cells) return '';
  if (names.length <= 3) return ` (${names.join('; ')})`;
  return ` (${names.slice(0, 2).join('; ')} and ${names.length - 2} more cells)`;
}

/** The result of each comparison of these metrics, in words. */
export function comparisonList(summary: Summary, options: SummaryTextOptions = {}): string {
  const { width = WIDTH, rows = ROWS, rest = REST, metrics = namesIn('words'), paint = unpainted } = options;
  const told = metrics.flatMap((metric) => summary.comparisons.filter((one) => one.metric === metric));
  const left = told.length - rows;
  const lines = told.slice(0, rows).map(({ text }) => wrap(`- ${quiet(text)}`, width, '  '));
  if (left > 0) lines.push(paint(`… and ${left} more comparisons: ${rest}`, 'quiet'));
  return lines.join('\n');
}

/** A comparison that says so for certain. */
const CERTAIN: ReadonlySet<string> = new Set(['better', 'worse', 'higher', 'lower']);

/** None where all that are shown differ, as that picks out nothing. */
export function differing(summary: Summary, names: readonly string[]): ReadonlySet<string> {
  const axis = mainAxis(summary);
  const found = summary.comparisons.filter(
    (one) => CERTAIN.has(one.verdict) && axis !== undefined && one.cell[axis] !== one.baseline[axis],
  );
  const all = new Set(found.map(({ metric }) => metric));
  return names.every((name) => all.has(name)) ? new Set() : all;
}

/** What the sign says. */
export function differsWords(summary: Summary): string {
  const by = axes(summary.cells).find(({ path }) => path === mainAxis(summary))?.name;
  return `in some row the figure differs from that of the first ${by}, with 95 % confidence. Elsewhere the difference is undecided, or was not compared.`;
}
