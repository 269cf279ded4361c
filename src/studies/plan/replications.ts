/** How many runs it takes to tell a fleet that just passes from one that just fails. */
import { studentQuantile } from '../../kernel/student.ts';
import type { Replicating } from './result.ts';
import { deciding, holds, type Assessed, type Requirement } from './fleetResult.ts';
import { deviationOf } from '../../kernel/spread.ts';
import { chanceOfMisses, leastShare, mostShare } from './binomial.ts';
import { ERROR } from './analyses.ts';
import { CONFIDENCE } from './requirement.ts';
import { isEmpty, type Counts } from './space.ts';
import { ENOUGH, type Trial } from './trial.ts';

/** Runs of a fleet before it is first judged, unless the file requires more. */
export const FIRST = 4;
/** Fewest confirmation runs. */
const FEWEST = 8;
/** Default for the most runs of an undecided fleet. */
const MOST = 128;
const MOST_FOR_MARGIN = 512;
export const MOST_DAYS = 2000;
/** Probability that a fleet better by the margin passes. */
const POWER = 0.8;
/** Probability that confirmation runs confirm a fleet that is as good as it was in the search. */
const CONFIRMED = 0.95;
/** Cost of several analyses: runs up to the last one, relative to a single test. */
const SLACK = 1.5;
/** Runs of the fleet whose variance is estimated. */
const PILOT = 8;
const LOOKS = 4;

/**
 * Looks for a fleet near the bounds, half-way between the smallest and the largest, then half-way again, and estimates
 * the variance of its runs. `least` is the file's own number of replications.
 */
export async function replicating(level: Trial, least: number): Promise<Replicating> {
  // The requirements under headroom are the harder ones.
  const trial = level.strict ?? level;
  const { mostRuns, mostRequests, margin: wished } = trial.prices.planning;
  const replications = Math.max(least, Math.min(FIRST, mostRuns ?? FIRST));
  const days = trial.asked.find(({ ask }) => ask === 'days');
  const takes = days ? byDays(days) : await bySpread(trial);
  const { about } = takes;
  const roomy = Math.ceil(SLACK * Math.min(about, days ? MOST_DAYS : MOST_FOR_MARGIN));
  const fitting = days || wished !== null ? Math.max(MOST, roomy) : MOST;
  const most = mostRuns ?? Math.max(replications, fitting);
  return { replications, most, requests: mostRequests, ...takes, capped: about > most };
}

type Takes = Pick<Replicating, 'about' | 'ask' | 'margin' | 'misses'>;

async function bySpread(trial: Trial): Promise<Takes> {
  const pilot = await nearTarget(trial);
  await trial.run([pilot], PILOT);
  const needs = trial.asked.map((one): Takes => {
    const margin = marginOf(one, trial);
    const values = trial.figures(one, pilot, PILOT).filter(Number.isFinite);
    const deviation = values.length > 1 ? deviationOf(values) : 0;
    return { ask: one.ask, margin, about: needed(deviation, margin, ERROR / 2, POWER), misses: null };
  });
  return needs.reduce((a, b) => (b.about > a.about ? b : a));
}

/** A share of what the target leaves, or of the bound. */
function marginOf({ ask, bound, sense }: Requirement, { prices }: Trial): number {
  if (sense === 'most') return bound / 10;
  return ask === 'attainment' ? (prices.planning.margin ?? (1 - bound) / 4) : (1 - bound) / 4;
}

/** Runs for a one-sided test to detect such a difference with this power, up to a limit. */
export function needed(deviation: number, margin: number, error: number, power: number): number {
  const tells = (n: number): boolean => {
    const reach = studentQuantile(1 - error, n - 1) + studentQuantile(power, n - 1);
    return reach * deviation <= margin * Math.sqrt(n);
  };
  let least = 2;
  if (tells(least)) return least;
  let most = 4;
  while (!tells(most)) {
    if (most >= TOO_MANY) return TOO_MANY;
    [least, most] = [most, 2 * most];
  }
  while (most - least > 1) {
    const middle = (least + most) >> 1;
    if (tells(middle)) most = middle;
    else least = middle;
  }
  return most;
}

