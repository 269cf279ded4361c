import type { Strategy, StrategyContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';

export const roundRobin: Plugin<Record<string, never>, StrategyContext, Strategy> = plugin(
  'one device after the other, of those that are up, without looking at how busy they are',
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
