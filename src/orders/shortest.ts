import { serviceSeconds } from '../kernel/pace.ts';
import type { Order, OrderContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';

export const shortest: Plugin<Record<string, never>, OrderContext, Order | null> = plugin(
  'the shortest expected service first: that of its prompt and an answer of the mean length, since nobody knows how long the answer will be',
  {},
  (_, { requests, model, means }: OrderContext) => ({
    rank: (id) => serviceSeconds(model.pace, requests.prompt[id]!, means.output),
  }),
);
