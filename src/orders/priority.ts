import { z } from 'zod';
import type { Order, OrderContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';

export const priority: Plugin<{ preempt: boolean }, OrderContext, Order | null> = plugin(
  'highest priority first; ties go to the earlier arrival',
  {
    preempt: z
      .boolean()
      .default(false)
      .describe(
        'whether a waiting request takes the place of a running one of lower priority, which waits again and is then recomputed with the tokens it has; only with continuous batching',
      ),
  },
  ({ preempt }, { requests }: OrderContext) => ({
    // Never -0, which is not 0 everywhere.
    rank: (id) => 0 - requests.priority[id]!,
    preempts: preempt,
  }),
  { ranks: ['priorities'] },
);
