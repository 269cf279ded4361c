/** The share of requests in time at one load, and its bounds. */
import type { CarriedLevel } from './result.ts';
import { alike } from '../../kernel/spread.ts';
import type { Replication, Resampled } from '../../results.ts';
import { estimate } from '../../experiment/estimate.ts';
import { meanBounds } from '../plan/oneSided.ts';

const CONFIDENCE = 0.975;

/**
 * The share over all requests, as a mean over runs. A plain mean of the runs' shares would be too high, since runs with
 * more requests have lower shares; each run is replaced by its contribution to the ratio of sums.
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

/** Lower bound when no miss was seen: by the rule of three. */
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
