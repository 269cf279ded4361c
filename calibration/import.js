// Makes the measurement tables from a collection of public measurements in one CSV file. Run, after a build:
// node calibration/import.js FILE
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { csvRecords } from '../dist/src/calibration/csv.js';
import { csvCell } from '../dist/src/kernel/csv.js';
import { convertAll } from './convert.js';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'measurements');
const [file] = process.argv.slice(2);
if (!file) throw new Error('usage: node calibration/import.js FILE');
for (const [name, text] of Object.entries(convertAll(readFileSync(file, 'utf8'), { csvCell, csvRecords })))
  writeFileSync(join(folder, name), text);
