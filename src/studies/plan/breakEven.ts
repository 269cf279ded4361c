/** The demand from which a fleet costs less than sending everything to the cloud: by bisection, with the same requests. */
import { meanInterval, type QuantileQuestion } from '../../kernel/statistics.ts';
import type { BreakEven } from './result.ts';
import { alike, meanOf } from '../../kernel/spread.ts';
import { fleetName, type Counts } from './space.ts';
import type { Level } from './level.ts';
import { outward } from './outward.ts';

/** Largest multiple of the planned level that is tried, and smallest fraction. */
const RANGE = 64;
/** Most requests in a run at which a larger demand is tried. */
export const LARGEST = 500_000;
const CLOSE = 1.02;

interface Look {
  readonly growth: number;
  /** Dollars per month saved compared to the cloud alone, and its sign if that is certain. */
  readonly saved: number;
  readonly sign: -1 | 0 | 1;
}

export async function breakEven(level: Level, counts: Counts, runs: number): Promise<BreakEven> {
  const { planning } = level;
  const none = planning.candidates.map(() => 0);
  const looks: Look[] = [];
  const look = async (growth: number): Promise<Look> => {
    const trial = level.at(growth);
    await trial.run([counts, none], runs);
    const fleet = trial.bills(counts, runs);
    const made = signOf(
      growth,
      trial.bills(none, runs).map((bill, i) => bill - fleet[i]!),
      trial.drawnIn(none),
    );
    looks.push(made);
    return made;
  };
  const start = await look(level.growth);
  let low: Look | null = start.saved < 0 ? start : null;
  let high: Look | null = start.saved < 0 ? null : start;
  for (let factor = 2; factor <= RANGE && low === null; factor *= 2) {
    const next = await look(level.growth / factor);
    if (next.saved < 0) low = next;
    else high = next;
  }
  for (let factor = 2; factor <= RANGE && high === null; factor *= 2) {
    if (level.demand.requests * factor > LARGEST) break;
    const next = await look(level.growth * factor);
    if (next.saved < 0) low = next;
    else high = next;
  }
  while (low && high && high.growth / low.growth > CLOSE) {
    const middle: Look = await look(Math.sqrt(low.growth * high.growth));
    if (middle.saved < 0) low = middle;
    else high = middle;
  }
  const estimate =
    low && high ? low.growth + ((high.growth - low.growth) * -low.saved) / (high.saved - low.saved) : null;
  const sure = async (sign: -1 | 1): Promise<number | null> => {
    if (estimate !== null)
      return outward(estimate, sign < 0 ? 'down' : 'up', async (at) => (await look(at)).sign === sign);
    const those = looks.filter((each) => each.sign === sign).map(({ growth }) => growth);
    if (those.length === 0) return null;
    return sign < 0 ? Math.max(...those) : Math.min(...those);
  };
  const [dearer, cheaper] = [await sure(-1), await sure(1)];
  return {
    fleet: fleetName(planning, counts),
    low: dearer,
    high: cheaper,
    estimate,
    requests: estimate === null ? null : level.monthly(estimate),
  };
}

function signOf(growth: number, saved: readonly number[], drawn?: QuantileQuestion): Look {
  const mean = meanOf(saved);
  const { ci95 } = meanInterval(saved, 0.95, drawn);
  const sure = ci95 ? ci95[0] > 0 || ci95[1] < 0 : alike(saved) && saved.length > 1;
  return { growth, saved: mean, sign: sure && mean !== 0 ? (mean > 0 ? 1 : -1) : 0 };
}
