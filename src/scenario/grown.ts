/** A scenario with more or less demand, as its workload grows. */
import type { Facts } from '../options.ts';
import * as arrivalPlugins from '../arrivals/index.ts';
import * as workloadPlugins from '../workloads/index.ts';
import type { Choice, Scenario } from './scenario.ts';

/** Requests closer together, more rows of a trace, more people: what it is, the plugin says. */
export function grown(scenario: Scenario, factor: number): Scenario {
  if (factor === 1) return scenario;
  const { workload } = scenario;
  const whole = more(workloadPlugins, workload, factor);
  if (whole) return { ...scenario, workload: whole };
  const given = workload['arrivals'] as Choice | undefined;
  const arrivals = given && more(arrivalPlugins, given, factor);
  if (!arrivals) throw new RangeError(`workload ${workload.kind} does not say how it grows`);
  return { ...scenario, workload: { ...workload, arrivals } };
}

function more(plugins: object, choice: Choice, factor: number): Choice | undefined {
  const plugin = (plugins as Readonly<Record<string, Facts<Choice>>>)[choice.kind];
  return plugin?.grown && ({ ...choice, ...plugin.grown(choice, factor) } as Choice);
}
