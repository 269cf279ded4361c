import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeCloudModel } from '../world/context.ts';
import { assembleSmall, heard, limited, run, withOrders, withOutages, type Small } from '../world/fleet.ts';
import { casesOf, type Case } from '../world/plugins.ts';
import { CHOICES, Edge, type Fate } from './edge.ts';
import { Fates } from './fates.ts';

/** All fates, and what the strategy picked for each arrival it was asked about. */
function engine(small: Small, strategy: Case): { fates: Fate[]; picks: (number | undefined)[] } {
  const fates = new Fates();
  const picks: number[] = [];
  const parts = assembleSmall(small, {
    strategy,
    listeners: [fates],
    watch: (made, { engine: { requests } }) => ({
      ...heard(made),
      pick: (id) => (picks[requests.number[id]!] = made.pick(id)),
    }),
  });
  run(parts);
  return { fates: fates.all, picks };
}

/** Clouds with constant delays, some of which take only short requests. */
const clouded = fc
  .tuple(limited, fc.constantFrom(Infinity, 50))
  .map(([small, context]): Small => ({ ...small, cloud: makeCloudModel({ context }) }));

/** What was seen with any strategy: behind limits, and with outages. */
const seen = { limits: new Set<string>(), orders: new Set<string>(), outages: new Set<string>() };
const CASES = casesOf('strategies');
const SEED = Number(process.env['SEED'] ?? 2505);

/** The same fates as the description gives, in worlds of which each strategy has its own. */
function follows(strategy: Case, some: fc.Arbitrary<Small>, what: Set<string>): void {
  fc.assert(
    fc.property(some, (small) => {
      const { fates, picks } = engine(small, strategy);
      const choice = (CHOICES[strategy.name] ?? CHOICES['anyone']!)(strategy.options);
      const expected = new Edge(small, choice, picks).run();
      expect(fates).toEqual(expected);
      for (const { refusals, returns = [], end, by } of fates) {
        what.add(by < 0 ? `${end} ${by}` : end);
        for (const [reason] of refusals) what.add(reason);
        for (const [reason] of returns) what.add(`back ${reason}, ${end}`);
      }
    }),
    { numRuns: 60, seed: SEED + CASES.indexOf(strategy) },
  );
}

describe.each(CASES)('$text', (strategy) => {
  it('gives every request the fate that the description gives it', () => {
    follows(strategy, clouded, seen.limits);
  });

  it('also where who waits does not go first because it came first', () => {
    follows(strategy, withOrders(clouded), seen.orders);
  });

  it('also with machines and a cloud that are down at times', () => {
    follows(strategy, withOutages(clouded), seen.outages);
  });
});

describe('all of them together', () => {
  it('meet every fate', () => {
    const served = ['served', 'served -1', 'lost', 'lost -1', 'lost -2'];
    const refused = ['cloudLimit', 'rateLimit', 'tooLarge', 'contextLimit', 'queueFull'];
    const down = ['deviceDown', 'cloudOutage', 'back deviceDown, served', 'back deviceDown, lost'];
    expect([...seen.limits]).toEqual(expect.arrayContaining([...served, ...refused]));
    expect([...seen.orders]).toEqual(expect.arrayContaining([...served, ...refused]));
    expect([...seen.outages]).toEqual(
      expect.arrayContaining([...served, ...refused, ...down, 'back cloudOutage, lost']),
    );
  });
});
