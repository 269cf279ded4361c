/** Small random fleets with traffic, put together by hand from the real parts. */
import fc from 'fast-check';
import { Engine } from '../../src/engine/engine.ts';
import type { EngineParts } from '../../src/engine/requestDesk.ts';
import { Breakdowns } from '../../src/faults/breakdowns.ts';
import { Floor } from '../../src/engine/fleet.ts';
import type { Gate } from '../../src/engine/gates.ts';
import type { Requests } from '../../src/kernel/requests.ts';
import { all } from '../../src/limiters/compose.ts';
import {
  CLOUD,
  type CloudModel,
  type Context,
  type Lengths,
  type Limited,
  type Limiter,
  type Listener,
  type Objective,
  type Order,
  type Recourse,
  type Servers,
  type Strategy,
  type StrategyContext,
  type Workload,
} from '../../src/model.ts';
import { Patience, type PatienceOptions } from '../../src/engine/patience.ts';
import { cloudModels, machines, type Machine } from './arbitraries.ts';
import { makeCloudModel, makeContext } from './context.ts';
import { build, type Written } from './plugins.ts';
import { visits, type Visit } from './traffic.ts';

/** Equal machines: a group. */
export interface Entry extends Machine {
  readonly count: number;
  /** Options of limiters of each device's own; sliding windows where no `kind` says otherwise. */
  readonly limits: readonly Written[];
  /** Options of faults of these names. */
  readonly faults?: readonly Fault[];
  /** Who waits goes first by this; first come, first served if not said. */
  readonly order?: string;
  /** Whether it also takes the place of who runs. */
  readonly preempts?: boolean;
}

export interface Fault {
  readonly name: string;
  readonly options: Written;
}

/** A machine is so fast beside its profile from a time on. */
export interface Speed {
  readonly at: number;
  readonly device: number;
  readonly speed: number;
}

export interface Small {
  readonly fleet: readonly Entry[];
  /** Those of the whole fleet, of each tenant, and of the cloud. */
  readonly gates: readonly { readonly scope: 'fleet' | 'tenant' | 'cloud'; readonly limit: Written }[];
  readonly cloud: CloudModel | null;
  readonly cloudFaults?: readonly Fault[];
  readonly speeds?: readonly Speed[];
  readonly fallback: 'cloud' | 'drop';
  readonly traffic: readonly Visit[];
}

export const MEANS: Lengths = { prompt: 10, output: 25 };

/** What an answer should meet: about what half of the small fleets can do. */
export const SLO: Objective = { ttft: 4, tpot: 0.15, e2e: 6 };

/** Dollars for a joule, such that the edge and the small clouds cost about the same. */
export const TARIFF: number = 1 / 2 ** 16;

const charge = fc.constantFrom<Written>(
  {},
  {},
  { charge: { estimate: 12 } },
  { charge: 'max', maxOutput: 50 },
);
const anyCharge = fc.oneof(charge, fc.constant<Written>({ charge: 'after' }));
const amount = fc.constantFrom<Written>(
  { requests: 1 },
  { requests: 4 },
  { tokens: 60 },
  { tokens: 150 },
  { tokens: 400.5 },
);
const ownAmount = fc.oneof(amount, fc.constantFrom<Written>({ capacity: 0.5 }, { capacity: 1.25 }));
const windowed = (of: fc.Arbitrary<Written>, charged = charge): fc.Arbitrary<Written> =>
  fc
    .tuple(fc.constantFrom(2.5, 10, 32), of, charged)
    .map(([window, limit, more]) => ({ window, ...limit, ...more }));

/** Fleets in which each device has at least so many windows of its own. */
const fleetsWith = (windows: number): fc.Arbitrary<Entry[]> =>
  fc.array(
    fc
      .record({
        machine: machines,
        count: fc.integer({ min: 1, max: 4 }),
        limits: fc.array(windowed(ownAmount), { minLength: windows, maxLength: 2 }),
      })
      .map(({ machine, ...rest }) => ({ ...machine, ...rest })),
    { minLength: 1, maxLength: 4 },
  );

