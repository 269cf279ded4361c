/** How many replications it takes to tell a fleet that just does from one that just does not. */
import { studentQuantile } from '../../kernel/student.ts';
import type { Replicating, Requirement } from '../../planned.ts';
import { deviationOf } from '../spread.ts';
import { chanceOfMisses, leastShare } from './binomial.ts';
import { CONFIDENCE } from './requirement.ts';
import { isEmpty, type Counts } from './space.ts';
import type { Trial } from './trial.ts';

/** Runs of a fleet before anything is said of it. */
export const FIRST = 4;
const FEWEST = 8;
const MOST = 400;
const MOST_DAYS = 2000;
/** Chance that a fleet that is better by the margin is recognised. */
const POWER = 0.8;
/** Runs of the fleet whose spread is taken. */
const PILOT = 8;
const LOOKS = 4;

/**
 * Looks for a fleet near what is asked, half-way between the smallest and the largest, then half-way again, and takes
 * the spread of its runs.
 */
export async function replicating(trial: Trial, given: number | null): Promise<Replicating> {
  const { asked } = trial;
  const pilot = await nearTarget(trial);
  const days = asked.find(({ ask }) => ask === 'days');
  if (days) return byDays(days, given);
  await trial.run([pilot], PILOT);
  const needs = asked.map((one) => {
    const margin = marginOf(one, trial);
    const values = trial.figures(one, pilot, PILOT).filter(Number.isFinite);
    const deviation = values.length > 1 ? deviationOf(values) : 0;
    return { ask: one.ask, margin, deviation, count: needed(deviation, margin) };
  });
  const most = needs.reduce((a, b) => (b.count > a.count ? b : a));
  if (given !== null) {
    const margin = tellable(most.deviation, given);
    return { replications: given, ask: most.ask, margin, misses: null, capped: false };
  }
  const replications = Math.min(MOST, Math.max(FEWEST, most.count));
  const { ask, margin } = most;
  return { replications, ask, margin, misses: null, capped: most.count > MOST };
}

/** Of what the target leaves, or of the bound. */
export function marginOf({ ask, bound, sense }: Requirement, { prices }: Trial): number {
  if (sense === 'most') return bound / 10;
  return ask === 'attainment' ? (prices.planning.margin ?? (1 - bound) / 4) : (1 - bound) / 4;
}

/** Runs with which a one-sided interval tells a difference like this, `POWER` of the times. */
function needed(deviation: number, margin: number): number {
  if (deviation === 0) return FEWEST;
  if (margin <= 0) return Infinity;
  let n = FEWEST;
  for (let round = 0; round < 20; round++) {
    const reach = studentQuantile(CONFIDENCE, n - 1) + studentQuantile(POWER, n - 1);
    const next = Math.max(2, Math.ceil(((reach * deviation) / margin) ** 2));
    if (next === n || next > 10 * MOST) return next;
    n = next;
  }
  return n;
}

function tellable(deviation: number, n: number): number | null {
  if (n < 2) return null;
  return ((studentQuantile(CONFIDENCE, n - 1) + studentQuantile(POWER, n - 1)) * deviation) / Math.sqrt(n);
}

/** The fewest days with which a fleet that misses half as often as it may is recognised. */
function byDays({ bound }: Requirement, given: number | null): Replicating {
  const margin = (1 - bound) / 2;
  let days = given ?? FEWEST;
  let misses = missesAllowed(days, bound);
  if (given === null)
    for (; days < MOST_DAYS; misses = missesAllowed(++days, bound))
      if (misses >= 0 && chanceOfMisses(misses, days, bound + margin) >= POWER) break;
  return { replications: days, ask: 'days', margin, misses, capped: given === null && days >= MOST_DAYS };
}

/** With so many misses or fewer, the share is sure; -1 when so few days cannot show it even without any. */
export function missesAllowed(days: number, bound: number): number {
  let misses = -1;
  while (misses < days && leastShare(days - misses - 1, days, CONFIDENCE) >= bound) misses++;
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
    const short = trial.kept(counts, CONFIDENCE).some(({ bound, sense, figure }) => {
      const mean = figure.mean ?? Infinity;
      return sense === 'least' ? mean < bound : mean > bound;
    });
    if (short) low = middle;
    else high = middle;
  }
  return pilot;
}
