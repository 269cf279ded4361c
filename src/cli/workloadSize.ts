/** How much there is to simulate, as far as that is known beforehand. */
import { statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Scenario } from '../scenario/scenario.ts';

/** Bytes of a row of a trace, about. */
const ROW = 40;

/** Requests of one run of a cell, about. A trace whose size is not known counts as none. */
export function requestsOf({ workload, duration }: Scenario, base: string): number {
  const arrivals = workload['arrivals'] as { readonly rate?: unknown } | undefined;
  if (typeof arrivals?.rate === 'number') return arrivals.rate * (duration ?? 0);
  const { file, rateScale } = workload;
  if (typeof file !== 'string') return 0;
  const size = statSync(isAbsolute(file) ? file : join(base, file), { throwIfNoEntry: false })?.size ?? 0;
  return (size / ROW) * Math.max(typeof rateScale === 'number' ? rateScale : 1, 0.2);
}