/** Outages at eighths of a second, as all that happens here. */
const outages: fc.Arbitrary<Fault[]> = fc.array(
  fc
    .record({
      at: fc.nat(200),
      for: fc.integer({ min: 1, max: 60 }),
      again: fc.option(fc.nat(40)),
    })
    .map(({ at, for: lasts, again }): Fault => ({
      name: 'outages',
      options: { at: at / 8, for: lasts / 8, ...(again !== null && { every: (lasts + again + 1) / 8 }) },
    })),
  { maxLength: 2 },
);

/** The same with machines and a cloud that are down at times. */
export const withOutages = (some: fc.Arbitrary<Small>): fc.Arbitrary<Small> =>
  fc
    .tuple(some, fc.array(outages, { minLength: 4, maxLength: 4 }), outages)
    .map(([small, each, cloudFaults]) => ({
      ...small,
      fleet: small.fleet.map((entry, k) => ({ ...entry, faults: each[k]! })),
      cloudFaults,
    }));

/** The same with queues in some order, and requests that differ in what orders look at. */
export const withOrders = (some: fc.Arbitrary<Small>): fc.Arbitrary<Small> =>
  fc
    .tuple(
      some,
      fc.array(fc.constantFrom('fifo', 'priority', 'shortest', 'deadline'), { minLength: 4, maxLength: 4 }),
      fc.array(fc.record({ priority: fc.nat(2), patience: fc.nat(64) }), { minLength: 50, maxLength: 50 }),
    )
    .map(([small, orders, each]) => ({
      ...small,
      fleet: small.fleet.map((entry, k) => ({ ...entry, order: orders[k]! })),
      traffic: small.traffic.map((visit, k) => ({
        ...visit,
        priority: each[k]!.priority,
        deadline: visit.at + each[k]!.patience / 8,
      })),
    }));

export const smalls: fc.Arbitrary<Small> = fc
  .record({
    fleet: fc.oneof(fleetsWith(0), fleetsWith(1)),
    gates: fc.array(
      fc.record({ scope: fc.constantFrom('fleet' as const, 'tenant' as const), limit: windowed(amount) }),
      { maxLength: 2 },
    ),
    cloud: cloudModels,
    fallback: fc.constantFrom('cloud' as const, 'drop' as const),
    traffic: visits({ most: 50, longest: 2 }),
  })
  .map(({ cloud, ...rest }) => ({ ...rest, cloud: rest.fallback === 'cloud' ? cloud : null }));

/** Limits of every kind, charged in every way. */
const ofTokens = (of: Written): fc.Arbitrary<Written> => anyCharge.map((more) => ({ ...of, ...more }));
export const anyLimit: fc.Arbitrary<Written> = fc.oneof(
  windowed(amount, anyCharge),
  fc
    .tuple(windowed(amount, anyCharge), fc.constantFrom('clock', 'first'))
    .map(([window, from]) => ({ ...window, kind: 'fixedWindow', from })),
  fc.constantFrom(0.125, 2).map((rate) => ({ kind: 'tokenBucket', rate, burst: 2 })),
  fc.constantFrom(60, 150).chain((burst) => ofTokens({ kind: 'tokenBucket', rate: 8, burst, in: 'tokens' })),
  fc.constantFrom(1, 3).map((requests) => ({ kind: 'concurrency', requests })),
  charge.map((more) => ({ kind: 'concurrency', tokens: 100, ...more })),
);

/** The same behind limits of every kind, on the fleet, tenants, devices and the cloud. */
export const limited: fc.Arbitrary<Small> = fc
  .tuple(
    smalls,
    fc.array(
      fc.record({
        scope: fc.constantFrom('fleet' as const, 'tenant' as const, 'cloud' as const),
        limit: anyLimit,
      }),
      { maxLength: 3 },
    ),
    fc.array(fc.array(anyLimit, { maxLength: 2 }), { minLength: 4, maxLength: 4 }),
  )
  .map(([small, gates, own]) => ({
    ...small,
    gates: [...small.gates, ...gates].slice(-3),
    fleet: small.fleet.map((entry, k) => ({ ...entry, limits: [...entry.limits, ...own[k]!].slice(-2) })),
  }));

