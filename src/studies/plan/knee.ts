/** How far demand may grow before a fleet fails, and which requirement fails first. */
import type { Ask } from '../../asks.ts';
import type { Knee } from './result.ts';
import { deciding, holds, isMet, type Assessed } from './fleetResult.ts';
import { causeOf } from './cause.ts';
import type { Counts } from './space.ts';
import type { Level } from './level.ts';
import { outward } from './outward.ts';

/** Demand grows by this factor until a requirement fails. */
const STRIDE = 1.25;
/** The largest multiple of the planned level. */
const FARTHEST = 8;
/** The search ends when the bracket is this narrow. */
const CLOSE = 1.03;

interface Look {
  readonly growth: number;
  readonly assessed: readonly Assessed[];
}

/** Null when nothing fails at any demand that was tried. */
export async function knee(level: Level, counts: Counts, runs: number): Promise<Knee | null> {
  const look = async (growth: number): Promise<Look> => {
    const trial = level.at(growth);
    await trial.run([counts], runs);
    return { growth, assessed: deciding(trial.assessed(counts, undefined, runs)) };
  };
  const from = level.trial.strict ?? level.trial;
  await look(from.growth);
  // The planned level has more runs, those that confirmed it: all of them count.
  let low: Look = { growth: from.growth, assessed: deciding(from.assessed(counts)) };
  let high: Look | null = null;
  for (let growth = from.growth; high === null && growth < FARTHEST * level.growth;) {
    growth *= STRIDE;
    const next = await look(growth);
    if (short(next)) high = next;
    else low = next;
  }
  if (high === null) return null;
  while (high.growth / low.growth > CLOSE) {
    const middle: Look = await look(Math.sqrt(high.growth * low.growth));
    if (short(middle)) high = middle;
    else low = middle;
  }
  const { ask, at } = firstToGive(low, high);
  const of = ({ assessed }: Look): Assessed => assessed.find((one) => one.ask === ask)!;
  const passesTo = await outward(at, 'down', async (growth) =>
    (await look(growth)).assessed.every(({ verdict }) => verdict === 'passes'),
  );
  let last = high;
  const broken = await outward(at, 'up', async (growth) => {
    last = await look(growth);
    return of(last).verdict === 'fails';
  });
  const { bound, sense, figure } = of(last);
  const trial = level.at(last.growth);
  return {
    ask,
    bound,
    sense,
    passesTo,
    failsFrom: broken ?? last.growth,
    estimate: at,
    figure: figure.mean,
    cause: causeOf({
      ask,
      trial,
      counts,
      demand: level.demandAt(last.growth),
      ...(last.growth > level.growth && { before: level.trial }),
    }),
  };
}

/** Whether the mean misses any requirement. */
const short = ({ assessed }: Look): boolean => !assessed.every(isMet);

/** The requirement that fails first, between a level at which all are met in the mean and one at which some are not. */
function firstToGive(low: Look, high: Look): { readonly ask: Ask; readonly at: number } {
  const all = high.assessed.flatMap((one, i) =>
    holds(one, one.figure.mean ?? Infinity) ? [] : [{ ask: one.ask, at: crossing(low, high, i) }],
  );
  return all.sort((a, b) => a.at - b.at)[0] ?? { ask: high.assessed[0]!.ask, at: high.growth };
}

/** Where the mean crosses its bound, by linear interpolation between two levels of demand. */
function crossing(low: Look, high: Look, i: number): number {
  const { bound, figure } = high.assessed[i]!;
  const from = low.assessed[i]!.figure.mean;
  const to = figure.mean;
  if (from === null || to === null || from === to) return high.growth;
  const share = Math.min(1, Math.max(0, (bound - from) / (to - from)));
  return low.growth + share * (high.growth - low.growth);
}
