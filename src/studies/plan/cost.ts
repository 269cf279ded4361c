/** The monthly cost of a fleet, from the result of a run. */
import { JOULES_PER_KWH } from '../../kernel/units.ts';
import type { QuantileQuestion } from '../../kernel/statistics.ts';
import type { MonthlyCost } from './fleetResult.ts';
import type { Replication } from '../../results.ts';
import type { Planning, Scenario } from '../../scenario/scenario.ts';
import { estimate } from '../../experiment/estimate.ts';
import type { Counts } from './space.ts';

/** A twelfth of a year of 365.25 days. */
export const MONTH = 2_629_800;

export interface Prices {
  readonly planning: Planning;
  readonly scenario: Scenario;
  /** Measured seconds of a run. */
  readonly seconds: number;
}

/** Dollars per month, by item. */
export interface Bill {
  readonly hardware: number;
  readonly load: number;
  readonly idle: number;
  readonly cloud: number;
  readonly total: number;
}

export function busySeconds({ busy }: Planning): number {
  return Math.min(busy ?? MONTH, MONTH);
}

export function hardwareCost({ candidates, lifetime }: Planning, counts: Counts): number {
  return candidates.reduce((sum, { price }, i) => sum + price * counts[i]! * (MONTH / lifetime), 0);
}

/** Outside of the busy hours machines idle and the cloud gets no requests. */
export function billOf({ metrics }: Replication, counts: Counts, prices: Prices): Bill {
  const { planning, scenario, seconds } = prices;
  const busy = busySeconds(planning);
  const often = busy / seconds;
  const tariff = scenario.metrics.electricity / JOULES_PER_KWH;
  const resting = planning.candidates.reduce(
    (sum, { profile }, i) => sum + profile.power.idle * counts[i]!,
    0,
  );
  const hardware = hardwareCost(planning, counts);
  const load = (metrics['edge.joules'] ?? 0) * often * tariff;
  const idle = ((metrics['edge.idleJoules'] ?? 0) * often + resting * (MONTH - busy)) * tariff;
  const cloud = (metrics['cloud.cost'] ?? 0) * often;
  return { hardware, load, idle, cloud, total: hardware + load + idle + cloud };
}

/** `drawn` if all runs resample one log. */
export function monthlyCost(bills: readonly Bill[], drawn?: QuantileQuestion): MonthlyCost {
  const over = (of: keyof Bill): MonthlyCost['total'] =>
    estimate(
      bills.map((bill) => bill[of]),
      { drawn },
    );
  return {
    hardware: bills[0]?.hardware ?? 0,
    load: over('load'),
    idle: over('idle'),
    cloud: over('cloud'),
    total: over('total'),
  };
}
