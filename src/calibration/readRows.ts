/** Records to measurements, one by one: what one of them is wrong with is said, and the others are read. */
import type { BrokenRow, Measurement, ReadMeasurements } from './measurement.ts';

/** `read` gives the measurements of a record, or throws what is wrong with it; `broken` is what was wrong before. */
export function readRows<Value>(
  records: readonly { readonly line: number; readonly value: Value }[],
  file: string,
  broken: readonly BrokenRow[],
  read: (value: Value, file: string, line: number) => Measurement | readonly Measurement[],
): ReadMeasurements {
  const measurements: Measurement[] = [];
  const wrong = [...broken];
  for (const { line, value } of records)
    try {
      measurements.push(...[read(value, file, line)].flat());
    } catch (error) {
      wrong.push({ file, line, message: (error as Error).message });
    }
  return { measurements, broken: wrong };
}
