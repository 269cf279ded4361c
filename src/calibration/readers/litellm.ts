/** Reads LiteLLM's standard logging payloads: a call a record. */
import { isObject, type JsonObject } from '../jsonRecords.ts';
import { modelSlug } from '../slug.ts';
import { parseTimestamp } from '../timestamp.ts';
import { logReader, needed, type JsonReader } from './jsonReader.ts';

/** The payload itself, or under the name used for callbacks. */
function payload(record: JsonObject): JsonObject {
  return isObject(record.standard_logging_object) ? record.standard_logging_object : record;
}

export const litellm: JsonReader = logReader(
  'LiteLLM log',
  (record) => ['startTime', 'endTime', 'completionStartTime'].every((field) => field in payload(record)),
  (record, line) => {
    const call = payload(record);
    const [at, first, end] = ['startTime', 'completionStartTime', 'endTime'].map((field) =>
      time(call, field),
    ) as [number, number, number];
    if (first >= end && needed(call, 'completion_tokens') > 1)
      throw new RangeError(
        'the first token came with the end: the call was not streamed, send "stream": true',
      );
    return [
      {
        run: '',
        prompt: needed(call, 'prompt_tokens'),
        output: needed(call, 'completion_tokens'),
        at,
        first,
        end,
        line,
        known: { model: modelSlug(call.model), during: { from: at, firstToken: first, to: end } },
      },
    ];
  },
  (record) => {
    const { status, cache_hit: hit } = payload(record);
    return status === 'failure' || hit === true || hit === 'True';
  },
);

/** Seconds since 1970, or a date and a time. */
function time(call: JsonObject, field: string): number {
  const value = call[field];
  const parsed = typeof value === 'string' ? parseTimestamp(value) : undefined;
  return parsed ?? needed(call, field);
}
