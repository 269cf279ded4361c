/** Reads all tables of the calibration folder. */
import type { CloudRecipe } from './clouds.ts';
import type { Tables } from './compile.ts';
import { readOwnCsv } from './ownCsv.ts';
import type { Board, ModelFacts } from '../catalog/board.ts';
import type { Derivation } from './derivation.ts';

const MEASUREMENTS: readonly string[] = [
  'agx-orin-64gb',
  'orin-nano-8gb',
  'orin-nano-8gb-module-power',
  'raspberry-pi-5-8gb',
  'dgx-spark-128gb',
  'strix-halo-128gb',
  'boards-2026',
];

export interface AllTables extends Tables {
  readonly cloudRecipes: readonly CloudRecipe[];
  /** Profiles, or parts of their names, that look impossible, and why they are as they are. */
  readonly oddities: readonly { readonly profile: string; readonly why: string }[];
  /** Comma-separated text. */
  readonly prices: string;
  readonly latencies: string;
}

/** `text` gives a file of the folder by its name. Throws for a row that cannot be read. */
export function readTables(text: (name: string) => string): AllTables {
  const readings = MEASUREMENTS.map((name) => readOwnCsv(text(`measurements/${name}.csv`), `${name}.csv`));
  const broken = readings.flatMap((reading) => reading.broken);
  if (broken.length > 0)
    throw new RangeError(broken.map(({ file, line, message }) => `${file}:${line}: ${message}`).join('\n'));
  const json = <Value>(name: string): Value => JSON.parse(text(name)) as Value;
  return {
    measurements: readings.flatMap((reading) => reading.measurements),
    boards: json<Board[]>('boards.json'),
    models: json<ModelFacts[]>('models.json'),
    derivations: json<Derivation[]>('derivations.json'),
    cloudRecipes: json<CloudRecipe[]>('cloud-recipes.json'),
    oddities: json<{ profile: string; why: string }[]>('oddities.json'),
    prices: text('measurements/cloud-prices.csv'),
    latencies: text('measurements/cloud-latency.csv'),
  };
}
