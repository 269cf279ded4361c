/** From a resolved cell to the parts of a run: the only place that turns names into plugins. */
import * as arrivalPlugins from '../arrivals/index.ts';
import * as cloudPlugins from '../clouds/index.ts';
import { Engine, type Parts } from '../engine.ts';
import { Floor } from '../fleet.ts';
import type { Gate } from '../gates.ts';
import { createStreams } from '../kernel/random.ts';
import { JOULES_PER_KWH } from '../kernel/units.ts';
import { all } from '../limiters/compose.ts';
import * as limiterPlugins from '../limiters/index.ts';
import { Logs } from '../logs/logs.ts';
import { Conservation } from '../metrics/conservation.ts';
import { Metrics, type MeasuredDevice, type MetricsOptions } from '../metrics/metrics.ts';
import { Sampler } from '../metrics/sampler.ts';
import { TenantTally } from '../metrics/tenants.ts';
import {
  LOST,
  NONE,
  type Arrivals,
  type Context,
  type Follower,
  type Limited,
  type Limiter,
  type LimiterContext,
  type Listener,
  type Objective,
  type Servers,
  type Source,
  type Strategy,
  type Workload,
} from '../model.ts';
import { Patience } from '../patience.ts';
import * as strategyPlugins from '../strategies/index.ts';
import * as workloadPlugins from '../workloads/index.ts';
import { breakdowns } from './faults.ts';
import { arrivalsOf } from './facts.ts';
import { make } from './make.ts';
import { patienceOf } from './patience.ts';
import { serversOf } from './queue.ts';
import { handsBack, recourseOf, triesAgain } from './recourse.ts';
import type { Choice, FleetEntry, Limit, Scenario } from './scenario.ts';

/** What a run is made with besides its scenario. */
export interface Setting {
  readonly seed: number;
  readonly replication: number;
  /** The bytes behind a name in the scenario: a trace. */
  readonly source: (name: string) => Source;
  /** Logs that were read before; those of `source`, read anew, when not said. */
  readonly logs?: Logs;
  /** Further listeners, who are given the names of the devices, and of the tenants of a log. */
  readonly listeners?: (devices: readonly string[], tenants?: readonly string[]) => readonly Listener[];
}

export interface Assembly {
  readonly engine: Engine;
  readonly parts: Parts;
  readonly metrics: Metrics;
  readonly sampler: Sampler | null;
  readonly conservation: Conservation;
  readonly tenants: TenantTally | null;
}

export function assemble(scenario: Scenario, setting: Setting): Assembly {
  const groups = scenario.fleet.flatMap(({ count }, group) => new Array<number>(count).fill(group));
  const engine = new Engine(groups.length);
  const context = contextOf(engine, scenario, setting);
  const workload = workloadOf(scenario, context);
  const settled = { ...context, duration: workload.duration };
  const fleet = new Floor(groups);
  scenario.fleet.forEach((entry, group) => {
    const first = groups.indexOf(group);
    if (entry.count > 0)
      fleet.add(
        serversOf(entry, objective(scenario), { ...settled, fleet, first, means: workload.means }),
        entry.count,
      );
  });
  const kinds = scenario.fleet.map(({ slots, profile }): Limited => ({ slots, pace: profile.pace }));
  const limiters = limitersOf(scenario, settled);
  const own = limiters('device', groups.length, (i) => kinds[groups[i]!]!);
  if (own.length > 0) fleet.limit(all(own, groups.length, (i) => fleet.touch(i)));
  const whole: Limited = { slots: groups.reduce((sum, group) => sum + kinds[group]!.slots, 0), pace: null };
  const gates = (['fleet', 'tenant'] as const).flatMap((scope) =>
    limiters(scope, scope === 'fleet' ? 1 : Infinity, () => whole).map((make): Gate => ({
      scope,
      limiter: make(),
    })),
  );
  const cloudLimits = limiters('cloud', 1, () => ({ slots: Infinity, pace: null }));
  const cloud =
    scenario.cloud &&
    make<Servers>(cloudPlugins, scenario.cloud as Choice, { ...settled, model: scenario.cloud.profile });
  const down = breakdowns(scenario, settled, fleet, cloud);
  const recourse = recourseOf(scenario, { ...settled, fleet });
  // After everyone who may answer at the same instant.
  const waits = patienceOf(scenario);
  const patience = waits && new Patience(waits, { ...settled, servers: fleet.servers });
  const metrics = metricsOf(scenario, workload, fleet, down);
  const sampler = fleet.limiter && new Sampler(context, fleet.limiter, metrics.clock);
  const conservation = new Conservation(scenario.cloud?.profile ?? null);
  const tenants = tenantTally(scenario, workload);
  const names = deviceNames(scenario.fleet);
  const parts: Parts = {
    workload,
    gates,
    fleet,
    strategy: make<Strategy>(strategyPlugins, groups.length === 0 ? CLOUD_ONLY : scenario.strategy, {
      ...settled,
      fleet,
      means: workload.means,
      slo: objective(scenario),
      cloud,
      tariff: scenario.metrics.electricity / JOULES_PER_KWH,
    }),
    cloud: cloud && {
      servers: cloud,
      limiter: cloudLimits.length > 0 ? all(cloudLimits, 1, () => undefined) : null,
    },
    recourse,
    followers: [...(isFollower(workload) ? [workload] : []), ...(patience ? [patience] : [])],
    listeners: [
      metrics,
      conservation,
      ...(tenants ? [tenants] : []),
      ...(setting.listeners?.(names, workload.named?.names) ?? []),
    ],
  };
  return { engine, parts, metrics, sampler, conservation, tenants };
}

