/** The bootstrap: how a statistic would vary over samples like the one given. */
import type { Random } from './random.ts';

interface BootstrapOptions {
  readonly level?: number;
  readonly resamples?: number;
}

/**
 * Percentile interval of a statistic over resamples drawn with replacement; null for fewer than two items. Items may be
 * rows, which are drawn whole. `figure` must not keep the array it is given.
 */
export function bootstrapInterval<Item>(
  items: readonly Item[],
  figure: (sample: readonly Item[]) => number,
  random: Random,
  { level = 0.95, resamples = 2000 }: BootstrapOptions = {},
): readonly [number, number] | null {
  if (items.length < 2) return null;
  const sample = items.slice();
  const figures = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    for (let i = 0; i < sample.length; i++) sample[i] = items[Math.floor(random.uniform() * items.length)]!;
    figures[r] = figure(sample);
  }
  figures.sort();
  const outside = Math.floor(((1 - level) / 2) * (resamples + 1));
  const low = Math.max(0, outside - 1);
  return [figures[low]!, figures[resamples - 1 - low]!];
}
