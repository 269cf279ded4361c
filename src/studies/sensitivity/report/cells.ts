/** Names and styles of a study's cells. */
import type { Labels } from '../../../results.ts';
import { axes, cellName, spoken } from '../../../report/axes.ts';
import { coloursOf, dashes } from '../../../report/palette.ts';

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
