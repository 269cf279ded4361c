// Makes the tables of 2026's boards from a folder of collections of public measurements. Run, after a build:
// node calibration/import2026.js FOLDER
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { csvRecords } from '../dist/src/calibration/csv.js';
import { csvCell } from '../dist/src/kernel/csv.js';
import { halo, hands, rockchip, snapdragon, spark, sweep, tableOf, thor, wall } from './convert2026.js';

const [from] = process.argv.slice(2);
if (!from) throw new Error('usage: node calibration/import2026.js FOLDER');
const rows = (name) => csvRecords(readFileSync(join(from, name), 'utf8')).map(({ value }) => value);
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

// What these servers did under load that no profile was fitted to.
const columns = (list) => [Object.keys(list[0]), ...list.map((row) => Object.values(row))];
const write = (name, list) =>
  writeFileSync(join(folder, '../under-load', name), `${columns(list).map((row) => row.map(csvCell).join(',')).join('\n')}\n`);
const RATES = ['0.1', '0.2', '0.3', '0.5', '0.7', '1.0'];
const LLAMA = { s30: 1, s60: 1, s60r: 1, m60: 4, m60r: 4, mb60: 4 };
write('spark.csv', sweep(rows('dgx-spark-open-loop.csv'), rows('dgx-spark-power.csv')));
write(
  'spark-requests.csv',
  RATES.flatMap((rate) => rows(`dgx-spark-sweep/sweep-${rate}.csv`).map((row) => ({ run: `sweep-${rate}`, ...row }))),
);
write('llama-server-closed.csv', rows('llama-server/closed-loop.csv'));
write(
  'llama-server-open.csv',
  Object.entries(LLAMA).flatMap(([run, slots]) =>
    rows(`llama-server/open-${run}.csv`).map((row) => ({
      run,
      slots,
      time: row.arrival_s,
      prompt: row.prompt_tokens,
      output: row.output_tokens,
      first: row.first_token_s,
      end: row.end_s,
    })),
  ),
);
