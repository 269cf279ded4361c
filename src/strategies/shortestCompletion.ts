import type { Strategy, StrategyContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';
import { earliest } from './earliest.ts';
import { Outlook } from './outlook.ts';

export const shortestCompletion: Plugin<Record<string, never>, StrategyContext, Strategy> = plugin(
  "the device expected to complete the answer first, from the work ahead and the request's own time, for an answer of the mean length; the fastest among equals; never one that would refuse while another would accept",
  {},
  (_, context: StrategyContext) => {
    const outlook = new Outlook(context);
    const { requests, fleet } = context;
    return {
      pick(id) {
        outlook.consider(id);
        return earliest(outlook, requests.draw[id]!, fleet);
      },
      accepted: (id, i) => outlook.accepted(id, i),
      released: (id, i) => outlook.released(id, i),
    };
  },
);
