import type { Strategy, StrategyContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';

export const roundRobin: Plugin<Record<string, never>, StrategyContext, Strategy> = plugin(
  'the devices that are up, one after the other, however busy they are',
  {},
  (_, { fleet }: StrategyContext) => {
    let last = -1;
    const next = (): number => (last = last + 1 < fleet.size ? last + 1 : 0);
    return {
      pick() {
        for (let k = 1; k < fleet.size; k++) if (fleet.up[next()] === 1) return last;
        return next();
      },
    };
  },
);
