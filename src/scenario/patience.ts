import type { PatienceChoice, Scenario } from './scenario.ts';

/** How long clients wait, from either place in the file; null for ever. */
export function patienceOf({
  patience,
  workload,
}: Pick<Scenario, 'patience' | 'workload'>): PatienceChoice | null {
  return patience ?? (workload['patience'] as PatienceChoice | null | undefined) ?? null;
}
