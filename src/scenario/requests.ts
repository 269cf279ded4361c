/** The requests of a scenario without a run: when they come, how long they are, and whose they are. */
import * as arrivalPlugins from '../arrivals/index.ts';
import { createStreams } from '../kernel/random.ts';
import { Requests } from '../kernel/requests.ts';
import { Logs } from '../logs/logs.ts';
import type { Arrivals, Context, Workload } from '../model.ts';
import * as workloadPlugins from '../workloads/index.ts';
import { make, type Setting } from './assemble.ts';
import type { Choice, Scenario } from './scenario.ts';

export interface Planned {
  /** Seconds from the start. */
  readonly at: number;
  readonly prompt: number;
  readonly output: number;
  readonly tenant: number;
}

/** The same as a run with this seed and replication meets. */
export function requestsOf(
  { workload: choice, duration }: Scenario,
  { seed, replication, source, logs = new Logs(source) }: Omit<Setting, 'listeners'>,
): Planned[] {
  const context: Context = {
    stream: createStreams(seed, replication),
    logs,
    requests: new Requests(),
    duration: duration ?? Infinity,
  };
  const given = choice['arrivals'] as Choice | undefined;
  const arrivals = given && make<Arrivals>(arrivalPlugins, given, context);
  const workload = make<Workload>(workloadPlugins, choice, { ...context, ...(arrivals && { arrivals }) });
  const found: Planned[] = [];
  for (; workload.at < Infinity; workload.advance()) {
    const { at, prompt, output, tenant } = workload;
    found.push({ at, prompt, output, tenant });
  }
  return found;
}
