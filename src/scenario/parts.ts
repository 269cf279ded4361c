/** Creates the plugins of a cell: in one place for runs, for checking a file, and for questions before a run. */
import * as arrivalPlugins from '../arrivals/index.ts';
import * as cloudPlugins from '../clouds/index.ts';
import type { EngineParts } from '../engine/requestDesk.ts';
import { Floor } from '../engine/fleet.ts';
import type { Gate } from '../engine/gates.ts';
import { JOULES_PER_KWH } from '../kernel/units.ts';
import { all } from '../limiters/compose.ts';
import * as limiterPlugins from '../limiters/index.ts';
import type { MetricsOptions } from '../metrics/metrics.ts';
import {
  CLOUD,
  NONE,
  type Arrivals,
  type Context,
  type Follower,
  type Limited,
  type Limiter,
  type LimiterContext,
  type Objective,
  type Servers,
  type Strategy,
  type Workload,
} from '../model.ts';
import { Neighbours, type Place } from '../engine/neighbours.ts';
import { Patience } from '../engine/patience.ts';
import * as strategyPlugins from '../strategies/index.ts';
import * as workloadPlugins from '../workloads/index.ts';
import { arrivalsOf } from './facts.ts';
import { breakdowns } from './faults.ts';
import { make, type Make } from './make.ts';
import { objective } from './objective.ts';
import { patienceOf } from './patience.ts';
import { serversOf } from './queue.ts';
import { recourseOf } from './recourse.ts';
import type { Choice, Limit, Scenario } from './scenario.ts';

/** All parts of a run except its listeners. */
interface AssembledRun extends Omit<EngineParts, 'fleet' | 'listeners'> {
  readonly fleet: Floor;
  readonly down: MetricsOptions['down'];
  /** For a region that exchanges requests. */
  readonly neighbours: Neighbours | undefined;
}

/** `making` gets the place of each choice in the file; `place` is for a region that exchanges requests. */
export function partsOf(
  scenario: Scenario,
  context: Context,
  making: Make = make,
  place: Place | null = null,
): AssembledRun {
  const groups = groupsOf(scenario.fleet);
  const workload = workloadOf(scenario, context, making);
  // In a literal, added properties come before the spread context: after it, V8 would make a new hidden class for every
  // run, which costs a microsecond and slows down later reads.
  const settled = { ...context, duration: workload.duration };
  const slo = objective(scenario);
  const fleet = floorOf(scenario.fleet, slo, { means: workload.means, ...settled }, making);
  const { gates, limiter } = limitersOf(scenario, settled, fleet, groups, making);
  const cloud =
    scenario.cloud &&
    making<Servers>(
      cloudPlugins,
      scenario.cloud as unknown as Choice,
      { model: scenario.cloud.profile, ...settled },
      { path: ['cloud'] },
    );
  const down = breakdowns(scenario, settled, fleet, cloud, making);
  const neighbours = place && new Neighbours(settled, place, fleet.group);
  const recourse = recourseOf(scenario, { fleet, ...settled }, making, neighbours);
  // After all stations that may answer at the same instant.
  const waits = patienceOf(scenario);
  const patience = waits && new Patience(waits, { fleet, ...settled });
  const strategy = making<Strategy>(
    strategyPlugins,
    groups.length === 0 ? CLOUD_ONLY : scenario.strategy,
    {
      fleet,
      means: workload.means,
      slo,
      cloud,
      tariff: scenario.metrics.electricity / JOULES_PER_KWH,
      ...settled,
    },
    { path: ['strategy'] },
  );
  return {
    workload,
    gates,
    fleet,
    strategy: neighbours ? keptHere(strategy, neighbours) : strategy,
    cloud: cloud && { servers: cloud, limiter },
    recourse,
    followers: followersOf(
      [...(isFollower(workload) ? [workload] : []), ...(patience ? [patience] : [])],
      neighbours,
    ),
    away: neighbours ?? undefined,
    neighbours: neighbours ?? undefined,
    down,
  };
}

