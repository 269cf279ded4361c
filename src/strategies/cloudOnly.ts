import { CLOUD, type Strategy, type StrategyContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';

export const cloudOnly: Plugin<Record<string, never>, StrategyContext, Strategy> = plugin(
  'everything to the cloud; an empty fleet does so by itself',
  {},
  () => ({ pick: () => CLOUD }),
  { cloudOnly: true },
);
