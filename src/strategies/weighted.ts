import type { Strategy, StrategyContext } from '../model.ts';
import { Alias } from '../kernel/alias.ts';
import { plugin, type Plugin } from '../options.ts';
import { weightedUp } from './upOnly.ts';

export const weighted: Plugin<Record<string, never>, StrategyContext, Strategy> = plugin(
  'a random device that is up, with probability proportional to its capability (slots / mean service time), however busy they are',
  {},
  (_, { fleet, requests }: StrategyContext) => {
    const alias = new Alias([...fleet.capability]);
    return {
      pick(id) {
        const draw = requests.draw[id]!;
        const picked = alias.pick(draw);
        return fleet.up[picked] === 1 ? picked : weightedUp(fleet, draw, picked);
      },
    };
  },
);
