import { z } from 'zod';
import type { Strategy, StrategyContext } from '../model.ts';
import { IntegerRanking } from '../kernel/ranking.ts';
import { plugin, type Plugin } from '../options.ts';
import { leastUp } from './upOnly.ts';

export const leastQueue: Plugin<{ ties: 'random' | 'any' }, StrategyContext, Strategy> = plugin(
  'the device with the fewest requests waiting and running',
  {
    ties: z
      .enum(['random', 'any'])
      .default('random')
      .describe('how ties are broken: at random, by the draw of the request, or in a fixed order'),
  },
  ({ ties }, { fleet, requests }: StrategyContext) => {
    const ranking = new IntegerRanking(fleet.size);
    const draws = ties === 'random';
    return {
      pick(id) {
        for (let i = fleet.look(); i >= 0; i = fleet.look()) ranking.set(i, fleet.load[i]!);
        const draw = requests.draw[id]!;
        const picked = ranking.at(draws ? Math.floor(draw * ranking.ties) : 0);
        return fleet.up[picked] === 1 ? picked : leastUp(fleet, draw, picked);
      },
    };
  },
);
