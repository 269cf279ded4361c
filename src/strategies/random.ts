import type { Strategy, StrategyContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';
import { anyUp } from './upOnly.ts';

export const random: Plugin<Record<string, never>, StrategyContext, Strategy> = plugin(
  'a random device that is up, all equally likely, however busy they are',
  {},
  (_, { fleet, requests }: StrategyContext) => ({
    pick: (id) => anyUp(fleet, requests.draw[id]!),
  }),
);
