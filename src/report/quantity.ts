/** In what a figure is shown. */
import { listed, metricOf, type Definition } from '../metrics/definitions.ts';
import type { CellSummary, Estimate } from '../results.ts';
import { PERCENT, scaleFor, type AxisScale } from './format.ts';

/** One scale for a figure in all cells. Requests need no unit, shares are in per cent. */
export function scaleOf(metric: string, estimates: readonly (Estimate | undefined)[]): AxisScale {
  const { share, unit } = metricOf(metric);
  if (share) return PERCENT;
  if (unit === 'requests') return { factor: 1, unit: '' };
  return scaleFor(
    unit,
    estimates.map((estimate) => estimate?.mean ?? 0),
  );
}

/** Of those asked for, else of all that have a column, those that some cell knows and that are not 0 throughout. */
export function present(cells: readonly CellSummary[], wanted?: readonly string[]): Definition[] {
  return listed('table').filter(
    ({ name }) =>
      (wanted?.includes(name) ?? true) &&
      cells.some(({ metrics }) => {
        const mean = metrics[name]?.mean ?? null;
        return mean !== null && (mean !== 0 || (name === 'edge.rejected' && metrics['edge.served']?.mean));
      }),
  );
}
