import type { Limiter, LimiterContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';

export const unlimited: Plugin<Record<string, never>, LimiterContext, Limiter> = plugin(
  'admits everything',
  {},
  () => ({
    expires: Infinity,
    ordered: true,
    refusal: () => null,
    charge: () => undefined,
    fill: () => 0,
  }),
);
