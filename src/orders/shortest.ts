import { serviceSeconds } from '../kernel/pace.ts';
import type { Order, OrderContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';

export const shortest: Plugin<Record<string, never>, OrderContext, Order | null> = plugin(
  "shortest expected service first, for its prompt and an answer of the mean length, since the answer's length is unknown",
  {},
  (_, { requests, model, means }: OrderContext) => ({
    rank: (id) => serviceSeconds(model.pace, requests.prompt[id]!, means.output),
  }),
);
