/** How the cells of a study are called and drawn. */
import type { Labels } from '../../../results.ts';
import { axes, cellName, spoken } from '../../../report/axes.ts';
import { coloursOf, dashes } from '../../../report/palette.ts';

/** Every cell in the words of the file. */
export function fileNames(cells: readonly Labels[]): string[] {
  const all = cells.map((vary) => ({ vary }));
  const varied = axes(all);
  return all.map((one) => cellName(one, varied));
}

/** Every cell in words, as a figure writes them. */
export function cellNames(cells: readonly Labels[]): string[] {
  const varied = axes(cells.map((vary) => ({ vary })));
  return cells.map((vary) =>
    varied.length === 1 ? spoken(vary[varied[0]!.path]!) : cellName({ vary }, varied),
  );
}

/** The colour and the dash of every cell: a strategy has its own colour, what else varies is told by the dash. */
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

/** The labels of a group of cells in words; empty when nothing else varies. */
export function groupName(where: Labels): string {
  return Object.values(where).map(spoken).join(', ');
}
