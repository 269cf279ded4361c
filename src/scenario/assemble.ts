/** From a resolved cell to the parts of a run: the only place that turns names into plugins. */
import * as arrivalPlugins from '../arrivals/index.ts';
import * as cloudPlugins from '../clouds/index.ts';
import * as devicePlugins from '../devices/index.ts';
import { Floor, type Parts } from '../engine.ts';
import { serviceSeconds } from '../kernel/pace.ts';
import { createStreams } from '../kernel/random.ts';
import { Requests } from '../kernel/requests.ts';
import { JOULES_PER_KWH } from '../kernel/units.ts';
import { Logs } from '../logs/logs.ts';
import { all, perTenant } from '../limiters/compose.ts';
import * as limiterPlugins from '../limiters/index.ts';
import { Conservation } from '../metrics/conservation.ts';
import { Metrics, type MeasuredDevice } from '../metrics/metrics.ts';
import { Sampler } from '../metrics/sampler.ts';
import { TenantTally } from '../metrics/tenants.ts';
import type {
  Arrivals,
  Cloud,
  Context,
  Device,
  Limiter,
  LimiterContext,
  Model,
  Objective,
  Report,
  Source,
  Strategy,
  Workload,
} from '../model.ts';
import type { Plugin } from '../options.ts';
import * as strategyPlugins from '../strategies/index.ts';
import * as workloadPlugins from '../workloads/index.ts';
import type { Choice, FleetEntry, Limit, Scenario } from './scenario.ts';

/** What a run is made with besides its scenario. */
export interface Setting {
  readonly seed: number;
  readonly replication: number;
  /** The bytes behind a name in the scenario: a trace. */
  readonly source: (name: string) => Source;
  /** Logs that were read before; those of `source`, read anew, when not said. */
  readonly logs?: Logs;
  /** Further listeners, made when the request columns are there. */
  readonly listeners?: (
    requests: Requests,
    devices: readonly string[],
    tenants?: readonly string[],
  ) => readonly Report[];
}

export interface Assembly {
  readonly parts: Parts;
  readonly metrics: Metrics;
  readonly sampler: Sampler | null;
  readonly conservation: Conservation;
  readonly tenants: TenantTally | null;
}

/** How many tenants generated requests have. */
function tenantsOf({ workload }: Scenario): number {
  return (workload['tenants'] as { readonly count: number } | undefined)?.count ?? 1;
}

/** Tenants with figures of their own where a log names them. */
const USUAL_TENANTS = 20;

export function assemble(scenario: Scenario, setting: Setting): Assembly {
  const requests = new Requests();
  const context: Context = {
    stream: createStreams(setting.seed, setting.replication),
    logs: setting.logs ?? new Logs(setting.source),
    requests,
    duration: scenario.duration ?? Infinity,
  };
  const given = scenario.workload['arrivals'] as Choice | undefined;
  const arrivals = given && make<Arrivals>(arrivalPlugins, given, context);
  const workload = make<Workload>(workloadPlugins, scenario.workload, {
    ...context,
    ...(arrivals && { arrivals }),
  });
  const settled = { ...context, duration: workload.duration };

  const machines = scenario.fleet.flatMap((entry, group) =>
    Array.from({ length: entry.count }, () => ({ entry, group })),
  );
  const devices = machines.map(({ entry }, index) =>
    make<Device>(devicePlugins, entry.device, {
      ...settled,
      index,
      model: entry.profile,
      slots: entry.slots,
      queue: entry.queue ?? Infinity,
      means: workload.means,
    }),
  );
  const names = deviceNames(scenario.fleet);
  const limits = (scope: Limit['scope']): readonly Limit[] =>
    scenario.limits.filter((limit) => limit.scope === scope);
  const limiter = (limit: Limit, more: Pick<LimiterContext, 'slots' | 'cost'>): Limiter =>
    make<Limiter>(limiterPlugins, limit, { ...settled, ...more });
  const slots = machines.reduce((sum, { entry }) => sum + entry.slots, 0);
  const free = make<Limiter>(limiterPlugins, { kind: 'unlimited' }, settled);
  const limiters = machines.map(({ entry }) => {
    const own = limits('device').map((limit) =>
      limiter(limit, { slots: entry.slots, cost: secondsOn(entry.profile) }),
    );
    return own.length === 0 ? free : all(own);
  });
  const gates = [
    ...limits('fleet').map((limit) => limiter(limit, { slots })),
    ...limits('tenant').map((limit) =>
      perTenant(
        () => limiter(limit, { slots }),
        (id) => requests.tenant[id]!,
      ),
    ),
  ];
  const fleet = new Floor({ devices, limiters, groups: machines.map(({ group }) => group) });
  const cloud =
    scenario.cloud &&
    make<Cloud>(cloudPlugins, scenario.cloud as Choice, { ...settled, model: scenario.cloud.profile });

  const metrics = new Metrics({
    requests,
    warmup: scenario.warmup,
    duration: workload.duration,
    period: arrivals?.period ?? 0,
    devices: machines.map(({ entry }, i) => measured(entry, names[i]!, devices[i]!.capability)),
    cloud: scenario.cloud && {
      model: scenario.cloud.profile,
      quality: scenario.cloud.profile.quality ?? NaN,
      responsiveness: scenario.cloud.profile.responsiveness ?? NaN,
    },
    alpha: scenario.metrics.alpha,
    electricity: scenario.metrics.electricity,
    includeIdle: scenario.metrics.includeIdle,
    hardware: hardware(scenario, workload.duration),
    responsiveness: scenario.metrics.responsiveness,
    objective: objective(scenario),
    recorded: workload.recorded,
  });
  const most = scenario.metrics.tenants ?? (workload.tenants ? USUAL_TENANTS : 0);
  const tenants =
    most > 0
      ? new TenantTally({
          requests,
          warmup: scenario.warmup,
          objective: objective(scenario),
          tenants: workload.tenants,
          most: Math.min(most, workload.tenants?.names.length ?? tenantsOf(scenario)),
        })
      : null;
  const sampler = limits('device').length > 0 ? new Sampler(fleet, metrics.clock) : null;
  const conservation = new Conservation(requests, scenario.cloud?.profile ?? null);
  const parts: Parts = {
    requests,
    workload,
    gates,
    fleet,
    strategy: make<Strategy>(strategyPlugins, machines.length === 0 ? CLOUD_ONLY : scenario.strategy, {
      ...settled,
      fleet,
      means: workload.means,
      slo: objective(scenario),
      cloud,
      tariff: scenario.metrics.electricity / JOULES_PER_KWH,
    }),
    cloud,
    fallback: scenario.fallback,
    others: sampler ? [sampler] : [],
    reports: [
      metrics,
      conservation,
      ...(tenants ? [tenants] : []),
      ...(setting.listeners?.(requests, names, workload.tenants?.names) ?? []),
    ],
  };
  return { parts, metrics, sampler, conservation, tenants };
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

export function make<Made>(plugins: object, choice: Choice, context: unknown): Made {
  const factory = (plugins as Record<string, Plugin<unknown, unknown, Made>>)[choice.kind];
  if (!factory)
    throw new RangeError(`no plugin "${choice.kind}"; there are ${Object.keys(plugins).join(', ')}`);
  return factory(choice, context);
}

const secondsOn =
  ({ pace }: Model) =>
  (prompt: number, output: number): number =>
    serviceSeconds(pace, prompt, output);

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
