import { z } from 'zod';
import type { Order, OrderContext } from '../model.ts';
import { plugin, type Plugin } from '../options.ts';

export const priority: Plugin<{ preempt: boolean }, OrderContext, Order | null> = plugin(
  'the highest priority of the requests first, of equals who came first',
  {
    preempt: z
      .boolean()
      .default(false)
      .describe(
        'whether who waits takes the place of a running one of lower priority, which waits again and is read again with the tokens it has; continuous batching alone',
      ),
  },
  ({ preempt }, { requests }: OrderContext) => ({
    // Never -0, which is not 0 everywhere.
    rank: (id) => 0 - requests.priority[id]!,
    preempts: preempt,
  }),
  { ranks: ['priorities'] },
);
