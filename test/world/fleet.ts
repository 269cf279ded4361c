/** Small random fleets with traffic, put together by hand from the real parts. */
import fc from 'fast-check';
import { Floor, type Parts } from '../../src/engine.ts';
import { serviceSeconds } from '../../src/kernel/pace.ts';
import { Requests } from '../../src/kernel/requests.ts';
import { all, perTenant } from '../../src/limiters/compose.ts';
import type {
  Cloud,
  CloudModel,
  Device,
  Lengths,
  Limiter,
  Objective,
  Report,
  Strategy,
  Workload,
} from '../../src/model.ts';
import { cloudModels, machines, type Machine } from './arbitraries.ts';
import { makeCloudModel, makeContext } from './context.ts';
import { build, type Written } from './plugins.ts';
import { visits, type Visit } from './traffic.ts';

/** Equal machines: a group. */
export interface Entry extends Machine {
  readonly count: number;
  /** Options of sliding windows, one of them each device's own. */
  readonly limits: readonly Written[];
}

export interface Small {
  readonly fleet: readonly Entry[];
  readonly gates: readonly { readonly scope: 'fleet' | 'tenant'; readonly limit: Written }[];
  readonly cloud: CloudModel | null;
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
const amount = fc.constantFrom<Written>(
  { requests: 1 },
  { requests: 4 },
  { tokens: 60 },
  { tokens: 150 },
  { tokens: 400.5 },
);
const ownAmount = fc.oneof(amount, fc.constantFrom<Written>({ capacity: 0.5 }, { capacity: 1.25 }));
const windowed = (of: fc.Arbitrary<Written>): fc.Arbitrary<Written> =>
  fc
    .tuple(fc.constantFrom(2.5, 10, 32), of, charge)
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

export interface Assembled extends Parts {
  readonly groups: readonly number[];
}

export interface How {
  readonly device?: { readonly name: string; readonly options: Written };
  readonly strategy: { readonly name: string; readonly options: Written };
  readonly watch?: (strategy: Strategy, parts: { readonly fleet: Floor }) => Strategy;
  readonly reports?: readonly Report[];
}

const SERIAL = { name: 'serial', options: {} };

export function assembleSmall(
  small: Small,
  { device = SERIAL, strategy, watch, reports = [] }: How,
): Assembled {
  const requests = new Requests();
  const context = makeContext({ requests });
  const entries = small.fleet.flatMap((entry, group) =>
    Array.from({ length: entry.count }, () => ({ entry, group })),
  );
  const devices = entries.map(({ entry: { model, slots, queue } }, index) =>
    build<Device>('devices', device.name, device.options, {
      ...context,
      index,
      model,
      slots,
      queue,
      means: MEANS,
    }),
  );
  const slots = entries.reduce((sum, { entry }) => sum + entry.slots, 0);
  const limiters = entries.map(({ entry }) => {
    const cost = (prompt: number, output: number): number => serviceSeconds(entry.model.pace, prompt, output);
    const own = { ...context, slots: entry.slots, cost };
    const made = entry.limits.map((limit) => build<Limiter>('limiters', 'slidingWindow', limit, own));
    return made.length > 0 ? all(made) : build<Limiter>('limiters', 'unlimited', {}, own);
  });
  const gates = small.gates.map(({ scope, limit }) => {
    const gate = (): Limiter => build('limiters', 'slidingWindow', limit, { ...context, slots });
    return scope === 'fleet' ? gate() : perTenant(gate, (id) => requests.tenant[id]!);
  });
  const groups = entries.map(({ group }) => group);
  const fleet = new Floor({ devices, limiters, groups });
  // A strategy may send to the cloud of its own accord, so there always is one.
  const cloud = build<Cloud>(
    'clouds',
    'listPrice',
    {},
    { ...context, model: small.cloud ?? makeCloudModel() },
  );
  const known = { fleet, means: MEANS, slo: SLO, cloud, tariff: TARIFF };
  const made = build<Strategy>('strategies', strategy.name, strategy.options, { ...context, ...known });
  return {
    requests,
    workload: new Replay(small.traffic),
    gates,
    fleet,
    strategy: watch ? watch(made, { fleet }) : made,
    cloud,
    fallback: small.fallback,
    reports,
    groups,
  };
}

/** What a strategy hears besides being asked. */
export function heard(strategy: Strategy): Omit<Strategy, 'pick'> {
  return {
    ...(strategy.changed && { changed: strategy.changed.bind(strategy) }),
    ...(strategy.accepted && { accepted: strategy.accepted.bind(strategy) }),
    ...(strategy.completed && { completed: strategy.completed.bind(strategy) }),
  };
}

/** Requests as they are written down. */
export class Replay implements Workload {
  id = -1;
  at = 0;
  tenant = 0;
  prompt = 1;
  output = 1;
  draw = 0;
  readonly means: Lengths = MEANS;
  readonly duration: number;
  readonly #visits: readonly Visit[];
  #next = 0;

  constructor(all: readonly Visit[]) {
    this.#visits = all;
    this.duration = all.at(-1)?.at ?? 0;
    this.advance();
  }

  advance(): void {
    const visit = this.#visits[this.#next++];
    this.at = visit ? visit.at : Infinity;
    if (!visit) return;
    this.tenant = visit.tenant;
    this.prompt = visit.prompt;
    this.output = visit.output;
    this.draw = visit.draw;
  }
}