export interface Assembled extends EngineParts {
  readonly engine: Engine;
  readonly requests: Requests;
}

export interface How {
  readonly device?: { readonly name: string; readonly options: Written };
  readonly strategy: { readonly name: string; readonly options: Written };
  /** What the strategy sees of the requests. */
  readonly seen?: (requests: Requests) => StrategyContext['requests'];
  readonly watch?: (
    strategy: Strategy,
    parts: { readonly fleet: Floor; readonly engine: Engine },
  ) => Strategy;
  readonly listeners?: readonly Listener[];
  /** How long clients wait. */
  readonly patience?: PatienceOptions;
  /** What is asked before the fallback, the first first. */
  readonly recourses?: readonly { readonly name: string; readonly options: Written }[];
}

const SERIAL = { name: 'serial', options: {} };

export function assembleSmall(
  small: Small,
  {
    device = SERIAL,
    strategy,
    seen = (requests) => requests,
    watch,
    listeners = [],
    recourses = [],
    patience,
  }: How,
): Assembled {
  const groups = small.fleet.flatMap(({ count }, group) => new Array<number>(count).fill(group));
  const engine = new Engine(groups.length);
  const { requests } = engine;
  const context = makeContext({ run: engine });
  const fleet = new Floor(groups);
  small.fleet.forEach(({ model, slots, queue, count, order: named = 'fifo', preempts }, group) => {
    const first = groups.indexOf(group);
    const known = { requests, means: MEANS, model, slo: SLO };
    const order = build<Order | null>('orders', named, preempts ? { preempt: true } : {}, known);
    const more = { fleet, first, count, model, slots, queue, order, means: MEANS };
    fleet.add(build<Servers>('devices', device.name, device.options, { ...context, ...more }), count);
  });
  limit(small, context, fleet, groups);
  const slots = groups.reduce((sum, group) => sum + small.fleet[group]!.slots, 0);
  const gates = small.gates.flatMap(({ scope, limit: written }): Gate[] => {
    if (scope === 'cloud') return [];
    const more = { size: scope === 'fleet' ? 1 : Infinity, limited: () => ({ slots, pace: null }) };
    return [{ scope, limiter: buildLimiter(written, { ...context, ...more }) }];
  });
  const cloudLimits = small.gates
    .filter(({ scope }) => scope === 'cloud')
    .map(({ limit: written }) => (): Limiter => {
      const more = { size: 1, limited: () => ({ slots: Infinity, pace: null }) };
      return buildLimiter(written, { ...context, ...more });
    });
  // A strategy may send to the cloud of its own accord, so there always is one.
  const model = small.cloud ?? makeCloudModel();
  const servers = build<Servers>('clouds', 'listPrice', {}, { ...context, model });
  befall(small, context, fleet, servers);
  pace(small, context, fleet);
  const known = { fleet, means: MEANS, slo: SLO, cloud: servers, tariff: TARIFF };
  const blind = { ...context, requests: seen(requests), ...known };
  const made = build<Strategy>('strategies', strategy.name, strategy.options, blind);
  const recourse = [...recourses, { name: small.fallback, options: {} }].reduceRight<Recourse | null>(
    (next, { name, options }) => build('recourses', name, options, { ...context, fleet, next }),
    null,
  )!;
  const clients = patience && new Patience(patience, { ...context, fleet });
  return {
    engine,
    requests,
    workload: new Replay(small.traffic, requests),
    gates,
    fleet,
    strategy: watch ? watch(made, { fleet, engine }) : made,
    cloud: { servers, limiter: cloudLimits.length > 0 ? all(cloudLimits, 1, () => undefined) : null },
    recourse,
    followers: clients ? [clients] : [],
    listeners,
  };
}

function buildLimiter({ kind = 'slidingWindow', ...options }: Written, context: unknown): Limiter {
  return build<Limiter>('limiters', kind as string, options, context);
}

