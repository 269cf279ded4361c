/** The shipped tables as the tests read them. */
import { readFileSync } from 'node:fs';
import { readTables } from '../../src/calibration/readTables.ts';
import type { AllTables } from '../../src/calibration/readTables.ts';

const FOLDER: URL = new URL('../../calibration/', import.meta.url);

export function shippedText(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}

/** One of the scripts in calibration/, which are plain JavaScript. */
export async function script<Exports>(name: string): Promise<Exports> {
  return (await import(new URL(name, FOLDER).href)) as Exports;
}

export function shippedTables(): AllTables {
  return readTables(shippedText);
}
