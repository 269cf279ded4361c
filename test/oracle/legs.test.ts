import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COMPLETED,
  LEFT,
  LOST,
  PREEMPTED,
  REFUSED,
  RETURNED,
  STRIDE,
  type Moves,
} from '../../src/kernel/moves.ts';
import { Conservation } from '../../src/metrics/conservation.ts';
import { reasonOf, type Listener, type Reason } from '../../src/model.ts';
import { machines, type Machine } from '../world/arbitraries.ts';
import { makeCloudModel } from '../world/context.ts';
import { anyLimit, assembleSmall, heard, type Small, type Speed } from '../world/fleet.ts';
import type { Written } from '../world/plugins.ts';
import { visits, type Visit } from '../world/traffic.ts';
import { doubles } from './batchingWorld.ts';
import { Legs, type Fate, type Outage, type World } from './legs.ts';
import type { Way } from './machines.ts';
import { crowd, expectTurns, noted, noting, people, type Asked, type Crowd } from './people.ts';

/** More with RUNS=5000 npx vitest run test/oracle/legs.test.ts; with SEED=2 others. */
const RUNS = Number(process.env['RUNS'] ?? 50);
const FEWER = Math.ceil(RUNS / 3);
const SEED = Number(process.env['SEED'] ?? 2505);
const STRATEGIES = ['roundRobin', 'random', 'leastQueue', 'loadAware', 'powerOf'];
const BLOCKING = { device: 'continuous', chunk: 0, preempt: false, order: 'fifo', late: false } as const;
const WAYS: Readonly<Record<string, Way>> = {
  serial: { ...BLOCKING, device: 'serial' },
  'serial, by priority': { ...BLOCKING, device: 'serial', order: 'priority' },
  static: { ...BLOCKING, device: 'static' },
  'static, by priority': { ...BLOCKING, device: 'static', order: 'priority' },
  continuous: BLOCKING,
  'continuous, by priority': { ...BLOCKING, order: 'priority' },
  'continuous, by priority, giving way': { ...BLOCKING, order: 'ousting' },
  'short of memory': { ...BLOCKING, preempt: true },
  'short of memory, by priority, giving way': { ...BLOCKING, preempt: true, order: 'ousting' },
  'reading in chunks': { ...BLOCKING, chunk: 8 },
  'reading in chunks, joined late': { ...BLOCKING, chunk: 12, late: true },
  'reading in chunks, short of memory': { ...BLOCKING, chunk: 8, preempt: true },
  'reading in chunks, short of memory, by priority, giving way': {
    ...BLOCKING,
    chunk: 5,
    preempt: true,
    order: 'ousting',
  },
};

/** As a scenario would have it. */
function deviceOf({ device, chunk, preempt, late }: Way): { name: string; options: Written } {
  if (device === 'serial') return { name: 'serial', options: {} };
  if (device === 'static') return { name: 'batching', options: { batch: 'static' } };
  const memory = preempt ? 'preempt' : 'wait';
  if (late) return { name: 'batching', options: { memory } };
  return { name: 'batching', options: { memory, ...(chunk > 0 && { prefill: 'chunked', chunk }) } };
}

/** No two of the same draw: their waits would be the same, and who comes first then is not promised. */
const unalike = (all: readonly Visit[]): Visit[] =>
  all.map((visit, k) => ({ ...visit, draw: (visit.draw + (k + 1) * 0.6180339887498949) % 1 }));

