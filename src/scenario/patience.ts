import type { Patience, Scenario } from './scenario.ts';

/** How long clients wait, wherever the file says it; null for ever. */
export function patienceOf({ patience, workload }: Pick<Scenario, 'patience' | 'workload'>): Patience | null {
  return patience ?? (workload['patience'] as Patience | null | undefined) ?? null;
}
