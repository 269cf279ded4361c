/** Numbers of entries in words and tables. */
import type { Table } from './frame.tsx';
import type { Entry } from './protocol.ts';
import { within } from './words.ts';

export const mean = (entry: Entry | undefined, name: string): number => entry?.figures[name]?.mean ?? 0;

export function said(
  entries: readonly Entry[],
  name: string,
  say: (value: number) => string,
  factor = 1,
): string {
  return entries.map((entry) => `${entry.name} ${say(mean(entry, name) * factor)}`).join(', ');
}

export type Column = readonly [
  heading: string,
  figure: string,
  say: (value: number) => string,
  factor?: number,
];

export function figuresTable(entries: readonly Entry[], columns: readonly Column[]): Table {
  return {
    columns: ['Strategy', ...columns.map(([heading]) => heading)],
    rows: entries.map((entry) => [
      entry.name,
      ...columns.map(([, figure, say, factor]) => within(entry.figures[figure], say, factor)),
    ]),
  };
}
