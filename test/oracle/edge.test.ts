import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/engine.ts';
import type { Requests } from '../../src/kernel/requests.ts';
import type { Reason, Report, Strategy } from '../../src/model.ts';
import { makeCloudModel } from '../world/context.ts';
import { assembleSmall, heard, smalls, type Small } from '../world/fleet.ts';
import { casesOf, type Case } from '../world/plugins.ts';
import { CHOICES, Edge, type Fate } from './edge.ts';

/** What became of every request, by the order in which they arrived. */
class Fates implements Report {
  readonly all: Fate[] = [];
  requests: Requests | null = null;
  #arrived = 0;
  /** Which arrival an id stands for, and how often it was refused. */
  readonly #visits: Map<number, { index: number; refusals: [Reason, number][] }> = new Map();

  arrived(id: number): void {
    this.#visits.set(id, { index: this.#arrived++, refusals: [] });
  }

  refused(id: number, reason: Reason, by: number): void {
    this.#visits.get(id)!.refusals.push([reason, by]);
  }

  completed(id: number, by: number, now: number): void {
    const { started, first } = this.requests!;
    this.#end(id, { end: 'served', by, times: [started[id]!, first[id]!, now] });
  }

  lost(id: number, by: number): void {
    this.#end(id, { end: 'lost', by, times: [] });
  }

  #end(id: number, fate: Omit<Fate, 'refusals'>): void {
    const { index, refusals } = this.#visits.get(id)!;
    this.all[index] = { refusals, ...fate };
    this.#visits.delete(id);
  }
}

/** All fates, and what the strategy picked for each arrival it was asked about. */
function engine(small: Small, strategy: Case): { fates: Fate[]; picks: (number | undefined)[] } {
  const fates = new Fates();
  const picks: number[] = [];
  let arrivals = -1;
  const counter: Report = { arrived: () => void arrivals++ };
  const watch = (made: Strategy): Strategy => ({
    ...heard(made),
    pick: (request, fleet) => (picks[arrivals] = made.pick(request, fleet)),
  });
  const parts = assembleSmall(small, { strategy, watch, reports: [counter, fates] });
  fates.requests = parts.requests;
  run(parts);
  return { fates: fates.all, picks };
}

/** Clouds with constant delays, some of which take only short requests. */
const clouded = fc
  .tuple(smalls, fc.constantFrom(Infinity, 50))
  .map(([small, context]): Small => ({ ...small, cloud: makeCloudModel({ context }) }));

/** What becomes of requests under strategies that never pick a device that refuses. */
const SEEN: Readonly<Record<string, string[]>> = {
  cloudOnly: ['served -1', 'lost -1'],
  deadline: ['rateLimit', 'tooLarge', 'contextLimit', 'served', 'served -1', 'lost -1', 'lost -2'],
};

describe.each(casesOf('strategies'))('$text', (strategy) => {
  it('gives every request the fate that the description gives it', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(clouded, (small) => {
        const { fates, picks } = engine(small, strategy);
        const choice = (CHOICES[strategy.name] ?? CHOICES['anyone']!)(strategy.options);
        const expected = new Edge(small, choice, picks).run();
        expect(fates).toEqual(expected);
        for (const { refusals, end, by } of fates) {
          seen.add(by < 0 ? `${end} ${by}` : end);
          for (const [reason] of refusals) seen.add(reason);
        }
      }),
      { numRuns: 120 },
    );
    const everywhere = ['rateLimit', 'tooLarge', 'contextLimit', 'served', 'served -1', 'lost -1'];
    const expected = SEEN[strategy.name] ?? [...everywhere, 'queueFull', 'lost'];
    expect([...seen]).toEqual(expect.arrayContaining(expected));
  });
});
