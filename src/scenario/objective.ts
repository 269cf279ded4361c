/** The slo in the form that metrics use. */
import type { Objective } from '../model.ts';
import type { Scenario } from './scenario.ts';

/** Null when nothing is bounded: requests are then neither in time nor late. */
export function objective({ slo }: Pick<Scenario, 'slo'>): Objective | null {
  if (slo.ttft === null && slo.tpot === null && slo.e2e === null) return null;
  return { ttft: slo.ttft ?? Infinity, tpot: slo.tpot ?? Infinity, e2e: slo.e2e ?? Infinity };
}

/** In the form that metrics count: seconds to the first token and to the end. */
export function inTime(
  { ttft, e2e, tpot }: Pick<Scenario['slo'], 'ttft' | 'e2e' | 'tpot'>,
  first: number,
  end: number,
  output: number,
): boolean {
  return (
    first <= (ttft ?? Infinity) &&
    end <= (e2e ?? Infinity) &&
    (output <= 1 || (end - first) / (output - 1) <= (tpot ?? Infinity))
  );
}
