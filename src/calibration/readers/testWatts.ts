/** Mean watts of whole tests in a table beside their rows, which name the test at the end of their source: `01-chat.md`. */
import { csvRecords, hasColumns } from '../csv.ts';
import type { Measurement } from '../measurement.ts';

/** Power while all rows of a test ran. */
export interface TestWatts {
  readonly model: string;
  readonly quantisation: string;
  readonly test: string;
  readonly watts: number;
  /** Idle power and its number of readings; null if it was never idle. */
  readonly idle: { readonly watts: number; readonly readings: number } | null;
}

const NAMES: readonly string[] = ['model', 'test', 'mean_w'];
const SCOPE = 'GPU telemetry, mean of the test';
const TEST = /(?:^|\/)(\d+)-[^/]*$/;

export function isTestWatts(text: string): boolean {
  return hasColumns(text, NAMES);
}

export function readTestWatts(text: string): TestWatts[] {
  return csvRecords(text).flatMap(({ value: record }) => {
    const number = (name: string): number => Number(record[name] || NaN);
    const watts = number('busy_mean_w') || number('mean_w');
    if (!(watts > 0)) return [];
    const [idle, readings] = [number('idle_mean_w'), number('idle_readings')];
    return [
      {
        model: record['model'] ?? '',
        quantisation: record['quant'] ?? record['quantisation'] ?? '',
        test: record['test'] ?? '',
        watts,
        idle: idle > 0 && readings > 0 ? { watts: idle, readings } : null,
      },
    ];
  });
}

/** Assigns power to the rows of each test; idle power is that of the model's test with most idle readings. */
export function withTestWatts(rows: readonly Measurement[], all: readonly TestWatts[]): Measurement[] {
  return rows.map((row) => {
    const own = all.filter(
      ({ model, quantisation }) => model === row.model && quantisation === row.quantisation,
    );
    const test = TEST.exec(row.source)?.[1];
    const found = own.find((one) => one.test === test);
    if (!found) return row;
    const rested = own.flatMap(({ idle }) => idle ?? []).sort((a, b) => b.readings - a.readings)[0];
    return {
      ...row,
      decodeWatts: null,
      meanWatts: found.watts,
      meter: found.test,
      idleWatts: rested?.watts ?? null,
      powerScope: SCOPE,
    };
  });
}
