/** Creates the machines of an entry and their queues: bounds and order. */
import * as devicePlugins from '../devices/index.ts';
import type { DeviceContext, Objective, Order, OrderContext, Servers } from '../model.ts';
import * as orderPlugins from '../orders/index.ts';
import type { Make, Origin } from './make.ts';
import type { FleetEntry } from './scenario.ts';
import { served } from './server.ts';

type Queue = FleetEntry['queue'];

/** Most requests that may wait; Infinity for no bound. */
export function boundOf(queue: Queue): number {
  return (queue !== null && typeof queue === 'object' ? queue.bound : queue) ?? Infinity;
}

export function serversOf(
  entry: FleetEntry,
  slo: Objective | null,
  context: Omit<DeviceContext, 'model' | 'slots' | 'queue' | 'order' | 'count'>,
  { making, path }: { readonly making: Make; readonly path: Origin['path'] },
): Servers {
  const { device, slots, queue, count } = entry;
  const { requests, means } = context;
  const model = served(entry);
  const order =
    queue !== null &&
    typeof queue === 'object' &&
    making<Order | null>(orderPlugins, queue.order, { requests, model, means, slo } satisfies OrderContext, {
      path: [...path, 'queue', 'order'],
    });
  return making<Servers>(
    devicePlugins,
    device,
    { model, slots, count, queue: boundOf(queue), order: order === false ? null : order, ...context },
    { path: [...path, 'device'], of: entry },
  );
}
