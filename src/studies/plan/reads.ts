/** Metrics that a plan reads in its verdicts, causes, tables and figures: only these are measured. */
import { namesOf } from '../../metrics/definitions.ts';
import type { Only } from '../../metrics/only.ts';
import type { Planning, Scenario } from '../../scenario/scenario.ts';
import { MOVED } from '../../experiment/elasticity.ts';
import { requirements } from './requirement.ts';

export function readsOf(planning: Planning, scenario: Scenario): Only {
  const asked = requirements(planning, scenario).map(({ ask }) => ask);
  const latencies = asked.filter((ask) => ask.endsWith('.p95'));
  return {
    figures: [...namesOf('planning'), ...latencies, ...MOVED],
    devices: ['served', 'utilization'],
    warnings: true,
  };
}
