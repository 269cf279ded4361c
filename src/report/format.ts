/** Figures with their intervals: as many digits as the interval carries, one unit for a column. */
import { decimals, dollars, plain, rounded, scaleFor, type AxisScale } from '../kernel/numbers.ts';
import type { Estimate, CellSummary } from '../results.ts';
import { listed, metricOf, type Definition } from '../metrics/definitions.ts';

export { decimals, plain, rounded, scaleFor, type AxisScale };

const PLAIN: AxisScale = { factor: 1, unit: '' };
export const PERCENT: AxisScale = { factor: 100, unit: '%' };

/** A figure in two parts, so that a column can line them up; the second is empty without an interval. */
type FigureParts = readonly [mean: string, half: string];

export function parts(estimate: Estimate | undefined, scale: AxisScale): FigureParts {
  if (estimate?.mean === undefined || estimate.mean === null) return ['–', ''];
  const mean = estimate.mean * scale.factor;
  if (estimate.ci95 === null) return [plain(mean), ''];
  const [low, high] = [estimate.ci95[0] * scale.factor, estimate.ci95[1] * scale.factor];
  const half = (high - low) / 2;
  if (!(half > 0)) return [plain(mean), ''];
  return around(mean, [low, high], decimals(half, scale.unit));
}

/** Plus or minus its half where the interval is even, from its low to its high end where it is not. */
function around(mean: number, [low, high]: readonly [number, number], places: number): FigureParts {
  const half = (high - low) / 2;
  const even = Math.abs(high - mean - (mean - low)) <= 0.1 * half;
  const written = even ? `± ${rounded(half, places)}` : `[${rounded(low, places)}, ${rounded(high, places)}]`;
  return [rounded(mean, places), written];
}

/** `1,248 ± 12`, `0 [0, 0.15]`, `3.14`; `–` for what is not known. */
export function text(estimate: Estimate | undefined, scale: AxisScale = PLAIN): string {
  const [mean, half] = parts(estimate, scale);
  return half === '' ? mean : `${mean} ${half}`;
}

/** Dollars with their cents, whole ones where the interval is wider, or cents below one dollar: `$6.04 ± 0.24`, `$1,250`, `1.65 cents`. */
export function money(estimate: Estimate | undefined): string {
  if (estimate?.mean == null) return '–';
  const { mean, ci95 } = estimate;
  if (ci95 === null || !(ci95[1] > ci95[0])) return dollars(mean);
  const { factor, unit } = scaleFor('$', [mean]);
  if (unit !== '$') return `${text(estimate, { factor, unit })} ${unit}`;
  const [middle, half] = around(mean, ci95, Math.min(2, decimals((ci95[1] - ci95[0]) / 2, '$')));
  return `${middle.startsWith('-') ? '-' : ''}$${middle.replace('-', '')} ${half}`;
}

/** Text that cannot move the cursor or colour the screen, on one line. */
export function quiet(value: unknown): string {
  return String(value).replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
}

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
