/** What varies between the cells of a run, and how cells are called by it. */
import type { CellSummary } from '../results.ts';
import type { Label } from '../scenario/scenario.ts';
import { axisName, isBare } from '../sentences/axisName.ts';
import { quiet } from './format.ts';

export interface NamedAxis {
  readonly path: string;
  /** The shortest end of the path that tells it from the others. */
  readonly name: string;
  readonly values: readonly Label[];
}

type Cells = readonly Pick<CellSummary, 'vary'>[];

/** Every varied path with its values in the order of the cells, those with a single value among them. */
export function allAxes(cells: Cells): NamedAxis[] {
  const values = new Map<string, Set<Label>>();
  for (const { vary } of cells)
    for (const [path, label] of Object.entries(vary)) {
      if (!values.has(path)) values.set(path, new Set());
      values.get(path)!.add(label);
    }
  const paths = [...values.keys()];
  return paths.map((path) => ({ path, name: quiet(axisName(path, paths)), values: [...values.get(path)!] }));
}

/** The paths in which at least two cells differ. */
export function axes(cells: Cells): NamedAxis[] {
  return allAxes(cells).filter(({ values }) => values.length > 1);
}

/** The cell in the words of the file: `bursty, loadAware`; numbers with their axis: `window 60s`. */
export function cellName({ vary }: Pick<CellSummary, 'vary'>, of: readonly NamedAxis[]): string {
  const words = of.filter(({ path }) => path in vary).map((axis) => valueName(axis, vary[axis.path]!));
  return words.length === 0 ? 'all' : words.join(', ');
}

/** One value in the words of the file: `loadAware`, `window 60s`. */
export function valueName({ name }: Pick<NamedAxis, 'name'>, label: Label): string {
  return isBare(label) ? `${name} ${quiet(label)}` : quiet(label);
}

/** A name of a file as a figure writes it: `loadAware` is `Load-Aware`, `steady` is `Steady`; anything else as it is. */
export function spoken(label: Label): string {
  const text = quiet(label);
  if (!/^[a-z][A-Za-z]*$/.test(text)) return text;
  return text.replace(/[A-Z]/g, (letter) => `-${letter}`).replace(/^./, (letter) => letter.toUpperCase());
}

/** The value as a number where the axis is one of quantities: `60s` is 60, `5m` is 300, `0.8` is 0.8. */
export function amounts(axis: NamedAxis, parse: (text: string) => number | undefined): number[] | undefined {
  const numbers = axis.values.map((value) =>
    typeof value === 'number' ? value : typeof value === 'string' ? parse(value) : undefined,
  );
  return numbers.every((number) => number !== undefined) ? numbers : undefined;
}

/** Whether there is anything in it that could keep up or not. */
export const hasEdge = ({ replications, offeredLoad, devices, metrics }: CellSummary): boolean =>
  replications === 0 || offeredLoad !== null || devices.length > 0 || (metrics['edge.served']?.mean ?? 0) > 0;
