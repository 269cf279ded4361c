import type { Strategy, StrategyContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';

export const random: Plugin<Record<string, never>, StrategyContext, Strategy> = plugin(
  'any device, all equally likely, without looking',
  {},
  (_, { fleet, requests }: StrategyContext) => ({
    pick: (id) => Math.floor(requests.draw[id]! * fleet.size),
  }),
);
