/** Effects of the profiles' errors: runs with coefficients drawn from their uncertainty, and with slightly slower machines. */
import { quantileSorted } from 'd3-array';
import { drawModelError } from '../catalog/modelError.ts';
import { createStreams } from '../kernel/random.ts';
import type { Estimate, Elasticity, Replication } from '../results.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { meanOf, deviationOf } from '../kernel/spread.ts';
import type { Pace } from '../kernel/pace.ts';
import { studentQuantile } from '../kernel/student.ts';
import { namesOf } from '../metrics/definitions.ts';

export interface ModelError {
  /** Draws of the profiles; 50 by default. */
  readonly draws?: number;
  /** Replications of each; 2 by default. With one, sampling error counts as model error. */
  readonly replications?: number;
  /** Other fleets that a plan tries when the cheapest is not robust; 60 by default. */
  readonly others?: number;
}

export const DRAWS = 50;
export const INNER = 2;
/** Fewest draws for percentiles. */
const FEWEST = 20;
/** Standard errors by which the mean of the draws must differ from the nominal profiles to count as biased. */
const PLAIN = 3;

/** The scenario with draw number `draw` of its profiles: the same for all strategies, limits and cells. */
export function drawn(scenario: Scenario, seed: number, draw: number): Scenario {
  if (draw === SLOWER) return slower(scenario);
  const stream = createStreams(seed, draw);
  const fleet = scenario.fleet.map((entry) => ({
    ...entry,
    profile: drawModelError(entry.profile, stream(`model error: ${entry.profile.name}`)),
  }));
  return { ...scenario, fleet };
}

type Values = readonly (number | null | undefined)[];

/**
 * Adds to an estimate how its mean varies with the profiles. `rows` has a row per draw and a column per replication,
 * `nominal` the same replications with the nominal profiles. Draws and replications are crossed, so the effect of
 * replications cancels; the remaining sampling error is subtracted from the variance of the draws. The interval is
 * around the mean unless the draws are clearly biased; it may then exclude the mean.
 */
export function withModelError(
  estimate: Estimate,
  rows: readonly Values[],
  nominal: Values,
  sampling: number | null,
): Estimate {
  const unknown = { ...estimate, model95: null, variance: { sampling, model: null } };
  const found = asDrawn(estimate.mean, rows, nominal);
  if (found === null) return unknown;
  const { values, model } = found;
  // Draws that differ no more than by chance give no interval.
  if (model === 0) return { ...unknown, variance: { sampling, model: 0 } };
  const ordered = values.filter(isNumber).sort((a, b) => a - b);
  return {
    ...estimate,
    model95: [quantileSorted(ordered, 0.025)!, quantileSorted(ordered, 0.975)!],
    variance: { sampling, model },
  };
}

/** A mean by draw of the profiles, without the sampling error of the few replications of a draw. */
interface AsDrawn {
  /** By draw; null if a replication of it has no such metric. */
  readonly values: readonly (number | null)[];
  /** Their variance. */
  readonly model: number;
}

/** Null if too few draws have the metric, or a replication with the nominal profiles lacks it. */
export function asDrawn(mean: number | null, rows: readonly Values[], nominal: Values): AsDrawn | null {
  const columns = nominal.length;
  const whole = (row: Values): row is readonly number[] => row.length === columns && row.every(isNumber);
  const table = rows.filter(whole);
  if (mean === null || columns === 0 || table.length < FEWEST || !nominal.every(isNumber)) return null;
  const means = table.map(meanOf);
  const centre = meanOf(means);
  const between = squares(means, centre) / (means.length - 1);
  const noise = columns < 2 ? 0 : interaction(table, means, centre) / columns;
  const model = Math.max(0, between - noise);
  const shrink = between === 0 ? 0 : Math.sqrt(model / between);
  const shift = centre - meanOf(nominal);
  const chance = Math.sqrt(noise * (1 + 1 / means.length));
  const middle = mean + (Math.abs(shift) > PLAIN * chance ? shift : 0);
  const values = rows.map((row) => (whole(row) ? middle + shrink * (meanOf(row) - centre) : null));
  return { values, model };
}

/** Mean square of the interaction between draw and replication. */
function interaction(
  table: readonly (readonly number[])[],
  means: readonly number[],
  centre: number,
): number {
  const columns = table[0]!.length;
  const byColumn = Array.from({ length: columns }, (_, r) => meanOf(table.map((row) => row[r]!)));
  let sum = 0;
  table.forEach((row, d) =>
    row.forEach((value, r) => {
      const rest = value - means[d]! - byColumn[r]! + centre;
      sum += rest * rest;
    }),
  );
  return sum / ((table.length - 1) * (columns - 1));
}

const isNumber = (value: number | null | undefined): value is number => typeof value === 'number';

function squares(values: readonly number[], centre: number): number {
  return values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
}

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
