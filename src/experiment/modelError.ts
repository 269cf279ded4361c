/** How far figures may be off because the profiles are: runs with coefficients drawn from their uncertainty. */
import { quantileSorted } from 'd3-array';
import { drawModelError } from '../catalog/modelError.ts';
import { createStreams } from '../kernel/random.ts';
import type { Estimate } from '../results.ts';
import { slower, SLOWER } from './elasticity.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { meanOf } from '../kernel/spread.ts';

export interface ModelError {
  /** Draws of the profiles; 50 when nothing is said. */
  readonly draws?: number;
  /** Replications of each; 2 when nothing is said. With one, sampling error counts as model error. */
  readonly replications?: number;
  /** Other fleets that a plan tries where the cheapest does not hold; 60 when nothing is said. */
  readonly others?: number;
}

export const DRAWS = 50;
export const INNER = 2;
/** Fewer draws give no percentiles. */
const FEWEST = 20;
/** Standard deviations by which the draws must lie to one side of the profiles as they are before that is believed. */
const PLAIN = 3;

/** The scenario with draw number `draw` of its profiles: the same whatever strategy, limits or cell they are used in. */
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
 * Adds to an estimate where its mean lies as the profiles vary. `rows` has a row per draw and a column per
 * replication, `nominal` the same replications with the profiles as they are. Draws and replications are crossed, so
 * what the replications share drops out; what is left of sampling error is taken out of the spread of the draws.
 * The interval lies around the mean, or to one side of it where the draws plainly do: it may then leave the mean out.
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
  // Draws that differ no more than chance has it tell of no interval.
  if (model === 0) return { ...unknown, variance: { sampling, model: 0 } };
  const ordered = values.filter(isNumber).sort((a, b) => a - b);
  return {
    ...estimate,
    model95: [quantileSorted(ordered, 0.025)!, quantileSorted(ordered, 0.975)!],
    variance: { sampling, model },
  };
}

/** A mean as it is with each draw of the profiles, but for what the few replications of a draw add by themselves. */
export interface AsDrawn {
  /** By draw; null where some replication of it has no such figure. */
  readonly values: readonly (number | null)[];
  /** Their variance. */
  readonly model: number;
}

/** Null where too few draws have the figure, or some replication with the profiles as they are has not. */
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

/** Mean square of what neither the draw nor the replication explains. */
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
