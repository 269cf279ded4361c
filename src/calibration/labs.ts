/** How much labs differ that measured the same model on the same board, which the fit to a single lab cannot show. */
import { group } from 'd3-array';
import { meanOf } from '../kernel/spread.ts';
import type { LabSpread } from '../catalog/profile.ts';
import { log } from '../kernel/math.ts';
import type { Prediction } from './predict.ts';
import type { ProfileFit } from './profileOf.ts';

/** With fewer profiles measured by several labs, nothing is inferred for the others. */
const FEWEST = 3;

/** By profile name: its number of labs and their spread; for a single lab, the pooled spread of the others. */
export function labSpreads(fits: readonly ProfileFit[]): Map<string, LabSpread> {
  const found = fits.map((fit) => ({
    name: fit.profile.name,
    levels: levelsOf([...fit.inSample, ...fit.heldOut]),
  }));
  const several = found.filter(({ levels }) => levels.length > 1);
  const pooled =
    several.length < FEWEST ? null : Math.sqrt(meanOf(several.map(({ levels }) => variance(levels))));
  return new Map(
    found.flatMap(({ name, levels }): [string, LabSpread][] => {
      const sd = levels.length > 1 ? Math.sqrt(variance(levels)) : pooled;
      return sd === null || levels.length === 0
        ? []
        : [[name, { labs: levels.length, sd: Number(sd.toPrecision(3)) }]];
    }),
  );
}

/** Each lab's mean deviation from the fit to all labs, in logarithms. */
function levelsOf(predictions: readonly Prediction[]): number[] {
  const speeds = predictions.filter(({ quantity }) => quantity === 'speed');
  const labs = group(speeds, ({ row }) => labOf(row.source));
  return [...labs.values()].map((lab) =>
    meanOf(lab.map(({ measured, predicted }) => log(measured / predicted))),
  );
}

/** A repository, a site, or the first word of a report's name. */
function labOf(source: string): string {
  return /^[^@\s]+/.exec(source)?.[0].toLowerCase() ?? source;
}

function variance(values: readonly number[]): number {
  const middle = meanOf(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}
