/** Builds a run from a resolved cell: its parts, and its metrics. */
import { Engine } from '../engine/engine.ts';
import type { EngineParts } from '../engine/requestDesk.ts';
import { Floor } from '../engine/fleet.ts';
import { createStreams } from '../kernel/random.ts';
import { Logs } from '../logs/logs.ts';
import { Conservation } from '../metrics/conservation.ts';
import { Metrics, type MeasuredKind, type MetricsOptions } from '../metrics/metrics.ts';
import { Guests } from '../metrics/guests.ts';
import type { Only } from '../metrics/only.ts';
import { Sampler } from '../metrics/sampler.ts';
import { GroupTally, tenantGroups, type GroupTallyOptions } from '../metrics/tenants.ts';
import { LOST, NONE, type Context, type Listener, type Source, type Workload } from '../model.ts';
import type { Neighbours, Place } from '../engine/neighbours.ts';
import { objective } from './objective.ts';
import { isFollower, partsOf, workloadOf } from './parts.ts';
import { alsoOf } from './also.ts';
import { patienceOf } from './patience.ts';
import type { FleetEntry, Scenario } from './scenario.ts';

/** What a run needs besides its scenario. */
export interface Setting {
  /** For a region, this includes its name. */
  readonly seed: number | string;
  readonly replication: number;
  /** Opens a file named in the scenario, such as a trace. */
  readonly source: (name: string) => Source;
  /** Logs read earlier; by default they are read from `source`. */
  readonly logs?: Logs;
  /** Whether to leave out the tables by tenant and by priority. */
  readonly bare?: boolean;
  /** The metrics to measure; all by default. */
  readonly only?: Only | undefined;
  /** For a region that exchanges requests: its place, and the machines of all connected regions. */
  readonly among?: Among;
  /** Creates further listeners, from the names of the devices, and of the tenants of a log. */
  readonly listeners?: (devices: readonly string[], tenants?: readonly string[]) => readonly Listener[];
}

export interface Among extends Place {
  /** The fleets of all kinds of connected regions, one after the other. */
  readonly fleet: readonly FleetEntry[];
}

export interface Assembly {
  readonly engine: Engine;
  readonly parts: EngineParts;
  readonly metrics: Metrics;
  readonly sampler: Sampler | null;
  readonly conservation: Conservation;
  /** Results by tenant and by priority; null when they are not wanted, or there is only one. */
  readonly tenants: GroupTally | null;
  readonly priorities: GroupTally | null;
  readonly neighbours: Neighbours | undefined;
}

export function assemble(scenario: Scenario, setting: Setting): Assembly {
  if (scenario.regions) throw new RangeError(`${scenario.name} has regions: edgewise run takes it`);
  const engine = new Engine(scenario.fleet.reduce((sum, { count }) => sum + count, 0));
  const context = contextOf(engine, scenario, setting);
  const { among } = setting;
  const made = partsOf(scenario, context, undefined, among ?? null);
  const { workload, fleet, down, neighbours } = made;
  const metrics = metricsOf(scenario, made, down, setting);
  const { gauges, interval } = metrics;
  const sampler =
    fleet.limiter && gauges.fill
      ? new Sampler(context, fleet.limiter, fleet.size, interval, gauges.story)
      : null;
  const conservation = new Conservation(scenario.cloud?.profile ?? null);
  const { tenants, priorities } =
    setting.bare === true || !gauges.story ? NO_TABLES : tablesOf(scenario, workload);
  if (priorities) engine.moves.withPriorities();
  // No spread or map here: objects and arrays of the same hidden class in every run keep the code fast that reads them
  // (V8).
  const parts: EngineParts = {
    workload,
    gates: made.gates,
    fleet,
    strategy: made.strategy,
    cloud: made.cloud,
    away: made.away,
    recourse: made.recourse,
    followers: made.followers,
    listeners: [
      ...(neighbours ? [new Guests(metrics, neighbours), ...metrics.others] : metrics.listeners),
      conservation,
      ...(tenants ? [tenants] : []),
      ...(priorities ? [priorities] : []),
      ...(setting.listeners?.(deviceNames(scenario.fleet), workload.named?.names) ?? []),
    ],
  };
  return { engine, parts, metrics, sampler, conservation, tenants, priorities, neighbours };
}

