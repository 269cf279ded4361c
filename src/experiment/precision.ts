/** Adds replications until the intervals are narrow enough. */
import { namesOf } from '../metrics/definitions.ts';
import type { PrecisionSummary } from '../results.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import { estimate } from './estimate.ts';
import type { Findings } from './findings.ts';

export interface Precision {
  /** Half-width of the 95 % interval relative to the mean: 0.05 for 5 %. */
  readonly target: number;
  /** Metrics that must be that precise, in every cell. */
  readonly metrics?: readonly string[];
  /** Most replications. */
  readonly most?: number;
}

/** With fewer, calm runs would too often stop at the first check. */
export const FEWEST = 10;
const MOST = 1000;

/** Metrics that are not precise enough. One that no replication has, or that is equal in all, is as precise as possible. */
export function missed(
  scenarioFile: Pick<ScenarioFile, 'cells'>,
  findings: Findings,
  { target, metrics = namesOf('precise') }: Precision,
): PrecisionSummary['missed'] {
  return scenarioFile.cells.flatMap(({ labels }, cell) =>
    metrics.flatMap((metric) => {
      const values = findings.of(cell).map(([, result]) => result.metrics[metric]);
      const { mean, ci95 } = estimate(values);
      if (mean === null || (ci95 === null && values.length > 1)) return [];
      const share = ci95 && mean !== 0 ? (ci95[1] - ci95[0]) / 2 / Math.abs(mean) : null;
      return share !== null && share <= target ? [] : [{ vary: labels, metric, share }];
    }),
  );
}

/**
 * The next number of replications, or null when it is enough. A round is planned from the results of the one before, so
 * the number of workers plays no part; every cell gets equally many, so that all stay paired. Each round grows by a
 * quarter to twofold: few rounds, and rarely one too many.
 */
export function nextReplications(
  replications: number,
  still: PrecisionSummary['missed'],
  { target, most = MOST }: Precision,
): number | null {
  if (still.length === 0 || replications >= most) return null;
  const widest = Math.max(...still.map(({ share }) => share ?? Infinity));
  const wanted = Math.ceil(replications * (widest / target) * (widest / target) * 1.05);
  const least = Math.ceil(replications * 1.25);
  return Math.min(most, Math.max(least, Math.min(3 * replications, wanted)));
}
