import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMPLETED, LOST, REFUSED, STRIDE, type Moves } from '../../src/kernel/moves.ts';
import { Conservation } from '../../src/metrics/conservation.ts';
import { reasonOf, type Listener, type Reason } from '../../src/model.ts';
import { machines } from '../world/arbitraries.ts';
import { makeCloudModel } from '../world/context.ts';
import { assembleSmall, heard, run, type Small } from '../world/fleet.ts';
import { visits, type Visit } from '../world/traffic.ts';
import { Legs, type Fate, type World } from './legs.ts';
import { KINDS, type Kind } from './machines.ts';

const STRATEGIES = ['roundRobin', 'random', 'leastQueue', 'loadAware', 'powerOf'];
const DEVICES: Readonly<Record<Kind, { name: string; options: object }>> = {
  serial: { name: 'serial', options: {} },
  continuous: { name: 'batching', options: {} },
  static: { name: 'batching', options: { batch: 'static' } },
};

/** No two of the same draw: their waits would be the same, and who comes first then is not promised. */
const unalike = (all: readonly Visit[]): Visit[] =>
  all.map((visit, k) => ({ ...visit, draw: (visit.draw + (k + 1) * 0.6180339887498949) % 1 }));

const worlds = (kind: Kind): fc.Arbitrary<World> =>
  fc.record({
    kind: fc.constant(kind),
    fleet: fc.array(
      fc
        .record({ machine: machines, count: fc.integer({ min: 1, max: 3 }) })
        .map(({ machine, count }) => ({ ...machine, count, limits: [] })),
      { minLength: 1, maxLength: 3 },
    ),
    cloud: fc.constantFrom(null, makeCloudModel(), makeCloudModel({ context: 50 })),
    traffic: visits({ most: 50, longest: 1 }).map(unalike),
    elsewhere: fc.nat(2),
    later: fc.option(
      fc.record({
        first: fc.constantFrom(0.5, 1),
        factor: fc.constantFrom(1, 2),
        jitter: fc.constantFrom(0.25, 1),
        most: fc.integer({ min: 1, max: 4 }),
        upTo: fc.constantFrom(1, 3),
      }),
    ),
    patience: fc.option(
      fc.record({
        firstToken: fc.constantFrom(null, 0.5, 2),
        answer: fc.constantFrom(null, 1, 4),
        cancels: fc.constantFrom('atOnce', 'atStep', 'never'),
      }),
    ),
  });

/** What became of every request, by the order in which they arrived. */
class Fates implements Listener {
  readonly all: Fate[] = [];
  private readonly refusals: Map<number, [Reason, number][]> = new Map();

  moved(moves: Moves): void {
    for (let row = 0; row < moves.end; row += STRIDE) {
      const number = moves.number[row]!;
      const by = moves.station[row]!;
      const kind = moves.kind[row];
      const refusals = this.refusals.get(number) ?? [];
      this.refusals.set(number, refusals);
      if (kind === REFUSED) refusals.push([reasonOf(moves.reason[row]!), by]);
      if (kind !== COMPLETED && kind !== LOST) continue;
      const served = kind === COMPLETED;
      const now = moves.now[row]!;
      this.all[number] = {
        refusals,
        attempts: moves.attempts[row]!,
        end: served ? 'served' : reasonOf(moves.reason[row]!),
        by,
        times: served ? [moves.started[row]!, moves.first[row]!, now] : [now],
      };
    }
  }
}

function engine(
  world: World,
  strategy: string,
): { fates: Fate[]; picks: number[][]; capability: ArrayLike<number>; faults: string[] } {
  const fates = new Fates();
  const books = new Conservation(world.cloud ?? makeCloudModel());
  const picks: number[][] = world.traffic.map(() => []);
  const small: Small = {
    fleet: world.fleet,
    gates: [],
    cloud: world.cloud,
    fallback: world.cloud ? 'cloud' : 'drop',
    traffic: world.traffic,
  };
  const spread = (mean: number | null) => (mean === null ? null : ({ kind: 'exponential', mean } as const));
  const { elsewhere, later, patience } = world;
  const parts = assembleSmall(small, {
    device: DEVICES[world.kind] as never,
    strategy: { name: strategy, options: {} },
    recourses: [
      ...(elsewhere > 0 ? [{ name: 'elsewhere', options: { most: elsewhere } }] : []),
      ...(later ? [{ name: 'later', options: later }] : []),
    ],
    ...(patience && {
      patience: {
        firstToken: spread(patience.firstToken),
        answer: spread(patience.answer),
        cancels: patience.cancels,
      },
    }),
    listeners: [fates, books],
    watch: (made, { engine: { requests } }) => ({
      ...heard(made),
      pick: (id) => {
        const picked = made.pick(id);
        picks[requests.number[id]!]!.push(picked);
        return picked;
      },
    }),
  });
  run(parts);
  return { fates: fates.all, picks, capability: parts.fleet.capability, faults: books.faults() };
}

function withoutTimes({ refusals, attempts, end, by }: Fate): Omit<Fate, 'times'> {
  return { refusals, attempts, end, by };
}

describe.each(KINDS)('on machines that are %s', (kind) => {
  it('every request has the fate that the description gives it, whatever is tried again and given up', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(worlds(kind), fc.constantFrom(...STRATEGIES), (world, strategy) => {
        const { fates, picks, capability, faults } = engine(world, strategy);
        const expected = new Legs(world, capability, picks).run();
        expect(faults).toEqual([]);
        expect(fates.map(withoutTimes)).toEqual(expected.map(withoutTimes));
        fates.forEach(({ times, end, by, attempts, refusals }, k) => {
          times.forEach((time, at) => expect(time).toBeCloseTo(expected[k]!.times[at]!, 9));
          seen.add(`${end} ${Math.min(by, 0)}`);
          if (end === 'served' && attempts > 1) seen.add(`served after ${refusals[0]![0]}`);
          if (end === 'timeout' && by >= 0) seen.add(`timeout, cancelled ${world.patience!.cancels}`);
        });
      }),
      { numRuns: 400 },
    );
    expect([...seen]).toEqual(
      expect.arrayContaining([
        'served 0',
        'served -1',
        'queueFull 0',
        'contextLimit 0',
        'contextLimit -1',
        'timeout 0',
        'timeout -1',
        'timeout -2',
        'served after queueFull',
        'served after contextLimit',
        'timeout, cancelled atOnce',
        'timeout, cancelled atStep',
        'timeout, cancelled never',
      ]),
    );
  });
});
