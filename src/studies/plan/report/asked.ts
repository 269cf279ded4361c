/** The requirements of a plan in words: bounds, headroom, spare machines, and what is not required. */
import { given } from '../../../kernel/given.ts';
import { dollars, percent, percentTo } from '../../../kernel/numbers.ts';
import { ASKS } from '../../../asks.ts';
import type { PlannedLevel, Planned } from '../result.ts';
import type { Condition, FleetOutcome, Assessed } from '../fleetResult.ts';
import { rounded } from '../../../report/format.ts';
import { amountOf, askWords, fleetWords, times } from './words.ts';

/** Every bound, and the conditions under which it applies. */
export function askedLines(planned: Planned): string[] {
  const { requirements, slo, headroom, spare, edgeOnly } = planned;
  const more = headroom > 0 ? `at ${percent(headroom)} more demand (headroom)` : '';
  const missing = spare > 0 ? `with any ${machines(spare)} missing (spare: ${spare})` : '';
  return given([
    ...requirements.map((one) => askWords(one, slo)),
    edgeOnly && 'nothing goes to a cloud: what the machines refuse is lost',
    more !== '' && `all of it ${more} as well`,
    missing !== '' && `and ${more === '' ? missing : `there ${missing}`}, the cost aside`,
  ]);
}

const machines = (count: number): string => (count === 1 ? 'one machine' : `${count} machines`);

/** `1.2, without 1 × orin-nano-8gb`. */
export function placeWords(
  { growth, missing }: Pick<Condition, 'growth' | 'missing'>,
  names: readonly string[],
): string {
  const left = missing.some((count) => count > 0);
  return `${times(growth)}${left ? `, less ${fleetWords({ counts: missing }, names)}` : ''}`;
}

/** The confidence bounds of the recommended fleet with headroom, and with machines missing: the worst of those. */
export function conditionWords(fleet: FleetOutcome, { growth }: PlannedLevel, planned: Planned): string[] {
  const main = (assessed: readonly Assessed[]): Assessed | undefined =>
    assessed.find(({ ask }) => ask === 'days') ??
    assessed.find(({ ask }) => ask === 'attainment') ??
    assessed.find(({ ask }) => ask !== 'budget');
  const isWhole = ({ missing }: Condition): boolean => missing.every((count) => count === 0);
  const said = (assessed: Assessed | undefined): string | null => {
    if (!assessed || assessed.figure.mean === null) return null;
    const { ask, figure, sure, sense } = assessed;
    const bound =
      sure === null ? '' : `, ${sense === 'least' ? 'at least' : 'at most'} ${amountOf(ask, sure)}`;
    return `${amountOf(ask, figure.mean)}${bound}`;
  };
  const worst = fleet.conditions
    .filter((one) => !isWhole(one))
    .map(({ assessed }) => main(assessed))
    .reduce<Assessed | undefined>((a, b) => (a && b && better(a, b) ? b : (a ?? b)), undefined);
  const more = fleet.conditions.filter(isWhole).map(({ assessed, growth: at }) => ({
    where: `with ${percentTo(at / growth - 1, 0)} more demand it is`,
    amount: said(main(assessed)),
  }));
  const less = worst
    ? [{ where: `with any ${machines(planned.spare)} missing then`, amount: said(worst) }]
    : [];
  return [...more, ...less].flatMap(({ where, amount }) => (amount === null ? [] : [`${where} ${amount}`]));
}

const better = (a: Assessed, b: Assessed): boolean =>
  a.sense === 'least' ? (a.sure ?? 0) > (b.sure ?? 0) : (a.sure ?? 0) < (b.sure ?? 0);

/** Two digits, or that it is unknown. */
export const qualityText = (quality: number | null): string =>
  quality === null ? 'unknown' : rounded(quality, 2);

/** A remark that dollars alone do not compare fleets whose answers differ in quality; null if they do not differ. */
export function unequalWords(planned: Planned, level: PlannedLevel, names: readonly string[]): string | null {
  const { recommended, nearest, runnersUp, cloudOnly } = level;
  const first = recommended ?? nearest?.fleet;
  const all = [...(first ? [first] : []), ...runnersUp, ...(cloudOnly ? [cloudOnly] : [])];
  const groups = new Map<string, FleetOutcome>();
  for (const fleet of all) {
    const text = qualityText(fleet.quality.mean);
    if (!groups.has(text)) groups.set(text, fleet);
  }
  if (groups.size < 2) return null;
  const parts = [...groups].map(([text, fleet]) => `${text} for ${fleetWords(fleet, names)}`);
  const unknown = groups.has('unknown')
    ? ' Where Q is unknown, measure it with your own questions and write it as quality: beside the profile.'
    : '';
  return `These fleets do not answer equally well: Q, the share of answers that are right, is ${parts.join(', ')}. Dollars alone do not compare them${planned.requirements.some(({ ask }) => ask === 'quality') ? '' : '; quality: 85 % in the plan section sets a least share'}.${unknown}`;
}

/** Relaxations with which a fleet would pass, each on its own. */
export function relaxationWords({ relaxations }: PlannedLevel, names: readonly string[]): string[] {
  return relaxations.map(({ ask, bound, needed, sense, fleet }) => {
    const way = sense === 'least' ? 'at least' : 'at most';
    return `A fleet would pass if ${ASKS[ask].subject} had to be ${way} ${amountOf(ask, needed)} instead of ${amountOf(ask, bound)}: ${fleetWords(fleet, names)}, ${dollars(fleet.cost.total.mean)} a month, by the ${fleet.replications} runs it had.`;
  });
}

/** By how much the busiest hour exceeds the mean; null when runs are shorter than an hour. */
export function hourWords({ hourly: { mean, busiest } }: PlannedLevel): string | null {
  if (busiest === null) return null;
  return `On average ${rounded(mean, 0)} requests come an hour, in the busiest hour of a run ${rounded(busiest, 0)}.`;
}
