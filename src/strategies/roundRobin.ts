import type { Strategy, StrategyContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';

export const roundRobin: Plugin<Record<string, never>, StrategyContext, Strategy> = plugin(
  'one device after the other, without looking',
  {},
  (_, { fleet }: StrategyContext) => {
    let last = -1;
    return { pick: () => (last = last + 1 < fleet.size ? last + 1 : 0) };
  },
);
