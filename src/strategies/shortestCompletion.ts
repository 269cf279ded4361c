import type { Strategy, StrategyContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';
import { earliest } from './earliest.ts';
import { Outlook } from './outlook.ts';

export const shortestCompletion: Plugin<Record<string, never>, StrategyContext, Strategy> = plugin(
  'the device that should have the answer complete first: work in front of it and its own time, for an answer of the mean length; of equals the fastest; never one that would refuse while another would not',
  {},
  (_, context: StrategyContext) => {
    const outlook = new Outlook(context);
    return {
      pick(request, fleet) {
        outlook.consider(request);
        return earliest(outlook, request.draw, fleet.size);
      },
      accepted: (id, device, now) => outlook.accepted(id, device, now),
      completed: (id, device, now) => outlook.completed(id, device, now),
    };
  },
);