const TOO_MANY = 1 << 20;

/** Confirmation runs for a fleet that passed in the search, before the first analysis. */
export function confirming(trial: Trial, counts: Counts, error: number, made: Replicating): number {
  const fewest = Math.max(FEWEST, made.replications);
  const takes = trial
    .judged(counts)
    .flatMap(({ trial: at, counts: left, assessed }) =>
      deciding(assessed).map((one) =>
        one.ask === 'days' ? made.about : needed(spreadOf(one, at, left), distance(one), error, CONFIRMED),
      ),
    );
  return Math.max(fewest, Math.min(made.most, Math.max(...takes)));
}

/** Runs needed for a decision if they continue like those so far; null when far too many. */
export function runsMissing(trial: Trial, counts: Counts, from: number): number | null {
  const takes = trial
    .judged(counts, CONFIDENCE, Infinity, from)
    .flatMap(({ trial: at, counts: left, assessed }) =>
      deciding(assessed).map((one) =>
        one.ask === 'days'
          ? daysTelling(one)
          : needed(spreadOf(one, at, left, from), Math.abs(distance(one)), ERROR / 2, POWER),
      ),
    );
  const most = Math.max(ENOUGH, ...takes, Math.ceil(SLACK * trial.runsOf(counts, Infinity, from).length));
  return most > 100 * MOST ? null : most;
}

/** Approximate number of days needed to decide about such a share of them. */
function daysTelling({ bound, figure }: Assessed): number {
  const share = figure.mean!;
  for (let days = ENOUGH; days < TOO_MANY; days = Math.ceil(1.05 * days)) {
    const good = Math.round(share * days);
    if (leastShare(good, days, 1 - ERROR / 2) >= bound) return days;
    if (mostShare(good, days, 1 - ERROR / 2) < bound) return days;
  }
  return TOO_MANY;
}

function spreadOf(one: Assessed, trial: Trial, counts: Counts, from: number = 0): number {
  const { ask, figure } = one;
  // For a share of days the variance follows from its mean.
  if (ask === 'days') return Math.sqrt(Math.max(0, figure.mean! * (1 - figure.mean!)));
  const values = trial.figures(one, counts, Infinity, from).filter(Number.isFinite);
  return values.length > 1 ? deviationOf(values) : 0;
}

/** By how much the mean is better than the bound. */
function distance({ bound, sense, figure }: Assessed): number {
  if (figure.mean === null) return Infinity;
  return sense === 'least' ? figure.mean - bound : bound - figure.mean;
}

/** The fewest days with which a fleet that misses half as often as allowed passes. */
function byDays({ bound }: Requirement): Takes {
  const margin = (1 - bound) / 2;
  let days = FEWEST;
  let misses = missesAllowed(days, bound, 1 - ERROR / 2);
  for (; days < MOST_DAYS; misses = missesAllowed(++days, bound, 1 - ERROR / 2))
    if (misses >= 0 && chanceOfMisses(misses, days, bound + margin) >= POWER) break;
  return { about: days, ask: 'days', margin, misses };
}

/** Most misses with which the share is confirmed; -1 when so few days cannot confirm it even without any. */
export function missesAllowed(days: number, bound: number, confidence: number = CONFIDENCE): number {
  let misses = -1;
  while (misses < days && leastShare(days - misses - 1, days, confidence) >= bound) misses++;
  return misses;
}

async function nearTarget(trial: Trial): Promise<Counts> {
  const { candidates } = trial.prices.planning;
  const along = (share: number): Counts =>
    candidates.map(({ count }) => count.least + Math.round(share * (count.most - count.least)));
  let low = 0;
  let high = 1;
  let pilot = along(1);
  for (let look = 0; look < LOOKS; look++) {
    const middle = (low + high) / 2;
    const counts = along(middle);
    if (isEmpty(counts)) {
      low = middle;
      continue;
    }
    await trial.run([counts], FIRST);
    pilot = counts;
    const short = trial.assessed(counts).some((one) => !holds(one, one.figure.mean ?? Infinity));
    if (short) low = middle;
    else high = middle;
  }
  return pilot;
}
