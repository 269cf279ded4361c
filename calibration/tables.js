// Reads all tables in this folder; a row that cannot be read is an error.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const MEASUREMENTS = [
  'agx-orin-64gb',
  'orin-nano-8gb',
  'orin-nano-8gb-module-power',
  'raspberry-pi-5-8gb',
];

/** `read` is what reads one measurement table. */
export function readTables(folder, read) {
  const text = (name) => readFileSync(join(folder, name), 'utf8');
  const readings = MEASUREMENTS.map((name) => read(text(`measurements/${name}.csv`), `${name}.csv`));
  const broken = readings.flatMap((reading) => reading.broken);
  if (broken.length > 0)
    throw new Error(broken.map((row) => `${row.file}:${row.line}: ${row.message}`).join('\n'));
  return {
    measurements: readings.flatMap((reading) => reading.measurements),
    boards: JSON.parse(text('boards.json')),
    models: JSON.parse(text('models.json')),
    derivations: JSON.parse(text('derivations.json')),
    cloudRecipes: JSON.parse(text('cloud-recipes.json')),
    prices: text('measurements/cloud-prices.csv'),
    latencies: text('measurements/cloud-latency.csv'),
  };
}
