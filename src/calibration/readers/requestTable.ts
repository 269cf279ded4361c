/** Reads a table of requests under load, one a row: lengths, when each was sent, its first token and its end. */
import { csvRecords, hasColumns } from '../csv.ts';
import { readLogged } from './logged.ts';
import type { ReadMeasurements } from '../measurement.ts';

const NEEDED = ['prompt_tokens', 'output_tokens', 'arrival_s', 'first_token_s', 'end_s'] as const;

export function isRequestTable(text: string): boolean {
  return hasColumns(text, NEEDED);
}

/** `series` separates the runs of a file, `slots` is what the server processes at once, `ok` 0 a failed request. */
export function readRequestTable(text: string, file: string): ReadMeasurements {
  return readLogged(csvRecords(text), file, [], (record, line) => {
    if (record.ok === '0') return [];
    const [prompt, output, at, first, end] = NEEDED.map((name) => {
      const value = Number(record[name] || NaN);
      if (!Number.isFinite(value))
        throw new RangeError(`${name} must be a number, not "${record[name] ?? ''}"`);
      return value;
    }) as [number, number, number, number, number];
    const run = [record.series, record.concurrency].filter(Boolean).join('/');
    const slots = record.slots ? { slots: Number(record.slots) } : {};
    const known = { ...slots, model: record.model ?? '', engine: record.engine ?? '' };
    return [{ run, prompt, output, at, first, end, line, known }];
  });
}
