// Makes the tables of 2026's boards from a folder of collections of public measurements. Run, after a build:
// node calibration/import2026.js FOLDER
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { csvCell, csvRecords } from '../dist/src/calibration/csv.js';
import { halo, hands, rockchip, snapdragon, spark, tableOf, thor, wall } from './convert2026.js';

const [from] = process.argv.slice(2);
if (!from) throw new Error('usage: node calibration/import2026.js FOLDER');
const rows = (name) => csvRecords(readFileSync(join(from, name), 'utf8')).map(({ record }) => record);
const made = [
  ...spark(rows('dgx-spark-closed-loop.csv'), rows('dgx-spark-power.csv')),
  ...halo(rows('strix-halo-llama-bench.csv')),
  ...wall(rows('geerlingguy-decode-wall-power.csv')),
  ...thor(rows('jetson-thor.csv')),
  ...snapdragon(rows('qualcomm-snapdragon.csv')),
  ...rockchip(rows('rockchip-npu.csv')),
  ...hands(rows('phone-mac-x86-edge-llm-bench.csv')),
];
const folder = join(dirname(fileURLToPath(import.meta.url)), 'measurements');
const tables = {
  'boards-2026': made.filter(({ board }) => board !== 'dgx-spark-128gb' && board !== 'strix-halo-128gb'),
  'dgx-spark-128gb': made.filter(({ board }) => board === 'dgx-spark-128gb'),
  'strix-halo-128gb': made.filter(({ board }) => board === 'strix-halo-128gb'),
};
for (const [name, table] of Object.entries(tables)) {
  writeFileSync(join(folder, `${name}.csv`), tableOf(table, csvCell));
  console.log(`${name}: ${table.length} rows`);
}
