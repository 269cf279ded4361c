/** Reads records one by one: broken ones are reported, and the others are read. */
import type { BrokenRow, Measurement, ReadMeasurements } from './measurement.ts';

export interface LineRecord<Value> {
  readonly line: number;
  readonly value: Value;
}

/** `read` returns what a record contains, one or several, or throws what is wrong with it. */
export function readEach<Value, Read>(
  records: readonly LineRecord<Value>[],
  file: string,
  read: (value: Value, line: number) => Read | readonly Read[],
): { readonly found: readonly Read[]; readonly broken: readonly BrokenRow[] } {
  const found: Read[] = [];
  const broken: BrokenRow[] = [];
  for (const { line, value } of records)
    try {
      found.push(...([read(value, line)].flat() as Read[]));
    } catch (error) {
      broken.push({ file, line, message: (error as Error).message });
    }
  return { found, broken };
}

/** `broken` is what was wrong before. */
export function readRows<Value>(
  records: readonly LineRecord<Value>[],
  file: string,
  broken: readonly BrokenRow[],
  read: (value: Value, file: string, line: number) => Measurement | readonly Measurement[],
): ReadMeasurements {
  const { found, broken: wrong } = readEach(records, file, (value, line) => read(value, file, line));
  return { measurements: found, broken: [...broken, ...wrong] };
}
