/** A station that stops and starts machines, changes their speed, takes requests away and offers them again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Spread } from '../../src/distribution.ts';
import { STRIDE } from '../../src/kernel/moves.ts';
import { createStreams } from '../../src/kernel/random.ts';
import { Conservation } from '../../src/metrics/conservation.ts';
import {
  CLOUD,
  CLOUD_OUTAGE,
  KEPT,
  LOST,
  TIMEOUT,
  type Recourse,
  type Station,
  type Strategy,
} from '../../src/model.ts';
import { makeCloudModel } from '../world/context.ts';
import { assembleSmall, run, smalls, type Assembled, type How, type Small } from '../world/fleet.ts';
import { casesOf } from '../world/plugins.ts';
import { Recorder, type Entry } from '../world/recorder.ts';

interface Trouble extends Assembled {
  readonly recorder: Recorder;
  readonly books: Conservation;
}

/** Every quarter of a second something happens to a machine, the cloud or a request, drawn by the seed. */
function trouble(small: Small, how: How, seed: number): Trouble {
  const recorder = new Recorder();
  const books = new Conservation(small.cloud ?? makeCloudModel());
  const waiting: number[] = [];
  const random = createStreams(seed, 0)('trouble');
  const below = (count: number): number => Math.floor(random.uniform() * count);
  const picked = new Set<number>();
  const parts = assembleSmall(small, {
    ...how,
    listeners: [recorder, books],
    watch: (strategy): Strategy => ({
      ...(strategy.accepted && {
        accepted: strategy.accepted.bind(strategy),
        released: strategy.released!.bind(strategy),
      }),
      pick(id) {
        picked.add(id);
        return strategy.pick(id);
      },
    }),
  });
  const { engine, fleet, requests } = parts;
  const down = new Set<number>();
  const real = how.recourses !== undefined;
  const recourse: Recourse = {
    after(id, _, by) {
      const choice = requests.attempts[id]! > 3 ? 3 : below(4);
      if (choice === 0) {
        waiting.push(id);
        return KEPT;
      }
      if (choice === 1 && by !== CLOUD) return CLOUD;
      const other = below(fleet.size);
      return choice === 2 && other !== by && fleet.admits(other, id) ? other : LOST;
    },
    forget: (id) => void waiting.splice(waiting.indexOf(id), 1),
  };
  const act = (): void => {
    const i = below(fleet.size);
    const servers = fleet.serversOf(i);
    switch (below(7)) {
      case 0:
        if (down.has(i)) break;
        down.add(i);
        return servers.stop(i);
      case 1:
        if (down.delete(i)) servers.start(i);
        break;
      case 2:
        fleet.speed[i] = 0.5 + random.uniform();
        return servers.paced!(i);
      case 3:
      case 4: {
        const held = [...picked].filter((id) => requests.holder[id]! !== -2);
        if (held.length > 0) engine.evict(held[below(held.length)]!, TIMEOUT);
        break;
      }
      case 5:
        if (waiting.length > 0) engine.offer(waiting.shift()!);
        break;
      default:
        if (down.delete(-1)) parts.cloud!.servers.start(0);
        else {
          down.add(-1);
          parts.cloud!.servers.stop(0);
        }
    }
  };
  const station: Station = {
    advance(slot) {
      act();
      const busy = !engine.over || waiting.length > 0;
      if (engine.clock[0]! > 200) while (waiting.length > 0) engine.evict(waiting[0]!, TIMEOUT);
      engine.agenda.set(slot, busy ? engine.clock[0]! + 0.25 : Infinity);
    },
  };
  engine.agenda.set(engine.claim(station, 1), 0.125);
  const followers = [...parts.followers, { ended: (id: number) => void picked.delete(id) }];
  run({ ...parts, ...(!real && { recourse }), followers });
  return { ...parts, recorder, books };
}