/** What every part of a run gets. */
export function contextOf(run: Engine, { duration }: Scenario, setting: Setting): Context {
  const { clock, requests, agenda, desk, works } = run;
  return {
    clock,
    requests,
    agenda,
    desk,
    works,
    claim: (station, slots) => run.claim(station, slots),
    stream: createStreams(setting.seed, setting.replication),
    logs: setting.logs ?? new Logs(setting.source),
    duration: duration ?? Infinity,
  };
}

/** Nothing in it, and nobody to take a request. */
const NOWHERE: Pick<Parts, 'gates' | 'strategy' | 'cloud' | 'recourse'> = {
  gates: [],
  strategy: { pick: () => NONE },
  cloud: null,
  recourse: { after: () => LOST },
};

/**
 * Tells of the requests that would come if answers took no time: every one ends as soon as it is there. Of requests that
 * come whatever becomes of them these are all there are.
 */
export function asked(scenario: Scenario, setting: Setting, listener: Listener): Workload {
  const engine = new Engine(0);
  const workload = workloadOf(scenario, contextOf(engine, scenario, setting));
  const followers = isFollower(workload) ? [workload] : [];
  engine.run({ ...NOWHERE, workload, fleet: new Floor([]), followers, listeners: [listener] });
  return workload;
}

export function workloadOf({ workload }: Scenario, context: Context): Workload {
  const given = arrivalsOf(workload);
  const arrivals = given && make<Arrivals>(arrivalPlugins, given, context);
  return make<Workload>(workloadPlugins, workload, { ...context, ...(arrivals && { arrivals }) });
}

type MakeLimiter = (touch?: (i: number) => void) => Limiter;

/** The limits of a scope, each to be made with who is told of a fill that falls. */
const limitersOf =
  ({ limits }: Scenario, context: Context) =>
  (scope: Limit['scope'], size: number, limited: LimiterContext['limited']): readonly MakeLimiter[] =>
    limits
      .filter((limit) => limit.scope === scope)
      .map(
        (limit) => (touch) =>
          make<Limiter>(limiterPlugins, limit, { ...context, size, limited, ...(touch && { touch }) }),
      );

function isFollower(workload: Workload): workload is Workload & Follower {
  return 'ended' in workload;
}

/** How many tenants generated requests have. */
function tenantsOf({ workload }: Scenario): number {
  return (workload['tenants'] as { readonly count: number } | undefined)?.count ?? 1;
}

/** Tenants with figures of their own where a log names them. */
const USUAL_TENANTS = 20;

function tenantTally(scenario: Scenario, { named }: Workload): TenantTally | null {
  const most = scenario.metrics.tenants ?? (named ? USUAL_TENANTS : 0);
  if (most === 0) return null;
  return new TenantTally({
    warmup: scenario.warmup,
    objective: objective(scenario),
    tenants: named,
    most: Math.min(most, named?.names.length ?? tenantsOf(scenario)),
  });
}

function metricsOf(
  scenario: Scenario,
  workload: Workload,
  fleet: Floor,
  down: MetricsOptions['down'],
): Metrics {
  const { cloud, metrics } = scenario;
  const names = deviceNames(scenario.fleet);
  const entries = scenario.fleet.flatMap((entry) => new Array<FleetEntry>(entry.count).fill(entry));
  return new Metrics({
    warmup: scenario.warmup,
    duration: workload.duration,
    period: workload.period,
    asked: workload.users === undefined ? null : workload.rate,
    devices: entries.map((entry, i) => measured(entry, names[i]!, fleet.capability[i]!)),
    cloud: cloud && {
      model: cloud.profile,
      quality: cloud.profile.quality ?? NaN,
      responsiveness: cloud.profile.responsiveness ?? NaN,
    },
    alpha: metrics.alpha,
    electricity: metrics.electricity,
    includeIdle: metrics.includeIdle,
    hardware: hardware(scenario, workload.duration),
    responsiveness: metrics.responsiveness,
    objective: objective(scenario),
    also: {
      retries: triesAgain(scenario),
      abandoned: patienceOf(scenario) !== null,
      lost: patienceOf(scenario) !== null || scenario.fleet.some(handsBack),
    },
    recorded: workload.recorded,
    down,
  });
}

/** What is chosen from no devices at all, whatever the strategy. */
const CLOUD_ONLY: Choice = { kind: 'cloudOnly' };

/** What the machines cost in the measured interval; 0 when that does not count. */
function hardware({ fleet, metrics, warmup }: Scenario, duration: number): number {
  if (!metrics.hardware) return 0;
  const dollars = fleet.reduce((sum, { price, count }) => sum + (price ?? 0) * count, 0);
  return (dollars * (duration - warmup)) / metrics.hardware.lifetime;
}

/** `profile#1`, `profile#2`, ... counted over the whole fleet. */
export function deviceNames(fleet: readonly FleetEntry[]): string[] {
  const counts = new Map<string, number>();
  return fleet.flatMap((entry) =>
    Array.from({ length: entry.count }, () => {
      const number = (counts.get(entry.profile.name) ?? 0) + 1;
      counts.set(entry.profile.name, number);
      return `${entry.profile.name}#${number}`;
    }),
  );
}

function measured({ profile, slots }: FleetEntry, name: string, capability: number): MeasuredDevice {
  return {
    name,
    profile: profile.name,
    range: profile.range,
    slots,
    capability,
    power: profile.power,
    quality: profile.quality ?? NaN,
    responsiveness: profile.responsiveness ?? NaN,
  };
}

export function objective({ slo }: Scenario): Objective | null {
  if (slo.ttft === null && slo.tpot === null && slo.e2e === null) return null;
  return { ttft: slo.ttft ?? Infinity, tpot: slo.tpot ?? Infinity, e2e: slo.e2e ?? Infinity };
}
