/** How far labs differ that measured the same model on the same board: what no fit within one of them can show. */
import { group } from 'd3-array';
import { meanOf } from '../kernel/spread.ts';
import type { LabSpread } from '../catalog/profile.ts';
import { log } from '../kernel/math.ts';
import type { Prediction } from './predict.ts';
import type { ProfileFit } from './profileOf.ts';

/** Fewer pairs of labs than this say nothing of others. */
const FEWEST = 3;

/** By the name of the profile: its labs, and how far they, or where there is one those of all others, lie apart. */
export function labSpreads(fits: readonly ProfileFit[]): Map<string, LabSpread> {
  const found = fits.map((fit) => ({ name: fit.profile.name, levels: levelsOf([...fit.inSample, ...fit.heldOut]) }));
  const several = found.filter(({ levels }) => levels.length > 1);
  const pooled = several.length < FEWEST ? null : Math.sqrt(meanOf(several.map(({ levels }) => variance(levels))));
  return new Map(
    found.flatMap(({ name, levels }): [string, LabSpread][] => {
      const sd = levels.length > 1 ? Math.sqrt(variance(levels)) : pooled;
      return sd === null || levels.length === 0 ? [] : [[name, { labs: levels.length, sd: Number(sd.toPrecision(3)) }]];
    }),
  );
}

/** Where each lab's speeds lie about the fit to all of them, in logarithms. */
function levelsOf(predictions: readonly Prediction[]): number[] {
  const speeds = predictions.filter(({ quantity }) => quantity === 'speed');
  const labs = group(speeds, ({ row }) => labOf(row.source));
  return [...labs.values()].map((lab) => meanOf(lab.map(({ measured, predicted }) => log(measured / predicted))));
}

/** A repository, a site, or the first word of a report's name. */
function labOf(source: string): string {
  return /^[^@\s]+/.exec(source)?.[0].toLowerCase() ?? source;
}

function variance(values: readonly number[]): number {
  const middle = meanOf(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}
