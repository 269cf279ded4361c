/** How much figures move for 1 % of service time, in words. */
import type { Elasticity, Summary } from '../results.ts';
import { axes, cellName } from './axes.ts';

const TOLD: readonly (readonly [string, string])[] = [
  ['e2e.mean', 'mean answers'],
  ['ttft.p95', 'the 95th percentile of first tokens'],
];

/** `moves mean answers by 6.2 % and the 95th percentile of first tokens by 9 %`; null where none of it is known. */
export function movesWords({ metrics }: Elasticity): string | null {
  const said = TOLD.flatMap(([name, words]) => {
    const mean = metrics[name]?.mean;
    return mean == null ? [] : [`${words} by ${moved(mean)}`];
  });
  return said.length === 0 ? null : `moves ${said.join(' and ')}`;
}

/** Cells that are named one by one. */
const NAMED = 8;

/** A line for each cell that has it; where they are many, of those that move most. */
export function elasticityLines({ cells }: Summary): string[] {
  const varied = axes(cells);
  const known = cells.flatMap((cell) => {
    const moves = cell.elasticity && movesWords(cell.elasticity);
    const who = cells.length === 1 ? 'At this load' : `${cellName(cell, varied)}:`;
    return moves
      ? [{ text: `${who} 1 % of service time ${moves}.`, by: cell.elasticity.metrics['e2e.mean']?.mean ?? 0 }]
      : [];
  });
  const most = known.toSorted((a, b) => b.by - a.by).slice(0, NAMED);
  return known.filter((one) => most.includes(one)).map(({ text }) => text);
}

/** As sure as a step that small is. */
function moved(by: number): string {
  return `${Number(by.toPrecision(2))} %`;
}
