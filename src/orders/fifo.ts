import type { Order, OrderContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';

export const fifo: Plugin<Record<string, never>, OrderContext, Order | null> = plugin(
  'first come, first served: whoever has waited for longest goes next',
  {},
  () => null,
);
