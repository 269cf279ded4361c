/** Reads a table of requests under load, one a row: lengths, when each was sent, its first token and its end. */
import { csvNames, csvRecords } from '../csv.ts';
import { loggedRows } from './logged.ts';
import type { LoggedRequest } from './logged.ts';
import type { BrokenRow, ReadMeasurements } from '../measurement.ts';

const NEEDED = ['prompt_tokens', 'output_tokens', 'arrival_s', 'first_token_s', 'end_s'] as const;

export function isRequestTable(text: string): boolean {
  const names = csvNames(text);
  return NEEDED.every((name) => names.includes(name));
}

/** `series` tells runs apart where a file has several, `slots` what the server took at once, `ok` 0 what failed. */
export function readRequestTable(text: string, file: string): ReadMeasurements {
  const broken: BrokenRow[] = [];
  const requests = csvRecords(text).flatMap(({ line, record }): LoggedRequest[] => {
    if (record.ok === '0') return [];
    const values = NEEDED.map((name) => Number(record[name] || NaN));
    const wrong = NEEDED.find((_, i) => !Number.isFinite(values[i]));
    if (wrong !== undefined) {
      broken.push({ file, line, message: `${wrong} must be a number, not "${record[wrong] ?? ''}"` });
      return [];
    }
    const [prompt, output, at, first, end] = values as [number, number, number, number, number];
    const run = [record.series, record.concurrency].filter(Boolean).join('/');
    const slots = record.slots ? { slots: Number(record.slots) } : {};
    return [{ run, prompt, output, at, first, end, line, known: { ...slots, model: record.model ?? '', engine: record.engine ?? '' } }];
  });
  const { measurements, broken: odd } = loggedRows(requests, file);
  return { measurements, broken: [...broken, ...odd] };
}
