/** The machines of an entry, and who waits at them: how many may, and in what order. */
import * as devicePlugins from '../devices/index.ts';
import type { DeviceContext, Objective, Order, OrderContext, Servers } from '../model.ts';
import * as orderPlugins from '../orders/index.ts';
import { make } from './make.ts';
import type { FleetEntry } from './scenario.ts';
import { served } from './server.ts';

type Queue = FleetEntry['queue'];

/** Requests that may wait; Infinity for no bound. */
export function boundOf(queue: Queue): number {
  return (queue !== null && typeof queue === 'object' ? queue.bound : queue) ?? Infinity;
}

/** As a device's factory gets it. */
export function queueOf(queue: Queue, context: OrderContext): Pick<DeviceContext, 'queue' | 'order'> {
  if (queue === null || typeof queue !== 'object') return { queue: boundOf(queue) };
  return { queue: boundOf(queue), order: make<Order | null>(orderPlugins, queue.order, context) };
}

export function serversOf(
  entry: FleetEntry,
  slo: Objective | null,
  context: Omit<DeviceContext, 'model' | 'slots' | 'queue' | 'order' | 'count'>,
): Servers {
  const { device, slots, queue, count } = entry;
  const model = served(entry);
  return make<Servers>(devicePlugins, device, {
    ...context,
    count,
    model,
    slots,
    ...queueOf(queue, { requests: context.requests, model, means: context.means, slo }),
  });
}
