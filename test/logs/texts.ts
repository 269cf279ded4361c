/** Logs as texts, and what is read of them. */
import { readLog, type ReadLogOptions } from '../../src/logs/readLog.ts';
import type { RecordedLog } from '../../src/logs/recordedLog.ts';
import { sourceOf } from '../world/context.ts';

export function logOf(text: string, options: ReadLogOptions = {}): RecordedLog {
  return readLog('a.log', sourceOf(text), options);
}

/** Arrival, prompt, output and name of each request. */
export function requestsOf(log: RecordedLog): (readonly [number, number, number, string])[] {
  return Array.from(log.arrival, (at, row) => [
    at,
    log.prompt[row]!,
    log.output[row]!,
    log.tenants[log.tenant[row]!] ?? '',
  ]);
}

/** What is said of a log that cannot be read. */
export function complaintOf(text: string, options: ReadLogOptions = {}): string {
  try {
    logOf(text, options);
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
  throw new Error('it was read without a complaint');
}
