/** Creates the faults of machines and cloud that a cell configures. */
import { given } from '../kernel/given.ts';
import { Breakdowns } from '../faults/breakdowns.ts';
import * as faultPlugins from '../faults/index.ts';
import type { Floor } from '../engine/fleet.ts';
import type { MetricsOptions } from '../metrics/metrics.ts';
import { CLOUD, type Context, type FaultContext, type Servers, type Station } from '../model.ts';
import type { Make } from './make.ts';
import type { Problem } from './problem.ts';
import type { Choice, CloudChoice, FleetEntry, Options, Scenario } from './scenario.ts';

/** One fault, and where its options are in the entry. */
interface Fault {
  readonly choice: Choice;
  readonly path: readonly (string | number)[];
  readonly options: Options;
}

export function faultsOf(entry: Partial<Pick<FleetEntry | CloudChoice, 'outages' | 'failures'>>): Fault[] {
  const { failures } = entry as Pick<FleetEntry, 'failures'>;
  const { outages } = entry;
  return given([
    failures && { choice: { kind: 'failures', ...failures }, path: ['failures'], options: failures },
    ...(outages ?? []).map((options, k) => ({
      choice: { kind: 'outages', ...options },
      path: ['outages', k],
      options,
    })),
  ]);
}

/** Starts all of them; returns the downtime of each. */
export function breakdowns(
  { fleet: entries, cloud: choice, warmup }: Scenario,
  context: Context,
  fleet: Floor,
  cloud: Servers | null,
  making: Make,
): MetricsOptions['down'] {
  const own = entries.map(faultsOf);
  const ofCloud = choice ? faultsOf(choice) : [];
  const some = own.some(({ length }) => length > 0);
  if (!some && ofCloud.length === 0) return { devices: null, cloud: null };
  const interval = { from: warmup, to: context.duration };
  const down = new Breakdowns(context, fleet, cloud, interval);
  const begin = (faults: readonly Fault[], first: number, count: number, at: Problem['path']): void => {
    for (const { choice, path, options } of faults) {
      const more = { switch: down, first, count, ...context } satisfies FaultContext;
      making<Station>(faultPlugins, choice, more, { path: [...at, ...path], of: options });
    }
  };
  let first = 0;
  entries.forEach(({ count }, k) => {
    if (count > 0) begin(own[k]!, first, count, ['fleet', k]);
    first += count;
  });
  begin(ofCloud, CLOUD, 1, ['cloud']);
  return {
    devices: some ? (i) => down.downOf(i) : null,
    cloud: ofCloud.length > 0 ? () => down.downOf(CLOUD) : null,
  };
}