/** The same machine with what may come on top of its prompts, and little memory. */
const served = (way: Way): fc.Arbitrary<Machine> =>
  fc
    .record({
      machine: machines,
      perStep: fc.constantFrom(0, 0, 1 / 16),
      outside: fc.constantFrom(0, 0, 3 / 16),
      room: fc.constantFrom(Infinity, 60, 100),
      overlap: fc.constantFrom(undefined, 1, 0.5, 0),
    })
    .map(({ machine, perStep, outside, room, overlap }) => ({
      ...machine,
      model: {
        ...machine.model,
        pace: {
          ...machine.model.pace,
          prefill: { ...machine.model.pace.prefill, perStep, outside },
          ...(overlap !== undefined && { overlap }),
        },
        // One byte a token.
        memory: { weights: 10, kvPerToken: room === Infinity ? 0 : 1, usable: 10 + room },
        ...(way.late && { serving: { budget: way.chunk, late: true } }),
      },
    }));

/** None begins or ends when anything else does: who is taken in at the end of a step may find it over, or about to be. */
const outages: fc.Arbitrary<Outage[]> = fc.array(
  fc
    .record({ at: doubles(0, 25), for: doubles(0.1, 8), again: fc.option(doubles(0.1, 5)) })
    .map(({ at, for: lasts, again }) => ({
      at,
      for: lasts,
      ...(again !== null && { every: lasts + again }),
    })),
  { maxLength: 2 },
);

/** When nothing else happens, and by ratios that round nothing. */
const speeds: fc.Arbitrary<Speed[]> = fc.array(
  fc.record({ at: doubles(0, 30), device: fc.nat(8), speed: fc.constantFrom(0.25, 0.5, 1, 2) }),
  { maxLength: 4 },
);

const worlds = (way: Way): fc.Arbitrary<World> =>
  worldsOf(way).map((world) => {
    const size = world.fleet.reduce((sum, { count }) => sum + count, 0);
    return { ...world, speeds: world.speeds.map((one) => ({ ...one, device: one.device % size })) };
  });

