/** A reader of JSON: a name, how its records are recognised, and what a record measures. */
import type { JsonObject, JsonRecords } from '../jsonRecords.ts';
import type { Measurement, ReadMeasurements } from '../measurement.ts';
import { readRows } from '../readRows.ts';
import { readLogged, type LoggedRequest } from './logged.ts';

export interface JsonReader {
  readonly kind: string;
  /** Whether a record is of this kind; one such record makes the file one. */
  readonly is: (record: JsonObject) => boolean;
  readonly read: (found: JsonRecords, file: string) => ReadMeasurements;
}

/** A record is one row or several; `row` throws what is wrong with it. Records that are `passed` are skipped. */
export function rowReader(
  kind: string,
  is: (record: JsonObject) => boolean,
  row: (record: JsonObject, file: string, line: number) => Measurement | readonly Measurement[],
  passed?: (record: JsonObject) => boolean,
): JsonReader {
  return reader(kind, is, passed, (records, file, broken) => readRows(records, file, broken, row));
}

/** A record is a request of a log, or contains several. */
export function logReader(
  kind: string,
  is: (record: JsonObject) => boolean,
  requests: (record: JsonObject, line: number) => readonly LoggedRequest[],
  passed?: (record: JsonObject) => boolean,
): JsonReader {
  return reader(kind, is, passed, (records, file, broken) => readLogged(records, file, broken, requests));
}

function reader(
  kind: string,
  is: JsonReader['is'],
  passed: (record: JsonObject) => boolean = () => false,
  read: (records: JsonRecords['records'], file: string, broken: JsonRecords['broken']) => ReadMeasurements,
): JsonReader {
  return {
    kind,
    is,
    read: ({ records, broken }, file) =>
      read(
        records.filter(({ value }) => !passed(value)),
        file,
        broken,
      ),
  };
}

/** A required number from 0. */
export function needed(record: JsonObject, field: string): number {
  const found = record[field];
  const value = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    throw new RangeError(
      found === undefined
        ? `${field} is missing`
        : `${field} must be a number from 0, not ${JSON.stringify(found)}`,
    );
  return value;
}
