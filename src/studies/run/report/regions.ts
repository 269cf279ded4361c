/** Regions in plain text: which there are, before a run; results by kind, and what their intervals mean, after it. */
import { plain } from '../../../kernel/numbers.ts';
import { namesOf } from '../../../metrics/definitions.ts';
import type { RegionsSummary } from '../../../regional.ts';
import type { Summary } from '../../../results.ts';
import { axes, cellName } from '../../../report/axes.ts';
import { figureColumn, textColumn } from '../../../report/columns.ts';
import { regionWords } from '../../../report/regionWords.ts';
import { table, wrap, type TextArea } from '../../../report/table.ts';
import { counted } from '../../../kernel/words.ts';
import type { Cell } from '../../../scenario/scenario.ts';

/** Cells whose regions are listed. */
const MOST_CELLS = 12;
/** Kinds that are listed. */
const MOST_KINDS = 24;

/** Empty without regions. */
export function regionsText({ cells }: Summary, { width, paint }: Required<TextArea>): string {
  const varied = axes(cells);
  const worlds = cells.flatMap((cell) => (cell.regions ? [{ cell, regions: cell.regions }] : []));
  if (worlds.length === 0) return '';
  const words = worlds.map(({ cell }) => regionWords(cell));
  const alike = words.every((text) => text === words[0]);
  const tables = worlds.slice(0, MOST_CELLS).map(({ cell, regions }, k) => {
    const title = varied.length === 0 ? '' : `${paint(cellName(cell, varied), 'quiet')}\n`;
    const said = alike ? '' : `\n\n${wrap(words[k]!, width)}`;
    return `${title}${kindTable(regions, { width, paint })}${said}`;
  });
  const more = worlds.length > MOST_CELLS ? [`… and ${worlds.length - MOST_CELLS} more cells`] : [];
  return [...tables, ...more, ...(alike ? [wrap(words[0]!, width)] : [])].join('\n\n');
}

function kindTable({ kinds }: RegionsSummary, { width, paint }: Required<TextArea>): string {
  const rows = kinds.slice(0, MOST_KINDS);
  const figures = namesOf('screen').filter((name) => kinds.some(({ metrics }) => metrics[name]?.mean));
  const columns = figures.map((name) => figureColumn(name, rows, ({ metrics }) => metrics[name]));
  const names = textColumn('region', rows, ({ name }) => name);
  const counts = { heading: 'regions', cells: rows.map(({ count }) => plain(count)) };
  const devices = { heading: 'devices', cells: rows.map((row) => plain(row.devices)) };
  const more = kinds.length > rows.length ? `\n… and ${kinds.length - rows.length} more kinds` : '';
  return `${table([names, counts, devices, ...columns], { width, keys: 1, paint })}${more}`;
}

/** Kinds of regions named. */
const NAMED = 12;

export const regionsIn = ({ scenario }: Cell): number =>
  (scenario.regions ?? []).reduce((sum, { count }) => sum + count, 0);

/** The regions, and the number of jobs of all runs; for each cell if its regions differ. */
export function regionLines(cells: readonly Cell[], runs: number, parts: number): string[] {
  const varied = axes(cells.map(({ labels }) => ({ vary: labels })));
  const told = cells.map((cell) => kindWords(cell));
  const where = (i: number): string =>
    told.every((one) => one === told[0]) ? '' : `${cellName({ vary: cells[i]!.labels }, varied)}: `;
  const apart = `every run is of all regions; those that send each other nothing are run apart, in ${counted(parts, 'part')} in all`;
  return [
    ...[...new Set(told.map((text, i) => `${where(i)}${text}`))].slice(0, NAMED),
    ...(parts > runs ? [apart] : []),
  ];
}

/** `12 regions: 4 village, 4 suburb, 4 town`. */
function kindWords(cell: Cell): string {
  const kinds = cell.scenario.regions!;
  const words = kinds
    .slice(0, NAMED)
    .map(({ name, count }) => (count === 1 ? name : `${plain(count)} ${name}`));
  const rest = kinds.length - words.length;
  return `${counted(regionsIn(cell), 'region')}: ${words.join(', ')}${rest > 0 ? ` and ${counted(rest, 'more kind')}` : ''}`;
}