/** Faults of the machines, in their order, then those of the cloud. */
function befall(small: Small, context: Context, fleet: Floor, cloud: Servers): void {
  const duration = small.traffic.at(-1)?.at ?? 0;
  const down = new Breakdowns(context, fleet, cloud, { from: 0, to: duration });
  const begin = (faults: readonly Fault[] = [], first: number, count: number): void => {
    for (const { name, options } of faults)
      build('faults', name, options, { ...context, switch: down, first, count });
  };
  let first = 0;
  for (const { faults, count } of small.fleet) {
    begin(faults, first, count);
    first += count;
  }
  begin(small.cloudFaults, CLOUD, 1);
}

/** Machines get faster and slower. */
function pace({ speeds = [] }: Small, context: Context, fleet: Floor): void {
  if (speeds.length === 0) return;
  const coming = [...speeds].sort((one, other) => one.at - other.at);
  const due = (): void => context.agenda.set(slot, coming[0]?.at ?? Infinity);
  const advance = (): void => {
    const { device, speed } = coming.shift()!;
    fleet.speed[device] = speed;
    due();
    fleet.serversOf(device).paced!(device);
  };
  const slot = context.claim({ advance }, 1);
  due();
}

/** Windows of the devices' own: each entry has its own, all of them in one limiter that asks the entry's. */
function limit(small: Small, context: Context, fleet: Floor, groups: readonly number[]): void {
  if (small.fleet.every(({ limits }) => limits.length === 0)) return;
  const limiters = small.fleet.map(({ limits, model, slots }) =>
    all(
      limits.map((written) => (touch) => {
        const limited = (): Limited => ({ slots, pace: model.pace });
        const more = { size: fleet.size, limited, touch };
        return buildLimiter(written, { ...context, ...more });
      }),
      fleet.size,
      (i) => {
        fleet.fill[i] = limiters[groups[i]!]!.fill[i]!;
        fleet.refill(i);
      },
    ),
  );
  const of = (i: number): Limiter => limiters[groups[i]!]!;
  const fill = new Float64Array(fleet.size);
  const settles = limiters.some((limiter) => limiter.settle);
  const filled = (i: number): void => void (fill[i] = of(i).fill[i]!);
  fleet.limit({
    fill,
    ordered: limiters.every((limiter) => limiter.ordered),
    refusal: (i, id) => of(i).refusal(i, id),
    charge: (i, id) => (of(i).charge(i, id), filled(i)),
    look: (i) => (of(i).look(i), filled(i)),
    refresh: () => limiters.forEach((limiter) => limiter.refresh()),
    exact: limiters.every(({ settle, exact }) => settle === undefined || exact === true),
    again: (i, id) => of(i).again?.(i, id),
    ...(settles && { settle: (i: number, id: number) => (of(i).settle?.(i, id), filled(i)) }),
  });
}

/** What a strategy hears besides being asked. */
export function heard(strategy: Strategy): Omit<Strategy, 'pick'> {
  return {
    ...(strategy.accepted && { accepted: strategy.accepted.bind(strategy) }),
    ...(strategy.released && { released: strategy.released.bind(strategy) }),
  };
}

/** Runs what was assembled. */
export function run(parts: Assembled): void {
  parts.engine.run(parts);
}

/** Requests as they are written down. */
export class Replay implements Workload {
  readonly means: Lengths = MEANS;
  readonly duration: number;
  readonly rate = 1;
  readonly period = 0;
  private readonly visits: readonly Visit[];
  private readonly requests: Requests;
  private next = 0;

  constructor(visits: readonly Visit[], requests: Requests) {
    this.visits = visits;
    this.requests = requests;
    this.duration = visits.at(-1)?.at ?? 0;
  }

  draw(id: number): void {
    const { requests } = this;
    const visit = this.visits[this.next++];
    requests.arrival[id] = visit ? visit.at : Infinity;
    if (!visit) return;
    requests.tenant[id] = visit.tenant;
    requests.prompt[id] = visit.prompt;
    requests.output[id] = visit.output;
    requests.draw[id] = visit.draw;
    requests.priority[id] = visit.priority ?? 0;
    requests.deadline[id] = visit.deadline ?? Infinity;
  }
}
