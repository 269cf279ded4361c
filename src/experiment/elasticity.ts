/** Sensitivity of the results to service time: runs are repeated with slightly slower machines. */
import type { Pace } from '../kernel/pace.ts';
import { studentQuantile } from '../kernel/student.ts';
import { namesOf } from '../metrics/definitions.ts';
import type { Elasticity, Estimate, Replication } from '../results.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { deviationOf, meanOf } from '../kernel/spread.ts';

/** The relative slowdown. With common random numbers even a step this small is visible. */
const STEP = 0.01;
/** Stands in for the draw of profiles: no actual draw has such a number. */
export const SLOWER = 1_000_000;
/** Most replications that are repeated. */
export const PAIRS = 16;
/** A plain run repeats at most one in so many of its runs, */
const OF = 10;
/** but all of them if that takes but a moment: up to so many requests in all. */
const MOMENT = 50_000;
/** Cells named individually; with more the sentence is left out. */
const FEW_CELLS = 8;

/** Replications of each cell that a plain run repeats; `requests` are those in one replication of all cells. */
export function plainPairs(cells: number, replications: number, requests: number): number {
  if (cells > FEW_CELLS) return 0;
  const cheap = Math.floor(MOMENT / Math.max(1, requests));
  return Math.min(PAIRS, replications, Math.max(cheap, Math.floor(replications / OF)));
}

/** Metrics always reported: a study that measures only some has to include these. */
export const MOVED: readonly string[] = ['e2e.mean', 'ttft.p95'];

export function slower(scenario: Scenario): Scenario {
  const fleet = scenario.fleet.map((entry) => ({
    ...entry,
    profile: { ...entry.profile, pace: slowerPace(entry.profile.pace, 1 + STEP) },
  }));
  return { ...scenario, fleet };
}

/** Scales everything in a pace that is in seconds. */
function slowerPace({ prefill, step, ...rest }: Pace, factor: number): Pace {
  return {
    ...rest,
    prefill: scaled(prefill, factor, ['padTo', 'padShare']),
    step: scaled(step, factor, []),
  };
}

/** Scales every number, except those kept, and numbers of sequences. */
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

/** From the same replications, nominal and slower: of the compared metrics those that a study reads. Null when there are none. */
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

/** Change of a metric in per cent for 1 % of service time; null when it is zero. */
export function movedBy(before: number, after: number | undefined): number | null {
  return after === undefined || !(before > 0) ? null : (after / before - 1) / STEP;
}

/** The ratio of the means, with an interval from the pairs' contributions. */
function moves(before: readonly number[], after: readonly number[]): Estimate {
  const ratio = meanOf(after) / meanOf(before);
  const mean = (ratio - 1) / STEP;
  const n = before.length;
  if (n < 2) return { mean, ci95: null };
  const rest = after.map((value, i) => (value - ratio * before[i]!) / meanOf(before) / STEP);
  const half = (studentQuantile(0.975, n - 1) * deviationOf(rest)) / Math.sqrt(n);
  return { mean, ci95: [mean - half, mean + half] };
}
