/** Reads a log of requests with any of the names that a comparison understands: an answered request a row. */
import { columnsOf } from '../../logs/columns.ts';
import { inMemory } from '../../logs/inMemory.ts';
import { readRealLog as readLog } from '../../logs/realLog.ts';
import { recordsOf } from '../../logs/recordsOf.ts';
import { slotsSeen } from '../../logs/slotsSeen.ts';
import type { ReadMeasurements } from '../measurement.ts';
import { modelSlug } from '../slug.ts';
import { loggedRows, type LoggedRequest } from './logged.ts';

const sourceOf = (text: string, file: string): ReturnType<ReturnType<typeof inMemory>> =>
  inMemory({ [file]: text })(file);

/** By the names of its columns alone. */
export function isRealLog(text: string): boolean {
  try {
    columnsOf('', recordsOf('', sourceOf(text, '')), {});
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Throws where the log does not say when answers came, or where a row is wrong. */
export function readRealLog(text: string, file: string): ReadMeasurements {
  const log = readLog(file, sourceOf(text, file));
  const { server } = log;
  const slots = server.slots ?? slotsSeen(log);
  const known: LoggedRequest['known'] = {
    ...(server.model !== undefined && { model: modelSlug(server.model) }),
    ...(slots !== undefined && { slots }),
  };
  const requests = log.status.flatMap((status, k): LoggedRequest[] => {
    const [at, first, end] = [log.arrival[k]!, log.firstToken[k]!, log.end[k]!];
    // One whose times are in no order was taken for a failed one; it is said instead.
    const failed = status !== 'ok' && !(first < at || end < first);
    if (failed) return [];
    return [
      { run: '', prompt: log.prompt[k]!, output: log.output[k]!, at, first, end, line: log.line[k]!, known },
    ];
  });
  if (requests.every(({ first }) => Number.isNaN(first)))
    throw new RangeError(
      `${file}: does not say when first tokens came, so that reading prompts and writing answers cannot be told apart; it needs first_token_at or ttft_ms. edgewise compare can do with the ends alone`,
    );
  return loggedRows(requests, file);
}
