import type { Strategy, StrategyContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';

export const random: Plugin<Record<string, never>, StrategyContext, Strategy> = plugin(
  'any device, all equally likely, without looking',
  {},
  () => ({ pick: (request, fleet) => Math.floor(request.draw * fleet.size) }),
);
