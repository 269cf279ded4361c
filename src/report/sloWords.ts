/** What share of the requests met the slo, and whether that is the share that should. */
import { percent } from '../kernel/numbers.ts';
import type { CellSummary, Estimate } from '../results.ts';
import { PERCENT, text } from './format.ts';

type Asked = Pick<CellSummary, 'metrics' | 'sloTarget' | 'replications' | 'recorded'>;

/** What `95 %` is off 0.95 by. */
const ROUNDING = 1e-12;

/** `91.65 ± 0.20 %`; null where there is no slo, or nothing to meet it. */
export function sloShare({ metrics }: Asked): string | null {
  const slo = metrics['slo.attainment'];
  return slo?.mean == null ? null : `${text(slo, PERCENT)} %`;
}

/** `; target 95 %: missed`; empty where no target is known. */
export function targetWords(cell: Asked): string {
  const slo = cell.metrics['slo.attainment'];
  if (cell.sloTarget === undefined || slo?.mean == null) return '';
  return `; target ${percent(cell.sloTarget)}: ${outcome(slo, slo.mean, cell.sloTarget, cell)}`;
}

/**
 * By the interval. Without one a single run decides only of a log, which is what it is, and of a world whose other figures
 * have intervals: this one is the same in all of its regions.
 */
function outcome(
  { ci95 }: Estimate,
  mean: number,
  target: number,
  { metrics, replications, recorded }: Asked,
): 'met' | 'missed' | 'undecided' | 'undecided from one run' {
  const alone = replications < 2 && !recorded && Object.values(metrics).every((one) => one.ci95 === null);
  if (alone) return 'undecided from one run';
  const [low, high] = ci95 ?? [mean, mean];
  const asked = target - ROUNDING;
  return low >= asked ? 'met' : high < asked ? 'missed' : 'undecided';
}
