import type { Strategy, StrategyContext } from '../model.ts';
import { derive } from '../kernel/random.ts';
import { count, plugin, type Plugin } from '../options.ts';

export const powerOf: Plugin<{ d: number }, StrategyContext, Strategy> = plugin(
  'the least loaded of d devices drawn at random, the first drawn among equals',
  { d: count().default(2).describe('devices to look at') },
  ({ d }) => ({
    pick(request, fleet) {
      let best = Math.floor(request.draw * fleet.size);
      for (let k = 1; k < d; k++) {
        const other = Math.floor(derive(request.draw, k) * fleet.size);
        if (fleet.load(other) < fleet.load(best)) best = other;
      }
      return best;
    },
  }),
);
