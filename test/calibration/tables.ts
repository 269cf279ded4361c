/** The shipped tables as the tests read them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CloudRecipe } from '../../src/calibration/clouds.ts';
import { compileProfiles } from '../../src/calibration/compile.ts';
import type { Compiled, Tables } from '../../src/calibration/compile.ts';
import { readOwnCsv } from '../../src/calibration/own-csv.ts';

export interface AllTables extends Tables {
  readonly cloudRecipes: readonly CloudRecipe[];
  readonly prices: string;
  readonly latencies: string;
}

const FOLDER: URL = new URL('../../calibration/', import.meta.url);

export function shippedText(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}

/** One of the scripts in calibration/, which are plain JavaScript. */
export async function script<Exports>(name: string): Promise<Exports> {
  return (await import(new URL(name, FOLDER).href)) as Exports;
}

export async function shippedTables(): Promise<AllTables> {
  const { readTables } = await script<{ readTables: (folder: string, read: unknown) => AllTables }>('tables.js');
  return readTables(fileURLToPath(FOLDER), readOwnCsv);
}

export async function shippedCompiled(): Promise<Compiled> {
  return compileProfiles(await shippedTables());
}
