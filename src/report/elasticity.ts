/** How much figures move for 1 % of service time, in words. */
import type { Elasticity, Summary } from '../results.ts';
import { axes, cellName } from './axes.ts';

const TOLD: readonly (readonly [string, string])[] = [
  ['e2e.mean', 'mean answers'],
  ['ttft.p95', 'the 95th percentile of first tokens'],
];

/** Less than so many per cent is nothing to tell. */
const NOTHING = 0.05;

/** A figure whose interval reaches further than itself and than so many per cent to either side is not told. */
const UNSURE = 0.5;

/** `moves mean answers by 6.2 % and the 95th percentile of first tokens by 9 %`; null where none of it is known. */
export function movesWords({ metrics }: Elasticity): string | null {
  const said = TOLD.flatMap(([name, words]) => {
    const { mean = null, ci95 = null } = metrics[name] ?? {};
    if (mean === null || Math.abs(mean) < NOTHING || (ci95 === null && name !== TOLD[0]![0])) return [];
    const half = ci95 === null ? 0 : (ci95[1] - ci95[0]) / 2;
    return half > Math.max(Math.abs(mean), UNSURE) ? [] : [`${words} by ${moved(mean)}`];
  });
  return said[0]?.startsWith(TOLD[0]![1]) ? `moves ${said.join(' and ')}` : null;
}

/** Cells that are named one by one. */
const NAMED = 8;

/** A line for each cell that has it; where they are many, of those that move most. */
export function elasticityLines({ cells }: Summary): string[] {
  const varied = axes(cells);
  const known = cells.flatMap((cell) => {
    const moves = cell.elasticity && movesWords(cell.elasticity);
    const who = cells.length === 1 ? 'At this load' : `At this load (${cellName(cell, varied)})`;
    return moves
      ? [
          {
            text: `${who} 1 % more service time ${moves}.`,
            by: cell.elasticity.metrics['e2e.mean']?.mean ?? 0,
          },
        ]
      : [];
  });
  const most = known.toSorted((a, b) => b.by - a.by).slice(0, NAMED);
  return known.filter((one) => most.includes(one)).map(({ text }) => text);
}

/** As sure as a step that small is. */
function moved(by: number): string {
  return `${Number(by.toPrecision(2))} %`;
}