/** A request of another region that the router would send to the cloud goes back instead: its home decides on the fallback. */
function keptHere(strategy: Strategy, neighbours: Neighbours): Strategy {
  return {
    pick: (id) => {
      const place = strategy.pick(id);
      return place === CLOUD && neighbours.hosts(id) ? NONE : place;
    },
    ...(strategy.accepted && {
      accepted: (id, device) => strategy.accepted!(id, device),
      released: (id, device) => strategy.released!(id, device),
    }),
  };
}

/** Requests of other regions are not reported to followers, only to the station that sends them back. */
function followersOf(all: readonly Follower[], neighbours: Neighbours | null): readonly Follower[] {
  if (neighbours === null) return all;
  const own = all.map((follower): Follower => ({
    arrived: (id) => (neighbours.hosts(id) ? undefined : follower.arrived?.(id)),
    ended: (id, outcome) => (neighbours.hosts(id) ? undefined : follower.ended(id, outcome)),
  }));
  return [...own, neighbours];
}

export function workloadOf({ workload }: Scenario, context: Context, making: Make = make): Workload {
  const given = arrivalsOf(workload);
  const arrivals =
    given && making<Arrivals>(arrivalPlugins, given, context, { path: ['workload', 'arrivals'] });
  const more = arrivals ? { arrivals, ...context } : context;
  return making<Workload>(workloadPlugins, workload, more, { path: ['workload'] });
}

/** The strategy of an empty fleet, whatever is configured. */
const CLOUD_ONLY: Choice = { kind: 'cloudOnly' };

/** The fleet entry of each machine. */
function groupsOf(fleet: Scenario['fleet']): readonly number[] {
  return fleet.flatMap(({ count }, group) => new Array<number>(count).fill(group));
}

/** The fleet, without limits. */
export function floorOf(
  entries: Scenario['fleet'],
  slo: Objective | null,
  context: Context & Pick<Workload, 'means'>,
  making: Make = make,
): Floor {
  const groups = groupsOf(entries);
  const fleet = new Floor(groups);
  entries.forEach((entry, group) => {
    if (entry.count === 0) return;
    const more = { fleet, first: groups.indexOf(group), ...context };
    fleet.add(serversOf(entry, slo, more, { making, path: ['fleet', group] }), entry.count);
  });
  return fleet;
}

export function isFollower(workload: Workload): workload is Workload & Follower {
  return 'ended' in workload;
}

/** Limiters asked before the pick, and that of the cloud; those of devices go to the fleet. */
function limitersOf(
  { limits, fleet: entries }: Scenario,
  context: Context,
  fleet: Floor,
  groups: readonly number[],
  making: Make,
): { readonly gates: readonly Gate[]; readonly limiter: Limiter | null } {
  type Touch = (i: number) => void;
  const of = (
    scope: Limit['scope'],
    size: number,
    limited: LimiterContext['limited'],
  ): ((touch?: Touch) => Limiter)[] =>
    limits.flatMap((limit, k) =>
      limit.scope === scope
        ? [
            (touch) =>
              making<Limiter>(
                limiterPlugins,
                limit,
                { size, limited, touch, ...context },
                { path: ['limits', k] },
              ),
          ]
        : [],
    );
  const kinds = entries.map(({ slots, profile }): Limited => ({ slots, pace: profile.pace }));
  const own = of('device', groups.length, (i) => kinds[groups[i]!]!);
  if (own.length > 0) fleet.limit(all(own, groups.length, (i) => fleet.refill(i)));
  const whole: Limited = { slots: groups.reduce((sum, group) => sum + kinds[group]!.slots, 0), pace: null };
  const gates = (['fleet', 'tenant'] as const).flatMap((scope) =>
    of(scope, scope === 'fleet' ? 1 : Infinity, () => whole).map((one): Gate => ({ scope, limiter: one() })),
  );
  const cloud = of('cloud', 1, () => ({ slots: Infinity, pace: null }));
  return { gates, limiter: cloud.length > 0 ? all(cloud, 1, () => undefined) : null };
}
