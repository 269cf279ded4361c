/** From the result of a run: the monthly cost of a fleet, and the share of right answers, from who answers how many and the Q of each. */
import { JOULES_PER_KWH } from '../../kernel/units.ts';
import type { QuantileQuestion } from '../../kernel/statistics.ts';
import type { MonthlyCost } from './fleetResult.ts';
import type { Replication } from '../../results.ts';
import type { Planning, Scenario } from '../../scenario/scenario.ts';
import { estimate } from '../../experiment/estimate.ts';
import { type Counts, kindsOf } from './space.ts';

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

/** Share of answers without a known Q up to which they are ignored: it changes the mean by at most this. */
const FEW = 0.01;

interface Right {
  /** Share of right answers if unknown ones count as wrong; null without answers. */
  readonly least: number | null;
  /** Share among the known ones; null when more than a hundredth is unknown. */
  readonly share: number | null;
}

export function rightOf({ metrics, devices }: Replication, counts: Counts, prices: Prices): Right {
  const { planning, scenario } = prices;
  let all = 0;
  let known = 0;
  let right = 0;
  const add = (answers: number, quality: number | null | undefined): void => {
    all += answers;
    if (typeof quality !== 'number') return;
    known += answers;
    right += answers * quality;
  };
  const kinds = kindsOf(planning, counts);
  devices.forEach(({ metrics: own }, i) =>
    add(own['served'] ?? 0, planning.candidates[kinds[i]!.kind]!.profile.quality),
  );
  add(metrics['cloud.requests'] ?? 0, scenario.cloud?.profile.quality);
  if (all === 0) return { least: null, share: null };
  return { least: right / all, share: known >= (1 - FEW) * all ? right / known : null };
}

/** Upper bound of quality for fleets of these kinds, whichever machine answers. */
export function bestQuality(
  counts: Counts,
  { planning, scenario }: Pick<Prices, 'planning' | 'scenario'>,
): number {
  const { cloud } = scenario;
  const kinds = planning.candidates.flatMap(({ profile }, i) =>
    counts[i]! > 0 ? [profile.quality ?? 0] : [],
  );
  return Math.max(0, ...kinds, cloud?.profile.quality ?? 0);
}
