/** The share of the requests in time at one load, and its bounds. */
import type { CarriedLevel } from './result.ts';
import { alike } from '../../kernel/spread.ts';
import type { Replication, Resampled } from '../../results.ts';
import { estimate } from '../../experiment/estimate.ts';
import { meanBounds } from '../plan/oneSided.ts';

const CONFIDENCE = 0.975;

/**
 * The share of all requests, as a mean over runs: runs with more requests are those with less in time, and a plain mean
 * of their shares would be too good. Each run stands for what it adds to the ratio of the sums.
 */
export function attained(results: readonly Replication[]): number[] {
  const runs = results.flatMap(({ metrics }) => {
    const share = metrics['slo.attainment'];
    return typeof share === 'number' ? { share, count: metrics['arrived'] ?? 0 } : [];
  });
  const all = runs.reduce((sum, { count }) => sum + count, 0);
  const ratio = runs.reduce((sum, { share, count }) => sum + share * count, 0) / all;
  return runs.map(({ share, count }) => ratio + ((count * runs.length) / all) * (share - ratio));
}

/** What was never seen may still happen, about as seldom as three in so many requests. */
export function leastOf(values: readonly number[], requests: number, drawn: Resampled | undefined): number {
  if (values.length < 2 || alike(values)) return values[0] === 1 ? 1 - 3 / Math.max(3, requests) : values[0]!;
  return meanBounds(values, CONFIDENCE, drawn)[0];
}

export function mostOf(values: readonly number[], drawn: Resampled | undefined): number {
  if (values.length < 2 || alike(values)) return values[0]!;
  return meanBounds(values, CONFIDENCE, drawn)[1];
}

export function levelOf(
  load: number,
  results: readonly Replication[],
  drawn: Resampled | undefined,
): CarriedLevel {
  const { mean, ci95 } = estimate(attained(results), { drawn });
  return {
    load,
    mean: mean ?? 0,
    ci95: ci95 && [Math.max(0, ci95[0]), Math.min(1, ci95[1])],
    replications: results.length,
  };
}
