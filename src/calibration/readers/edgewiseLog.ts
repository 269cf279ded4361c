/** Reads a log of requests as `edgewise observe` and `edgewise run --requests` write it: a request a line. */
import { isObject } from '../jsonRecords.ts';
import type { JsonObject } from '../jsonRecords.ts';
import { modelSlug } from '../slug.ts';
import { parseTimestamp } from '../timestamp.ts';
import type { ReadMeasurements } from '../measurement.ts';
import { readLogged, type LoggedRequest } from './logged.ts';
import { needed, type JsonReader } from './jsonReader.ts';
import type { JsonRecords } from '../jsonRecords.ts';

const isHeader = ({ log }: JsonObject): boolean => typeof log === 'string' && log.startsWith('edgewise.log/');
const isRequest = (record: JsonObject): boolean =>
  'arrival' in record && 'firstToken' in record && 'end' in record;

export const edgewiseLog: JsonReader = {
  kind: 'edgewise log',
  is: (record) => isHeader(record) || isRequest(record),
  read,
};

/** Every header begins a run; requests without an answer are skipped. */
function read({ records, broken }: JsonRecords, file: string): ReadMeasurements {
  let run = 0;
  let known: NonNullable<LoggedRequest['known']> = {};
  let started: number | undefined;
  return readLogged(records, file, broken, (value, line) => {
    if (isHeader(value)) {
      run++;
      known = serverOf(value);
      started = typeof value.started === 'string' ? parseTimestamp(value.started) : undefined;
      return [];
    }
    if (value.status !== undefined && value.status !== 'ok') return [];
    const [at, first, end] = [needed(value, 'arrival'), needed(value, 'firstToken'), needed(value, 'end')];
    const during = started !== undefined && {
      during: { from: started + at, firstToken: started + first, to: started + end },
    };
    const [prompt, output] = [needed(value, 'prompt'), needed(value, 'output')];
    return [{ run: String(run), prompt, output, at, first, end, line, known: { ...known, ...during } }];
  });
}

function serverOf(header: JsonObject): NonNullable<LoggedRequest['known']> {
  const server = isObject(header.server) ? header.server : {};
  const kind = modelSlug(server.engine ?? server.kind ?? header.engine);
  const slots = server.slots ?? header.slots;
  return {
    model: modelSlug(header.model),
    engine: kind === 'llama-server' ? 'llamacpp' : kind,
    ...(typeof slots === 'number' && slots >= 1 ? { slots } : {}),
  };
}
