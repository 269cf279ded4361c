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

/** What becomes of requests under strategies that never pick a device that refuses. */
const SEEN: Readonly<Record<string, string[]>> = {
  cloudOnly: ['cloudLimit', 'tooLarge', 'served -1', 'lost -1'],
  deadline: [
    'cloudLimit',
    'rateLimit',
    'tooLarge',
    'contextLimit',
    'served',
    'served -1',
    'lost -1',
    'lost -2',
  ],
};

/** The same fates as the description gives, and what was seen. */
function follows(strategy: Case, some: fc.Arbitrary<Small>): Set<string> {
  const seen = new Set<string>();
  fc.assert(
    fc.property(some, (small) => {
      const { fates, picks } = engine(small, strategy);
      const choice = (CHOICES[strategy.name] ?? CHOICES['anyone']!)(strategy.options);
      const expected = new Edge(small, choice, picks).run();
      expect(fates).toEqual(expected);
      for (const { refusals, returns = [], end, by } of fates) {
        seen.add(by < 0 ? `${end} ${by}` : end);
        for (const [reason] of refusals) seen.add(reason);
        for (const [reason] of returns) seen.add(`back ${reason}, ${end}`);
      }
    }),
    { numRuns: 120 },
  );
  return seen;
}

describe.each(casesOf('strategies'))('$text', (strategy) => {
  it('gives every request the fate that the description gives it', () => {
    const seen = follows(strategy, clouded);
    const everywhere = [
      'cloudLimit',
      'rateLimit',
      'tooLarge',
      'contextLimit',
      'served',
      'served -1',
      'lost -1',
    ];
    const expected = SEEN[strategy.name] ?? [...everywhere, 'queueFull', 'lost'];
    expect([...seen]).toEqual(expect.arrayContaining(expected));
  });

  it('also where who waits does not go first because it came first', () => {
    follows(strategy, withOrders(clouded));
  });

  it('also with machines and a cloud that are down at times', () => {
    const seen = follows(strategy, withOutages(clouded));
    const cloud = ['cloudOutage', 'back cloudOutage, lost'];
    const edge = ['deviceDown', 'back deviceDown, served', 'back deviceDown, lost', ...cloud];
    const expected = { cloudOnly: cloud, deadline: edge.slice(1) }[strategy.name] ?? edge;
    expect([...seen]).toEqual(expect.arrayContaining(expected));
  });
});
