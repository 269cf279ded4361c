/** Replicating until the intervals are narrow enough. */
import { namesOf } from '../metrics/definitions.ts';
import type { PrecisionSummary } from '../results.ts';
import type { ScenarioFile } from '../scenario/scenario.ts';
import { estimate } from './estimate.ts';
import type { Findings } from './findings.ts';

export interface Precision {
  /** Half-width of the 95 % interval as a share of the mean's size: 0.05 for 5 %. */
  readonly target: number;
  /** What has to be that narrow, in every cell. */
  readonly metrics?: readonly string[];
  /** Replications at most. */
  readonly most?: number;
}

/** From fewer, a run that happens to be calm would too often stop at the first look. */
export const FEWEST = 10;
const MOST = 1000;

/** What is not narrow enough yet. A figure that no replication has, or that is equal in all, is as narrow as can be. */
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
 * How many replications to have next, or null when it is enough. A round is planned when the one before is complete,
 * from its results alone, so that the number of workers plays no part; every cell gets as many, so that all stay
 * paired. Growth is between a quarter and twice: rarely one look too many, few looks in all.
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
