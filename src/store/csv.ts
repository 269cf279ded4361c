/** Reads the CSV files of a folder. */
import { readFileSync } from 'node:fs';
import { tableOf, type CsvTable } from './csvText.ts';
import { guarded, StoreError } from './storeError.ts';

export function readCsv(path: string): CsvTable {
  const text = guarded('cannot be read', path, () => readFileSync(path, 'utf8'));
  try {
    return tableOf(text, path);
  } catch (error) {
    if (error instanceof RangeError) throw new StoreError(error.message);
    throw error;
  }
}
