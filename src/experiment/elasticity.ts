/** How much figures move with service time: the same runs once more, everything on the machines a little slower. */
import type { Pace } from '../kernel/pace.ts';
import { studentQuantile } from '../kernel/student.ts';
import { namesOf } from '../metrics/definitions.ts';
import type { Elasticity, Estimate, Replication } from '../results.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { deviationOf, meanOf } from '../kernel/spread.ts';

/** So much slower. The random numbers are the same, so that a step this small is seen and nothing else is. */
const STEP = 0.01;
/** Stands for a draw of the profiles: none that is drawn has such a number. */
export const SLOWER = 1_000_000;
/** Replications that are run once more, at most. */
export const PAIRS = 16;
/** Of a plain run no more than each so many are run once more, */
const OF = 10;
/** but all of them where that is a matter of a moment: so many requests in all. */
const MOMENT = 50_000;
/** Cells that are named one by one; of more nothing is said. */
const FEW_CELLS = 8;

/** Replications of each cell that a plain run makes once more; `requests` come in one replication of all cells. */
export function plainPairs(cells: number, replications: number, requests: number): number {
  if (cells > FEW_CELLS) return 0;
  const cheap = Math.floor(MOMENT / Math.max(1, requests));
  return Math.min(PAIRS, replications, Math.max(cheap, Math.floor(replications / OF)));
}

/** What is said of it at least: a study that measures only what it reads has to have these. */
export const MOVED: readonly string[] = ['e2e.mean', 'ttft.p95'];

export function slower(scenario: Scenario): Scenario {
  const fleet = scenario.fleet.map((entry) => ({
    ...entry,
    profile: { ...entry.profile, pace: slowerPace(entry.profile.pace, 1 + STEP) },
  }));
  return { ...scenario, fleet };
}

/** Of a pace everything that is seconds. */
function slowerPace({ prefill, step, ...rest }: Pace, factor: number): Pace {
  return {
    ...rest,
    prefill: scaled(prefill, factor, ['padTo', 'padShare']),
    step: scaled(step, factor, []),
  };
}

/** Every number in it times the factor, but for those kept and the sequences at which something happens. */
export function scaled<Part extends object>(part: Part, factor: number, kept: readonly string[] = []): Part {
  const grown = (value: unknown): unknown => {
    if (typeof value === 'number') return value * factor;
    if (Array.isArray(value)) return value.map(grown);
    if (typeof value !== 'object' || value === null) return value;
    return scaled(value, factor, ['sequences']);
  };
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [name, kept.includes(name) ? value : grown(value)]),
  ) as Part;
}

type Figures = Replication['metrics'];

/** From the same replications, as they are and slower: of the figures compared those that a study reads. Null where there are none. */
export function elasticityOf(
  plain: readonly Figures[],
  moved: readonly Figures[],
  read: readonly string[] = namesOf('compared'),
): Elasticity | null {
  const pairs = Math.min(plain.length, moved.length);
  if (pairs === 0) return null;
  const metrics: Record<string, Estimate> = {};
  for (const name of namesOf('compared')) {
    if (!read.includes(name)) continue;
    const before = numbers(plain.slice(0, pairs), name);
    const after = numbers(moved.slice(0, pairs), name);
    if (before === null || after === null || !(meanOf(before) > 0)) continue;
    metrics[name] = moves(before, after);
  }
  return { step: STEP, replications: pairs, metrics };
}

function numbers(runs: readonly Figures[], name: string): number[] | null {
  const values = runs.map((run) => run[name]);
  return values.every((value) => typeof value === 'number') ? values : null;
}

/** Per cent that a figure moves for 1 % of service time; null where there is nothing to move. */
export function movedBy(before: number, after: number | undefined): number | null {
  return after === undefined || !(before > 0) ? null : (after / before - 1) / STEP;
}

/** The ratio of the means, and its interval from what each pair adds to it. */
function moves(before: readonly number[], after: readonly number[]): Estimate {
  const ratio = meanOf(after) / meanOf(before);
  const mean = (ratio - 1) / STEP;
  const n = before.length;
  if (n < 2) return { mean, ci95: null };
  const rest = after.map((value, i) => (value - ratio * before[i]!) / meanOf(before) / STEP);
  const half = (studentQuantile(0.975, n - 1) * deviationOf(rest)) / Math.sqrt(n);
  return { mean, ci95: [mean - half, mean + half] };
}