const worldsOf = (way: Way): fc.Arbitrary<World> =>
  fc.record({
    way: fc.constant(way),
    fleet: fc.array(
      fc
        .record({
          machine: served(way),
          count: fc.integer({ min: 1, max: 3 }),
          outages,
          inFlight: fc.constantFrom('lost', 'elsewhere', 'cloud'),
        })
        .map(({ machine, inFlight, ...rest }) => ({
          ...machine,
          ...rest,
          inFlight,
          limits: [],
          ...(way.order !== 'fifo' && { order: 'priority' }),
          ...(way.order === 'ousting' && { preempts: true }),
        })),
      { minLength: 1, maxLength: 3 },
    ),
    gates: fc.constant([]),
    cloud: fc.constantFrom(makeCloudModel(), makeCloudModel({ context: 50 })),
    cloudOutages: outages,
    speeds: fc.oneof(fc.constant([]), speeds),
    fallback: fc.constantFrom('cloud', 'drop'),
    traffic: fc
      .tuple(visits({ most: 50, longest: 1 }), fc.array(fc.nat(2), { minLength: 50, maxLength: 50 }))
      .map(([all, priorities]) => unalike(all.map((one, k) => ({ ...one, priority: priorities[k]! })))),
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

/** A limit whose windows begin and end, and whose bucket is filled, when nothing else happens. */
const oddLimit: fc.Arbitrary<Written> = fc.tuple(anyLimit, doubles(1.01, 1.2)).map(([limit, odd]) => ({
  ...limit,
  ...(limit['window'] !== undefined && { window: Number(limit['window']) * odd }),
  ...(limit['rate'] !== undefined && { rate: Number(limit['rate']) * odd }),
}));

/** The same behind limits of every kind, with arrivals that are no multiples of anything. */
const limitedWorlds = (way: Way): fc.Arbitrary<World> =>
  fc
    .record({
      world: worlds(way),
      own: fc.array(fc.array(oddLimit, { maxLength: 2 }), { minLength: 3, maxLength: 3 }),
      gates: fc.array(
        fc.record({ scope: fc.constantFrom('fleet', 'tenant', 'cloud', 'cloud'), limit: oddLimit }),
        { minLength: 1, maxLength: 3 },
      ),
      late: fc.array(doubles(0, 1 / 16), { minLength: 50, maxLength: 50 }),
    })
    .map(({ world, own, gates, late }) => {
      let at = 0;
      const traffic = world.traffic.map((visit, k) => {
        // Who comes together still does.
        if (k === 0 || visit.at > world.traffic[k - 1]!.at) at = visit.at + late[k]!;
        return { ...visit, at };
      });
      const fleet = world.fleet.map((entry, k) => ({ ...entry, limits: own[k]! }));
      return { ...world, fleet, gates, traffic };
    });

/** What became of every request, by the order in which they arrived. */
class Fates implements Listener {
  readonly all: Fate[] = [];
  private readonly refusals: Map<number, [Reason, number][]> = new Map();
  private readonly returns: Map<number, [Reason, number][]> = new Map();
  private readonly left: Map<number, number> = new Map();
  preemptions = 0;

  moved(moves: Moves): void {
    for (let row = 0; row < moves.end; row += STRIDE) {
      const number = moves.number[row]!;
      const by = moves.station[row]!;
      const kind = moves.kind[row];
      const refusals = this.refusals.get(number) ?? [];
      this.refusals.set(number, refusals);
      const returns = this.returns.get(number) ?? [];
      this.returns.set(number, returns);
      if (kind === RETURNED) returns.push([reasonOf(moves.reason[row]!), by]);
      if (kind === PREEMPTED) this.preemptions++;
      if (kind === LEFT) this.left.set(number, moves.now[row]!);
      if (kind === REFUSED) refusals.push([reasonOf(moves.reason[row]!), by]);
      if (kind !== COMPLETED && kind !== LOST) continue;
      const served = kind === COMPLETED;
      const now = moves.now[row]!;
      this.all[number] = {
        refusals,
        returns,
        attempts: moves.attempts[row]!,
        end: served ? 'served' : reasonOf(moves.reason[row]!),
        by,
        times: served ? [moves.started[row]!, moves.first[row]!, now] : [now],
        heard: this.left.get(number) ?? now,
      };
    }
  }
}

/** Those of the world's own traffic, or of people who wait for answers. */
function engine(
  world: World,
  strategy: string,
  waiting: Crowd | null,
): {
  fates: Fate[];
  asked: Asked[];
  preemptions: number;
  picks: number[][];
  capability: ArrayLike<number>;
  faults: string[];
} {
  const fates = new Fates();
  const books = new Conservation(world.cloud);
  const picks: number[][] = world.traffic.map(() => []);
  const asked: Asked[] = [];
  const fault = (options: Outage) => ({ name: 'outages', options: { ...options } });
  const small: Small = {
    fleet: world.fleet.map((entry) => ({ ...entry, faults: entry.outages.map(fault) })),
    gates: world.gates,
    cloud: world.cloud,
    fallback: world.fallback,
    traffic: world.traffic,
    cloudFaults: world.cloudOutages.map(fault),
    speeds: world.speeds,
  };
  const spread = (mean: number | null) => (mean === null ? null : ({ kind: 'exponential', mean } as const));
  const { elsewhere, later, patience } = world;
  const parts = assembleSmall(small, {
    device: deviceOf(world.way),
    strategy: { name: strategy, options: {} },
    recourses: [
      { name: 'inFlight', options: { of: world.fleet.map(({ inFlight }) => inFlight) } },
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
        (picks[requests.number[id]!] ??= []).push(picked);
        return picked;
      },
    }),
  });
  const { engine: made } = parts;
  if (waiting === null) made.run(parts);
  else {
    const workload = crowd(made, waiting);
    // Noted before anybody may turn it away.
    const gates = [{ scope: 'fleet' as const, limiter: noting(noted(made, asked)) }, ...parts.gates];
    made.run({ ...parts, gates, workload, followers: [workload, ...parts.followers] });
  }
  return {
    fates: fates.all,
    asked,
    preemptions: fates.preemptions,
    picks,
    capability: parts.fleet.capability,
    faults: books.faults(),
  };
}

