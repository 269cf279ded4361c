import { z } from 'zod';
import type { Strategy, StrategyContext } from '../model.ts';
import { Ranking } from '../kernel/ranking.ts';
import { plugin, type Plugin } from '../options.ts';

export const leastQueue: Plugin<{ ties: 'random' | 'any' }, StrategyContext, Strategy> = plugin(
  'the device with the fewest requests waiting and running',
  {
    ties: z
      .enum(['random', 'any'])
      .default('random')
      .describe('among equals: a random draw of the request, or any in a fixed order'),
  },
  ({ ties }, { fleet }: StrategyContext) => {
    const ranking = new Ranking(fleet.size);
    return {
      pick: (request) => ranking.at(ties === 'random' ? Math.floor(request.draw * ranking.ties) : 0),
      changed: (device) => ranking.set(device, fleet.load(device)),
    };
  },
);
