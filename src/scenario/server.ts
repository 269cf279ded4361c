/** Fleet entries that name a server get its settings as defaults. */
import { SERVER_NAMES, SERVERS, type ServerPreset, type ServerName } from '../catalog/servers.ts';
import type { Model } from '../model.ts';
import type { FleetEntry, Plain } from './scenario.ts';

type Entry = Readonly<Record<string, Plain>>;

const isObject = (value: Plain | undefined): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isServer = (name: unknown): name is ServerName => SERVER_NAMES.some((known) => known === name);

/** Settings beside the server take precedence; for the device option by option, unless its kind differs. */
export function withServer(entry: Plain): Plain {
  if (!isObject(entry) || !isServer(entry['server'])) return entry;
  return merged(entry, SERVERS[entry['server']]);
}

function merged(entry: Entry, { device, slots, queue }: ServerPreset): Plain {
  const written = entry['device'];
  const own = typeof written === 'string' ? { kind: written } : written;
  const same = isObject(own) && (own['kind'] === undefined || own['kind'] === device['kind']);
  return {
    slots: slots.value,
    queue: queue.value ?? 'unbounded',
    ...entry,
    ...(isObject(entry['queue']) && { queue: { bound: queue.value ?? 'unbounded', ...entry['queue'] } }),
    device: own === undefined || own === null ? device : same ? { ...fitting(device, own), ...own } : own,
  };
}

/** The model as served: what was not measured for it is taken from the server's settings. */
export function served({ profile, server }: Pick<FleetEntry, 'profile' | 'server'>): Model {
  if (server === undefined) return profile;
  const { budget, joinsLate, overhead } = SERVERS[server];
  const { pace, serving } = profile;
  return {
    ...profile,
    pace: { ...pace, prefill: { ...pace.prefill, outside: pace.prefill.outside ?? overhead.value } },
    ...(serving === undefined &&
      budget !== null && { serving: { budget: budget.value, late: joinsLate.value } }),
  };
}

/** Without options that another given option makes meaningless. */
function fitting(device: ServerPreset['device'], own: Entry): ServerPreset['device'] {
  const { memory, prefill, ...rest } = device;
  const whole = own['batch'] === 'static';
  return {
    ...rest,
    ...(prefill !== undefined && !whole && { prefill }),
    ...(memory !== undefined && !whole && { memory }),
  };
}

/** The shortest form of the entry that reads back as the same. */
export function withoutServer(entry: Plain): Plain {
  if (!isObject(entry) || !isServer(entry['server'])) return entry;
  const { device, slots, queue } = SERVERS[entry['server']];
  const { slots: ownSlots, queue: ownQueue, device: ownDevice, ...rest } = entry;
  const own = isObject(ownDevice) ? ownDevice : {};
  const asShipped =
    own['kind'] === device['kind'] && Object.entries(device).every(([name, value]) => own[name] === value);
  const said = Object.entries(own).filter(([name, value]) => name === 'kind' || device[name] !== value);
  const differs =
    !asShipped ||
    said.some(
      ([name, value]) =>
        name !== 'kind' && !(typeof value === 'string' && USUAL.includes(`${name}: ${value}`)),
    );
  return {
    ...rest,
    ...(ownSlots !== slots.value && { slots: ownSlots! }),
    ...((ownQueue ?? null) !== queue.value && { queue: ownQueue ?? 'unbounded' }),
    ...(differs && { device: ownDevice! }),
  };
}

/** Defaults of a batching device. */
const USUAL = ['batch: continuous', 'memory: wait'];
