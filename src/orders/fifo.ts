import type { Order, OrderContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';

export const fifo: Plugin<Record<string, never>, OrderContext, Order | null> = plugin(
  'first come, first served: the request that has waited longest goes next',
  {},
  () => null,
);
