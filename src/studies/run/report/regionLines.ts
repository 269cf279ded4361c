/** Describes the regions before a run. */
import { plain } from '../../../kernel/numbers.ts';
import { counted } from '../../../kernel/words.ts';
import { axes, cellName } from '../../../report/axes.ts';
import type { Cell } from '../../../scenario/scenario.ts';

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
