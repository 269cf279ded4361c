import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Requests } from '../../src/kernel/requests.ts';
import { Conservation } from '../../src/metrics/conservation.ts';
import type { Order, OrderContext } from '../../src/model.ts';
import { makeModel } from '../world/context.ts';
import { assembleSmall, run, smalls, withOrders, withOutages, MEANS, SLO } from '../world/fleet.ts';
import { build, casesOf } from '../world/plugins.ts';

const MODEL = makeModel({ prefill: { perToken: 0.01 }, step: { fixed: 0.1 } });

describe.each(casesOf('orders'))('$text', ({ name, options }) => {
  it('gives every request a rank that stays, and never reads how long the answer will be', () => {
    fc.assert(
      fc.property(smalls, ({ traffic }) => {
        const requests = new Requests();
        const seen = new Proxy(requests, {
          get(target, field) {
            if (field === 'output') throw new Error('an order must not see the output length');
            return Reflect.get(target, field, target) as unknown;
          },
        });
        const context: OrderContext = { requests: seen, model: MODEL, means: MEANS, slo: SLO };
        const order = build<Order | null>('orders', name, options, context);
        if (order === null) return;
        for (const { at, tenant, prompt, output, draw } of traffic) {
          const id = requests.add(at, tenant, prompt, output, draw);
          expect(Number.isFinite(order.rank(id))).toBe(true);
          expect(order.rank(id)).toBe(order.rank(id));
        }
      }),
      { numRuns: 20 },
    );
  });
});

it.each(casesOf('devices'))(
  'in a fleet of $text the books balance whatever the orders are, and whoever is down',
  (device) => {
    fc.assert(
      fc.property(withOutages(withOrders(smalls)), (small) => {
        const books = new Conservation(small.cloud);
        const strategy = { name: 'loadAware', options: {} };
        const parts = assembleSmall(small, { device, strategy, listeners: [books] });
        run(parts);
        expect(books.faults()).toEqual([]);
        expect(parts.requests.size).toBe(0);
      }),
      { numRuns: 60 },
    );
  },
);

it.each([
  [{ ttft: 4, e2e: 6 }, 5],
  [{ ttft: 9, e2e: 6 }, 7],
  [{ ttft: Infinity, e2e: 6 }, 7],
])('deadline is whichever of %j is missed first, from the arrival', (asked, rank) => {
  const requests = new Requests();
  const slo = { tpot: Infinity, ...asked };
  const order = build<Order>('orders', 'deadline', {}, { requests, means: MEANS, model: MODEL, slo });
  expect(order.rank(requests.add(1, 0, 1, 1, 0.5))).toBe(rank);
});
