/** Scales the demand of a scenario, as its workload defines growth. */
import { arrivalsOf, factsOf } from './facts.ts';
import type { Choice, Scenario } from './scenario.ts';

/** Requests closer together, more rows of a trace, more users: the plugin decides. */
export function grown(scenario: Scenario, factor: number): Scenario {
  if (factor === 1) return scenario;
  const { workload } = scenario;
  const whole = more('workloads', workload, factor);
  if (whole) return { ...scenario, workload: whole };
  const given = arrivalsOf(workload);
  const arrivals = given && more('arrivals', given, factor);
  if (!arrivals) throw new RangeError(`workload ${workload.kind} does not say how it grows`);
  return { ...scenario, workload: { ...workload, arrivals } };
}

function more(folder: 'arrivals' | 'workloads', choice: Choice, factor: number): Choice | undefined {
  const differs = factsOf(folder, choice).grown?.(choice, factor);
  return differs && ({ ...choice, ...differs } as Choice);
}
