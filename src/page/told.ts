/** Numbers of cells in text and tables. */
import type { FigureTable } from './frame.tsx';
import type { StrategyRow } from './protocol.ts';
import { within } from './numbers.ts';

export const mean = (entry: StrategyRow | undefined, name: string): number => entry?.figures[name]?.mean ?? 0;

export function said(
  entries: readonly StrategyRow[],
  name: string,
  say: (value: number) => string,
  factor = 1,
): string {
  return entries.map((entry) => `${entry.name} ${say(mean(entry, name) * factor)}`).join(', ');
}

type ResultColumn = readonly [
  heading: string,
  figure: string,
  say: (value: number) => string,
  factor?: number,
];

export function figuresTable(entries: readonly StrategyRow[], columns: readonly ResultColumn[]): FigureTable {
  return {
    columns: ['Strategy', ...columns.map(([heading]) => heading)],
    rows: entries.map((entry) => [
      entry.name,
      ...columns.map(([, figure, say, factor]) => within(entry.figures[figure], say, factor)),
    ]),
  };
}