/** The context that every part of a run gets. */
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

/** An empty edge that accepts no request. */
const NOWHERE: Pick<EngineParts, 'gates' | 'strategy' | 'cloud' | 'recourse'> = {
  gates: [],
  strategy: { pick: () => NONE },
  cloud: null,
  recourse: { after: () => LOST },
};

/**
 * Reports the requests that would arrive if answers took no time: every request ends on arrival. For an open workload
 * these are all its requests.
 */
export function asked(scenario: Scenario, setting: Setting, listener: Listener): Workload {
  const engine = new Engine(0);
  const workload = workloadOf(scenario, contextOf(engine, scenario, setting));
  const followers = isFollower(workload) ? [workload] : [];
  engine.run({ ...NOWHERE, workload, fleet: new Floor([]), followers, listeners: [listener] });
  return workload;
}

/** Tenants reported by name by default, where a log names them. */
const USUAL_TENANTS = 20;
/** Priorities reported, from the highest. */
const MOST_PRIORITIES = 50;

type Tables = Pick<Assembly, 'tenants' | 'priorities'>;
const NO_TABLES: Tables = { tenants: null, priorities: null };

function tablesOf(scenario: Scenario, { named, tenantCount = 1, priorities }: Workload): Tables {
  const { warmup, metrics } = scenario;
  const table = (by: GroupTallyOptions['by'], groups: GroupTallyOptions['groups']): GroupTally | null =>
    groups.length === 0
      ? null
      : new GroupTally({
          warmup,
          objective: objective(scenario),
          by,
          groups,
          abandoned: patienceOf(scenario) !== null,
        });
  const most = metrics.tenants ?? (named ? USUAL_TENANTS : 0);
  const levels = (priorities ?? []).slice(0, MOST_PRIORITIES);
  return {
    tenants: table('tenant', tenantGroups(named, Math.min(most, named?.names.length ?? tenantCount))),
    priorities: table(
      'priority',
      levels.map((number) => ({ number, name: `priority ${number}` })),
    ),
  };
}

function metricsOf(
  scenario: Scenario,
  { workload, fleet }: Pick<EngineParts, 'workload' | 'fleet'>,
  down: MetricsOptions['down'],
  { only, among }: Pick<Setting, 'only' | 'among'>,
): Metrics {
  const { cloud, metrics } = scenario;
  return new Metrics({
    warmup: scenario.warmup,
    duration: workload.duration,
    period: workload.period,
    asked: workload.users === undefined ? null : workload.rate,
    kinds: measured(scenario.fleet, among?.fleet ?? []),
    group: fleet.group,
    ownKinds: scenario.fleet.length,
    capability: fleet.capability.reduce((sum, one) => sum + one, 0),
    names: () => deviceNames(scenario.fleet),
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
    also: alsoOf(scenario, among !== undefined),
    recorded: workload.recorded,
    down,
    only,
  });
}

/** Cost of the machines in the measured interval; 0 when hardware costs are not counted. */
function hardware({ fleet, metrics, warmup }: Scenario, duration: number): number {
  if (!metrics.hardware) return 0;
  const dollars = fleet.reduce((sum, { price, count }) => sum + (price ?? 0) * count, 0);
  return (dollars * (duration - warmup)) / metrics.hardware.lifetime;
}

/** `profile#1`, `profile#2`, ... counted over the whole fleet. */
export function deviceNames(fleet: readonly FleetEntry[]): string[] {
  const counts = new Map<string, number>();
  const names: string[] = [];
  for (const { profile, count } of fleet) {
    const before = counts.get(profile.name) ?? 0;
    for (let k = 1; k <= count; k++) names.push(`${profile.name}#${before + k}`);
    counts.set(profile.name, before + count);
  }
  return names;
}

function measured(...fleets: readonly (readonly FleetEntry[])[]): MeasuredKind[] {
  const kinds: MeasuredKind[] = [];
  for (const fleet of fleets)
    for (const { profile, slots } of fleet)
      kinds.push({
        profile: profile.name,
        range: profile.range,
        slots,
        power: profile.power,
        quality: profile.quality ?? NaN,
        responsiveness: profile.responsiveness ?? NaN,
      });
  return kinds;
}
