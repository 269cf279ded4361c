/** How far demand may grow before a fleet no longer does, and what gives way first. */
import type { Kept, Knee } from '../../planned.ts';
import { causeOf } from './cause.ts';
import { deciding, holds } from './requirement.ts';
import type { Counts } from './space.ts';
import type { Level } from './level.ts';

/** Demand grows by this at a time until something gives way. */
const STRIDE = 1.25;
/** Times the level that was planned for. */
const FARTHEST = 8;
/** The place is known well enough when its two ends are this close. */
const CLOSE = 1.03;

interface Look {
  readonly growth: number;
  readonly kept: readonly Kept[];
}

/** Null when nothing gives way as far as it was looked. */
export async function knee(level: Level, counts: Counts, runs: number): Promise<Knee | null> {
  const looks: Look[] = [];
  const look = async (growth: number): Promise<Look> => {
    const trial = level.at(growth);
    await trial.run([counts], runs);
    const made = { growth, kept: deciding(trial.kept(counts, undefined, runs)) };
    looks.push(made);
    return made;
  };
  let low = await look(level.growth);
  let high: Look | null = null;
  for (let growth = level.growth; high === null && growth < FARTHEST * level.growth;) {
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
  return told(level, counts, looks, low, high);
}

/** Whether anything asked for is missed in the mean. */
function short({ kept }: Look): boolean {
  return kept.some((one) => !holds(one, one.figure.mean ?? (one.verdict === 'broken' ? Infinity : null)));
}

function told(level: Level, counts: Counts, looks: readonly Look[], low: Look, high: Look): Knee {
  const first = high.kept
    .map((one, i) => ({ one, at: crossing(low, high, i) }))
    .filter(({ one }) => !holds(one, one.figure.mean ?? Infinity))
    .sort((a, b) => a.at - b.at)[0]!;
  const of = ({ kept }: Look): Kept => kept.find(({ ask }) => ask === first.one.ask)!;
  const sorted = [...looks].sort((a, b) => a.growth - b.growth);
  const sure = sorted.filter(
    (each) => each.growth <= high.growth && each.kept.every(({ verdict }) => verdict === 'kept'),
  );
  const broken = sorted.find((each) => each.growth >= low.growth && of(each).verdict === 'broken');
  const brokenFrom = broken?.growth ?? high.growth;
  const { ask, bound, sense } = first.one;
  return {
    ask,
    bound,
    sense,
    keptTo: sure.at(-1)?.growth ?? null,
    brokenFrom,
    estimate: first.at,
    figure: of(broken ?? high).figure.mean,
    cause: causeOf(ask, level.at(brokenFrom), counts, level.demandAt(brokenFrom)),
  };
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
