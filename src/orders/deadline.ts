import type { Order, OrderContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';

export const deadline: Plugin<Record<string, never>, OrderContext, Order | null> = plugin(
  'earliest deadline first: the moment when the slo is missed (ttft or e2e after its first arrival) or its client gives up, whichever comes first',
  {},
  (_, { requests, slo }: OrderContext) => {
    const allowed = slo === null ? Infinity : Math.min(slo.ttft, slo.e2e);
    return { rank: (id) => Math.min(requests.arrival[id]! + allowed, requests.deadline[id]!) };
  },
  { ranks: ['slo', 'patience'] },
);
