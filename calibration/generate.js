// Fits the measurement tables and writes profiles.json and clouds.json. Run: npm run calibrate:profiles
// The two files are never edited by hand; a test makes them again and compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileClouds } from '../dist/src/calibration/clouds.js';
import { compileProfiles } from '../dist/src/calibration/compile.js';
import { readTables } from '../dist/src/calibration/readTables.js';
import { catalogueJson } from '../dist/src/calibration/rounding.js';

const folder = dirname(fileURLToPath(import.meta.url));
const tables = readTables((name) => readFileSync(join(folder, name), 'utf8'));
const { profiles } = compileProfiles(tables);
const clouds = compileClouds(tables.cloudRecipes, tables.prices, tables.latencies);
writeFileSync(join(folder, 'profiles.json'), catalogueJson(profiles));
writeFileSync(join(folder, 'clouds.json'), catalogueJson(clouds));
console.log(`${profiles.length} profiles, ${clouds.length} clouds`);
