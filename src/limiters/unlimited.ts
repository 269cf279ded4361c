import type { Limiter, LimiterContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';

export const unlimited: Plugin<Record<string, never>, LimiterContext, Limiter> = plugin(
  'admits everything',
  {},
  (_, { size }: LimiterContext) => ({
    fill: new Float64Array(size < Infinity ? size : 0),
    ordered: true,
    refusal: () => 0,
    charge: () => undefined,
    look: () => undefined,
    refresh: () => undefined,
  }),
);