/** The same machines as real servers show them: steps that are no line, that overlap, that are joined late. */
const served = (small: Small): Small => ({
  ...small,
  fleet: small.fleet.map((entry, i) => {
    const { model } = entry;
    const { prefill, step } = model.pace;
    const pace = {
      prefill: { ...prefill, perStep: 0.03, outside: i % 2 === 0 ? 0.07 : 0 },
      step: { ...step, ...(i % 2 === 0 ? { alone: 0.04 } : { experts: { seconds: 0.05, sequences: 3 } }) },
      overlap: 0.5,
    };
    return { ...entry, model: { ...model, pace, serving: { budget: 8, late: i % 3 === 0 } } };
  }),
});

const worlds = fc.oneof(smalls, smalls.map(served));

const patiences = fc.record({
  firstToken: fc.constantFrom<Spread | null>(
    null,
    { kind: 'exponential', mean: 2 },
    { kind: 'constant', value: 1 },
  ),
  answer: fc.constantFrom<Spread>({ kind: 'exponential', mean: 4 }, { kind: 'constant', value: 3 }),
});

const STRATEGIES = casesOf('strategies').filter(({ name }) => name !== 'cloudOnly');

describe.each(casesOf('devices'))('$text', (device) => {
  it('conserves everything at every instant, whatever is stopped, slowed, removed and offered again', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(worlds, fc.nat(), fc.constantFrom(...STRATEGIES), (small, seed, strategy) => {
        const { books, recorder, requests } = trouble(small, { device, strategy }, seed);
        expect(books.faults()).toEqual([]);
        expect(requests.size).toBe(0);
        for (const entry of recorder.entries) seen.add(entry[4] ? `${entry[0]} ${entry[4]}` : entry[0]);
      }),
      { numRuns: 150 },
    );
    const everything = [
      'returned deviceDown',
      'returned timeout',
      'returned cloudOutage',
      'refused deviceDown',
    ];
    expect([...seen]).toEqual(expect.arrayContaining([...everything, 'refused cloudOutage', 'lost timeout']));
  });

  it('conserves everything with retries elsewhere and later, and with work in flight that continues elsewhere', () => {
    const seen = new Set<string>();
    const recourses = [
      { name: 'inFlight', options: { of: ['elsewhere', 'lost', 'cloud', 'elsewhere'] } },
      { name: 'elsewhere', options: { most: 2 } },
      { name: 'later', options: { first: '500ms', most: 4 } },
    ];
    fc.assert(
      fc.property(smalls, fc.nat(), fc.constantFrom(...STRATEGIES), (small, seed, strategy) => {
        const { books, recorder, requests } = trouble(small, { device, strategy, recourses }, seed);
        expect(books.faults()).toEqual([]);
        expect(requests.size).toBe(0);
        const last = new Map<number, Entry>();
        for (const entry of recorder.entries) {
          const before = last.get(entry[1]);
          if (before && entry[0] === 'accepted')
            seen.add(`${before[0]} ${entry[2] > before[2] ? 'later' : 'at once'}`);
          last.set(entry[1], entry);
        }
      }),
      { numRuns: 150 },
    );
    const everything = ['refused later', 'refused at once', 'returned at once', 'returned later'];
    expect([...seen]).toEqual(expect.arrayContaining(everything));
  });

  it.each(['atOnce', 'atStep', 'never'] as const)(
    'balances its books with clients who give up and cancel %s, whatever else happens',
    (cancels) => {
      const seen = new Set<string>();
      const recourses = [
        { name: 'inFlight', options: { of: ['elsewhere', 'lost', 'cloud', 'elsewhere'] } },
        { name: 'elsewhere', options: {} },
        { name: 'later', options: { first: '500ms', most: 4 } },
      ];
      fc.assert(
        fc.property(
          smalls,
          fc.nat(),
          patiences,
          fc.constantFrom(...STRATEGIES),
          (small, seed, how, strategy) => {
            const patience = { ...how, cancels };
            const { books, recorder, requests } = trouble(
              small,
              { device, strategy, recourses, patience },
              seed,
            );
            expect(books.faults()).toEqual([]);
            expect(requests.size).toBe(0);
            const holder = new Map<number, number>();
            for (const [what, id, , by] of recorder.entries) {
              const last = holder.get(id);
              if (what === 'lost') seen.add(last === undefined ? 'lost' : `lost after ${last}`);
              if (what === 'accepted') holder.set(id, Math.min(by, 0));
              if (what === 'arrived') holder.delete(id);
            }
          },
        ),
        { numRuns: 100 },
      );
      expect([...seen].sort()).toEqual(['lost', 'lost after -1', 'lost after 0']);
    },
  );

  it('every leg that begins ends, and a request ends once, after all its legs', () => {
    fc.assert(
      fc.property(smalls, fc.nat(), (small, seed) => {
        const strategy = { name: 'loadAware', options: {} };
        const { recorder } = trouble(small, { device, strategy }, seed);
        const open = new Map<number, string>();
        for (const [what, id] of recorder.entries) {
          expect(NEXT[open.get(id) ?? 'ended']).toContain(what);
          open.set(id, what === 'completed' || what === 'lost' ? 'ended' : what);
        }
        expect([...open.values()].every((last) => last === 'ended')).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('works at the speed that is set: at half the speed everything takes twice as long', () => {
    fc.assert(
      fc.property(smalls, (small) => {
        const times = [1, 0.5].map((speed) => {
          const recorder = new Recorder();
          const parts = assembleSmall(
            {
              ...small,
              traffic: small.traffic.map((visit) => ({ ...visit, at: visit.at / speed })),
              gates: [],
            },
            { device, strategy: { name: 'roundRobin', options: {} }, listeners: [recorder] },
          );
          for (let i = 0; i < parts.fleet.size; i++) {
            parts.fleet.speed[i] = speed;
            parts.fleet.serversOf(i).paced!(i);
          }
          const fleet = small.fleet.every(({ limits }) => limits.length === 0);
          if (!fleet) return [];
          run(parts);
          const done = recorder.entries.filter(
            (entry): entry is Entry => entry[0] === 'completed' && entry[3] >= 0,
          );
          return done.map((entry) => entry[2] * speed);
        });
        expect(times[0]!.length).toBe(times[1]!.length);
        times[0]!.forEach((time, k) => expect(times[1]![k]).toBeCloseTo(time, 6));
      }),
      { numRuns: 100 },
    );
  });
});

/** What may follow what. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  ended: ['arrived'],
  arrived: ['refused', 'accepted', 'lost'],
  refused: ['refused', 'accepted', 'lost'],
  accepted: ['preempted', 'returned', 'completed'],
  preempted: ['preempted', 'returned', 'completed'],
  returned: ['refused', 'accepted', 'lost'],
};

it('a cancelled answer of the cloud is paid up to that moment, and not at all when the cloud failed', () => {
  const visit = { at: 0, tenant: 0, prompt: 10, output: 33, stay: 0, draw: 0 };
  const small: Small = {
    fleet: [],
    gates: [],
    cloud: makeCloudModel(),
    fallback: 'drop',
    traffic: [visit, visit],
  };
  const dollars: number[] = [];
  const books = new Conservation(makeCloudModel());
  const parts = assembleSmall(small, {
    strategy: { name: 'cloudOnly', options: {} },
    listeners: [
      books,
      {
        moved: (moves) => {
          for (let row = 0; row < moves.end; row += STRIDE) dollars.push(moves.dollars[row]!);
        },
      },
    ],
  });
  const { engine } = parts;
  let held = 0;
  const station: Station = {
    advance(slot) {
      engine.evict(held, TIMEOUT);
      parts.cloud!.servers.stop(0);
      engine.agenda.set(slot, Infinity);
    },
  };
  // The first token comes after 5/8 s, another every 32nd: half the answer is there after 9/8 s.
  engine.agenda.set(engine.claim(station, 1), 9 / 8);
  const strategy: Strategy = {
    pick(id) {
      held = id;
      return CLOUD;
    },
  };
  run({ ...parts, strategy });
  expect(books.faults()).toEqual([]);
  expect(dollars.filter((one) => one > 0).map((one) => one * 1e6)).toEqual(
    expect.arrayContaining([expect.closeTo(10 * 30 + 17 * 60, 6)]),
  );
  expect(CLOUD_OUTAGE).toBeGreaterThan(0);
});
