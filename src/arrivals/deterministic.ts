import type { Arrivals, Context } from '../model.ts';
import { plugin, rate, type Plugin } from '../options.ts';

export const deterministic: Plugin<{ rate: number }, Context, Arrivals> = plugin(
  'equal gaps, the first arrival one gap after the start',
  { rate: rate() },
  ({ rate }) => {
    let arrived = 0;
    return { rate, period: 0, next: () => ++arrived / rate };
  },
  { grown: ({ rate }, factor) => ({ rate: rate * factor }) },
);
