/** Columns of the tables that explain. */
import type { Column } from '../../report/table.ts';

export const left = (heading: string, cells: readonly string[]): Column => ({
  heading,
  unit: '',
  cells,
  align: 'left',
});
export const right = (heading: string, unit: string, cells: readonly string[]): Column => ({
  heading,
  unit,
  cells,
});
