/** Effects of the profiles' errors: runs with coefficients drawn from their uncertainty. */
import { quantileSorted } from 'd3-array';
import { drawModelError } from '../catalog/modelError.ts';
import { createStreams } from '../kernel/random.ts';
import type { Estimate } from '../results.ts';
import { slower, SLOWER } from './elasticity.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { meanOf } from '../kernel/spread.ts';

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
