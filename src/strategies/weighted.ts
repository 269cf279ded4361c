import type { Strategy, StrategyContext } from '../model.ts';
import { Alias } from '../kernel/alias.ts';
import { plugin, type Plugin } from '../options.ts';

export const weighted: Plugin<Record<string, never>, StrategyContext, Strategy> = plugin(
  'any device, as likely as its capability (slots / mean service time), without looking',
  {},
  (_, { fleet, requests }: StrategyContext) => {
    const alias = new Alias([...fleet.capability]);
    return { pick: (id) => alias.pick(requests.draw[id]!) };
  },
);
