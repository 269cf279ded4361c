/** The requirements of a fleet, whether its runs show that it meets them, and which no number of runs can confirm. */
import { expm1, log } from '../../kernel/math.ts';
import { ASKS, type Ask } from '../../asks.ts';
import { deciding, holds, type Assessed, type Requirement } from './fleetResult.ts';
import type { Replication, Resampled } from '../../results.ts';
import { objective } from '../../scenario/objective.ts';
import type { Planning, Scenario } from '../../scenario/scenario.ts';
import { estimate } from '../../experiment/estimate.ts';
import { alike, meanOf } from '../../kernel/spread.ts';
import { leastShare, mostShare } from './binomial.ts';
import { billOf, type Prices, rightOf } from './cost.ts';
import { meanBounds } from './oneSided.ts';
import { daysWorth } from './demand.ts';
import type { Counts } from './space.ts';

/** Confidence of a verdict. */
export const CONFIDENCE = 0.95;

export function requirements(planning: Planning, { slo, cloud }: Scenario): Requirement[] {
  const found: Requirement[] = [];
  const add = (ask: Ask, bound: number | null, sense: Requirement['sense'] = 'most'): void => {
    if (bound !== null) found.push({ ask, bound, sense });
  };
  const { p95, cloudShare, budget, quality } = planning;
  if (objective({ slo })) add('attainment', slo.target, 'least');
  add('ttft.p95', p95.ttft);
  add('e2e.p95', p95.e2e);
  add('tpot.p95', p95.tpot);
  if (cloud) add('cloud.requests', cloudShare.requests);
  if (cloud) add('cloud.tokens', cloudShare.tokens);
  add('quality', quality, 'least');
  const daily = planning.per === 'day' && found.length > 0;
  if (daily) found.unshift({ ask: 'days', bound: planning.days, sense: 'least' });
  add('budget', budget);
  return found;
}

/** The value of one run; null when the run has none, Infinity when it is as bad as can be. */
export function figureOf(
  { ask }: Requirement,
  replication: Replication,
  counts: Counts,
  prices: Prices,
): number | null {
  const { metrics } = replication;
  const arrived = metrics['arrived'] ?? 0;
  if (arrived === 0 && ask !== 'budget') return null;
  if (ask === 'attainment') return metrics['slo.attainment'] ?? null;
  if (ask === 'budget') return billOf(replication, counts, prices).total;
  if (ask === 'cloud.requests') return (metrics['cloud.requests'] ?? 0) / arrived;
  if (ask === 'cloud.tokens') {
    const [edge, cloud] = [metrics['edge.tokens'] ?? 0, metrics['cloud.tokens'] ?? 0];
    return edge + cloud > 0 ? cloud / (edge + cloud) : null;
  }
  if (ask === 'quality') return rightOf(replication, counts, prices).least;
  // No request was answered, or no answer had more than one token.
  return metrics[ask] ?? (ask === 'tpot.p95' ? null : Infinity);
}

/** Estimates of all requirements from some runs. */
export function assess(
  asked: readonly Requirement[],
  replications: readonly Replication[],
  counts: Counts,
  prices: Prices,
  confidence: number = CONFIDENCE,
): Assessed[] {
  const daily = asked.some(({ ask }) => ask === 'days');
  const others = asked.filter(({ ask }) => ask !== 'days' && ask !== 'budget');
  const figures = (one: Requirement): number[] =>
    replications.flatMap((replication) => figureOf(one, replication, counts, prices) ?? []);
  const requests = replications.reduce((sum, { metrics }) => sum + (metrics['arrived'] ?? 0), 0);
  const sample = replications[0]?.recorded;
  return asked.map((one): Assessed => {
    if (one.ask === 'days') {
      const good = replications.filter((replication) =>
        others.every((other) => holds(other, figureOf(other, replication, counts, prices))),
      );
      return ofDays(one, good.length, replications.length, confidence, sample?.resampled);
    }
    // Requirements of each day are judged by day; their mean over days is shown but does not decide.
    const assessed = ofMean(
      one,
      figures(one),
      confidence,
      Math.min(requests, sample?.requests ?? Infinity),
      sample?.resampled,
    );
    return daily && one.ask !== 'budget' ? { ...assessed, sure: null, verdict: 'undecided' } : assessed;
  });
}

export function verdictOf(assessed: readonly Assessed[]): Assessed['verdict'] {
  const verdicts = deciding(assessed).map(({ verdict }) => verdict);
  if (verdicts.includes('fails')) return 'fails';
  return verdicts.every((verdict) => verdict === 'passes') ? 'passes' : 'undecided';
}

function ofMean(
  one: Requirement,
  values: readonly number[],
  confidence: number,
  requests: number,
  drawn?: Resampled | null,
): Assessed {
  const least = one.sense === 'least';
  if (values.length === 0)
    return { ...one, figure: { mean: null, ci95: null }, sure: null, verdict: 'passes' };
  if (values.includes(Infinity)) {
    return { ...one, figure: { mean: null, ci95: null }, sure: null, verdict: 'fails' };
  }
  const figure = estimate(values, { drawn: drawn ?? undefined });
  if (values.length < 2) return { ...one, figure, sure: null, verdict: 'undecided' };
  const [low, high] = alike(values)
    ? ofEqual(one, meanOf(values), confidence, requests)
    : meanBounds(values, confidence, drawn);
  return { ...one, figure, sure: least ? low : high, verdict: between(one, low, high) };
}

/** Bounds for equal values: by the rule of three, from the number of requests. If nothing is random, the value itself. */
function ofEqual(
  { ask }: Requirement,
  mean: number,
  confidence: number,
  requests: number,
): readonly [number, number] {
  const unseen = ASKS[ask].counted ? -expm1(log(1 - confidence) / Math.max(1, requests)) : 0;
  return [mean === 1 ? 1 - unseen : mean, mean === 0 ? unseen : mean];
}

function ofDays(
  one: Requirement,
  good: number,
  days: number,
  confidence: number,
  drawn?: Resampled | null,
): Assessed {
  const worth = drawn ? daysWorth(days, drawn.blocks) : days;
  const met = (good / days) * worth;
  const [low, high] = [leastShare(met, worth, confidence), mostShare(met, worth, confidence)];
  // Two-sided, by the same exact bounds.
  const ci95 = [leastShare(met, worth, 0.975), mostShare(met, worth, 0.975)] as const;
  return { ...one, figure: { mean: good / days, ci95 }, sure: low, verdict: between(one, low, high) };
}

function between(one: Requirement, low: number, high: number): Assessed['verdict'] {
  const [worst, best] = one.sense === 'least' ? [low, high] : [high, low];
  return holds(one, worst) ? 'passes' : holds(one, best) ? 'undecided' : 'fails';
}

/** Throws an error of one line for a share of 100 % of the requests or days. */
export function checkShares({ slo }: Pick<Scenario, 'slo'>, planning?: Planning): void {
  if (objective({ slo }) && slo.target >= 1)
    throw new RangeError(never('slo.target', 'request that is late', '99.9 %'));
  if (planning?.per === 'day' && planning.days >= 1)
    throw new RangeError(never('plan.days', 'day that does not meet the slo', '95 %'));
}

function never(path: string, miss: string, less: string): string {
  return `${path}: cannot be 100 % here: no number of runs confirms that there is never a ${miss}; ask for less, for instance ${less}`;
}
