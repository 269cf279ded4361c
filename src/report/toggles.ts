/** What the reader of a page can switch off: the values of a few axes, each row of a figure or a table belonging to a cell. */
import type { Summary } from '../results.ts';
import { arrange } from './arrangement.ts';
import { axes, spoken } from './axes.ts';
import { quiet } from './format.ts';

export interface ToggleAxis {
  readonly name: string;
  /** In full, where the name is short for it. */
  readonly path: string;
  /** As they stand on the buttons. */
  readonly values: readonly string[];
  /** Where the figures tell its values apart by colour. */
  readonly colours?: readonly string[];
}

/**
 * A row of a figure's data says in the field `cell` which cell it is of, a row of a table in `data-cell`, with spaces
 * between several; what says nothing stays.
 */
export interface Toggles {
  readonly axes: readonly ToggleAxis[];
  /** Of every cell, in the order of their numbers: which value of each axis it has; -1 where it has none. */
  readonly cells: readonly (readonly number[])[];
}

/** More values than this are not picked one by one. */
const MOST_VALUES = 8;
const MOST_AXES = 4;

/** One row of buttons for each axis of few values; null when there is none. */
export function togglesOf(summary: Summary): Toggles | null {
  const { cells } = summary;
  const few = axes(cells)
    .filter(({ values }) => values.length <= MOST_VALUES)
    .slice(-MOST_AXES);
  if (few.length === 0) return null;
  const { kindAxis, colours } = arrange(summary, []);
  return {
    axes: few.map(({ name, path, values }) => ({
      name,
      path: quiet(path),
      values: values.map(spoken),
      ...(path === kindAxis && { colours }),
    })),
    cells: cells.map(({ vary }) => few.map(({ path, values }) => values.indexOf(vary[path]!))),
  };
}
