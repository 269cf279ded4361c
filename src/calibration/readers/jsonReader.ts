/** What every reader of JSON is: a name, how its records are told, and what a record measures. */
import type { JsonObject, JsonRecords } from '../jsonRecords.ts';
import type { Measurement, ReadMeasurements } from '../measurement.ts';
import { readRows } from '../readRows.ts';
import { readLogged, type LoggedRequest } from './logged.ts';

export interface JsonReader {
  /** As it is shown to people. */
  readonly kind: string;
  /** Whether a record is of this kind; one such record makes the file one. */
  readonly is: (record: JsonObject) => boolean;
  readonly read: (found: JsonRecords, file: string) => ReadMeasurements;
}

/** A record is a row, or several; it throws what is wrong with it. Records that are `passed` over measure nothing. */
export function rowReader(
  kind: string,
  is: (record: JsonObject) => boolean,
  row: (record: JsonObject, file: string, line: number) => Measurement | readonly Measurement[],
  passed?: (record: JsonObject) => boolean,
): JsonReader {
  return reader(kind, is, passed, (records, file, broken) => readRows(records, file, broken, row));
}

/** A record holds requests of a log, or is one. */
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
  return { kind, is, read: ({ records, broken }, file) => read(records.filter(({ value }) => !passed(value)), file, broken) };
}

/** A number from 0 that has to be there. */
export function needed(record: JsonObject, field: string): number {
  const found = record[field];
  const value = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    throw new RangeError(
      found === undefined ? `${field} is missing` : `${field} must be a number from 0, not ${JSON.stringify(found)}`,
    );
  return value;
}
