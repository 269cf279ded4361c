/** How far demand may grow before a fleet fails, and what fails first. */
import type { Ask } from '../../asks.ts';
import type { Knee } from './result.ts';
import { deciding, holds, isMet, type Kept } from './fleetResult.ts';
import { causeOf } from './cause.ts';
import type { Counts } from './space.ts';
import type { Level } from './level.ts';
import { outward } from './outward.ts';

/** Demand grows by this at a time until something fails. */
const STRIDE = 1.25;
/** Times the level that was planned for. */
const FARTHEST = 8;
/** The place is known well enough when its two ends are this close. */
const CLOSE = 1.03;

interface Look {
  readonly growth: number;
  readonly kept: readonly Kept[];
}

/** Null when nothing fails at any demand that was tried. */
export async function knee(level: Level, counts: Counts, runs: number): Promise<Knee | null> {
  const look = async (growth: number): Promise<Look> => {
    const trial = level.at(growth);
    await trial.run([counts], runs);
    return { growth, kept: deciding(trial.kept(counts, undefined, runs)) };
  };
  const from = level.trial.strict ?? level.trial;
  await look(from.growth);
  // Where it is promised there are more runs, those that confirmed it: all of them count.
  let low: Look = { growth: from.growth, kept: deciding(from.kept(counts)) };
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
  const of = ({ kept }: Look): Kept => kept.find((one) => one.ask === ask)!;
  const keptTo = await outward(at, 'down', async (growth) =>
    (await look(growth)).kept.every(({ verdict }) => verdict === 'kept'),
  );
  let last = high;
  const broken = await outward(at, 'up', async (growth) => {
    last = await look(growth);
    return of(last).verdict === 'broken';
  });
  const { bound, sense, figure } = of(last);
  const trial = level.at(last.growth);
  return {
    ask,
    bound,
    sense,
    keptTo,
    brokenFrom: broken ?? last.growth,
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

/** Whether anything asked for is missed in the mean. */
const short = ({ kept }: Look): boolean => !kept.every(isMet);

/** What fails first, between a level at which all is well in the mean and one at which it is not. */
function firstToGive(low: Look, high: Look): { readonly ask: Ask; readonly at: number } {
  const all = high.kept.flatMap((one, i) =>
    holds(one, one.figure.mean ?? Infinity) ? [] : [{ ask: one.ask, at: crossing(low, high, i) }],
  );
  return all.sort((a, b) => a.at - b.at)[0] ?? { ask: high.kept[0]!.ask, at: high.growth };
}

/** Where the mean crosses its bound, on a straight line between two levels of demand. */
function crossing(low: Look, high: Look, i: number): number {
  const { bound, figure } = high.kept[i]!;
  const from = low.kept[i]!.figure.mean;
  const to = figure.mean;
  if (from === null || to === null || from === to) return high.growth;
  const share = Math.min(1, Math.max(0, (bound - from) / (to - from)));
  return low.growth + share * (high.growth - low.growth);
}
