/** What an answer should be like. */
import type { Objective } from '../model.ts';
import type { Scenario } from './scenario.ts';

/** Null where nothing is asked: then nobody is in time or late. */
export function objective({ slo }: Pick<Scenario, 'slo'>): Objective | null {
  if (slo.ttft === null && slo.tpot === null && slo.e2e === null) return null;
  return { ttft: slo.ttft ?? Infinity, tpot: slo.tpot ?? Infinity, e2e: slo.e2e ?? Infinity };
}

/** As the metrics count it: seconds to the first token and to the end. */
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
