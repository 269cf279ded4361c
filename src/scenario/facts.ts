/** What plugins declare about themselves, for code that knows neither their names nor their options. */
import * as arrivals from '../arrivals/index.ts';
import * as devices from '../devices/index.ts';
import * as limiters from '../limiters/index.ts';
import type { Facts } from '../options.ts';
import * as orders from '../orders/index.ts';
import * as strategies from '../strategies/index.ts';
import * as workloads from '../workloads/index.ts';
import type { Choice } from './scenario.ts';

type Folder = 'arrivals' | 'devices' | 'limiters' | 'orders' | 'strategies' | 'workloads';

const FOLDERS: Readonly<Record<Folder, object>> = {
  arrivals,
  devices,
  limiters,
  orders,
  strategies,
  workloads,
};

/** The names of the plugins of a folder. */
export const kindsOf = (folder: Folder): readonly string[] => Object.keys(FOLDERS[folder]);

export function factsOf(folder: Folder, { kind }: Choice): Facts<Choice> {
  const plugins = FOLDERS[folder] as Readonly<Record<string, Facts<Choice>>>;
  return Object.hasOwn(plugins, kind) ? plugins[kind]! : {};
}

/** The file that a workload reads requests from, if any. */
export function fileOf(workload: Choice): string | undefined {
  return factsOf('workloads', workload).file?.(workload);
}

export function arrivalsOf(workload: Choice): Choice | undefined {
  const given = workload['arrivals'];
  return typeof given === 'object' && given !== null && 'kind' in given
    ? (given as unknown as Choice)
    : undefined;
}