function withoutTimes(fate: Fate): Omit<Fate, 'times' | 'heard'> {
  const { refusals, returns, attempts, end, by } = fate;
  return { refusals, returns, attempts, end, by };
}

/** What was seen on machines of any kind, and how many worlds were set beside their descriptions and not. */
const seen = new Set<string>();
const worldsSeen = { followed: 0, alike: 0 };

/** The same fates as the description gives, in worlds of which each kind of machine has its own. */
function follows(
  name: string,
  some: fc.Arbitrary<World>,
  numRuns: number,
  waiting: fc.Arbitrary<Crowd | null> = fc.constant(null),
): void {
  fc.assert(
    fc.property(some, waiting, fc.constantFrom(...STRATEGIES), (drawn, of, strategy) => {
      const { fates, asked, preemptions, picks, capability, faults } = engine(drawn, strategy, of);
      expect(faults).toEqual([]);
      const world = of === null ? drawn : { ...drawn, traffic: asked };
      const all = world.traffic.map((_, k) => picks[k] ?? []);
      const legs = new Legs(world, capability, all);
      const expected = legs.run();
      if (legs.close) return void worldsSeen.alike++;
      worldsSeen.followed++;
      expect(fates.map(withoutTimes)).toEqual(expected.map(withoutTimes));
      if (of !== null) expectTurns(of, asked, (k) => expected[k]!.heard);
      if (preemptions > 0) seen.add('gave way');
      if (legs.told) seen.add('came again when it was told to');
      if (legs.paced) seen.add('other speeds');
      fates.forEach(({ times, heard: when, end, by, attempts, refusals, returns }, k) => {
        times.forEach((time, at) => expect(time).toBeCloseTo(expected[k]!.times[at]!, 9));
        expect(when).toBeCloseTo(expected[k]!.heard, 9);
        seen.add(`${end} ${Math.min(by, 0)}`);
        for (const [reason] of returns) seen.add(`back ${reason}, ${end}`);
        const [first] = refusals;
        if (end === 'served' && attempts > 1 && first) seen.add(`served after ${first[0]}`);
        if (end === 'timeout' && by >= 0) seen.add(`timeout, cancelled ${world.patience!.cancels}`);
        if (when < times.at(-1)!) seen.add('heard before the work was over');
      });
    }),
    { numRuns, seed: SEED + Object.keys(WAYS).indexOf(name) },
  );
}

describe.each(Object.keys(WAYS))('on machines that are %s', (name) => {
  const way = WAYS[name]!;

  it('every request has the fate that the description gives it, whatever breaks, is tried again and given up', () => {
    follows(name, worlds(way), RUNS);
  });

  it('also behind limits of every kind', () => {
    follows(name, limitedWorlds(way), RUNS);
  });

  it('also when people wait for what becomes of a question before they ask the next', () => {
    follows(name, worlds(way), FEWER, people);
  });
});

describe('on all of them together', () => {
  it('every fate is met, and few worlds are left aside', () => {
    const hoped = [
      'served 0',
      'served -1',
      'queueFull 0',
      'contextLimit 0',
      'contextLimit -1',
      'tooLarge 0',
      'timeout 0',
      'timeout -1',
      'timeout -2',
      'served after queueFull',
      'served after contextLimit',
      'back deviceDown, served',
      'back deviceDown, deviceDown',
      'timeout, cancelled atOnce',
      'timeout, cancelled atStep',
      'timeout, cancelled never',
      'gave way',
      'other speeds',
      'heard before the work was over',
      'rateLimit 0',
      'rateLimit -2',
      'cloudLimit -1',
      'tooLarge -2',
      'served after rateLimit',
      'came again when it was told to',
    ];
    expect(hoped.filter((one) => !seen.has(one))).toEqual([]);
    expect(worldsSeen.alike).toBeLessThan(worldsSeen.followed / 10);
  });
});
