/** Reads OpenTelemetry spans of calls to a model (gen_ai): OTLP in JSON, or spans as the console exporter prints them. */
import { isObject, type JsonObject } from '../jsonRecords.ts';
import { modelSlug } from '../slug.ts';
import { parseTimestamp } from '../timestamp.ts';
import { logReader, type JsonReader } from './jsonReader.ts';
import type { LoggedRequest } from './logged.ts';

export const otel: JsonReader = logReader(
  'OpenTelemetry spans',
  (record) => Array.isArray(record.resourceSpans) || isCall(record),
  (record, line) =>
    spansOf(record)
      .filter(isCall)
      .map((span) => logged(span, line)),
);

function spansOf(record: JsonObject): JsonObject[] {
  if (!Array.isArray(record.resourceSpans)) return [record];
  const below = (parents: readonly JsonObject[], field: string): JsonObject[] =>
    parents.flatMap((parent) =>
      Array.isArray(parent[field]) ? (parent[field] as unknown[]).filter(isObject) : [],
    );
  return below(
    below([record], 'resourceSpans').flatMap((each) => below([each], 'scopeSpans')),
    'spans',
  );
}

/** Names of each figure: the standard one first, then those used by servers. */
const INPUT = ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'];
const OUTPUT = ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'];
const FIRST = [
  'gen_ai.response.time_to_first_chunk',
  'gen_ai.server.time_to_first_token',
  'gen_ai.latency.time_to_first_token',
];

function isCall(span: JsonObject): boolean {
  const found = attributesOf(span);
  return [...INPUT, ...OUTPUT].some((name) => found.has(name));
}

function logged(span: JsonObject, line: number): LoggedRequest {
  const found = attributesOf(span);
  const number = (names: readonly string[]): number => {
    const name = names.find((each) => found.has(each));
    const value = name === undefined ? NaN : Number(found.get(name));
    if (!Number.isFinite(value))
      throw new RangeError(`a span has no ${names[0]}: without it nothing of its server can be told`);
    return value;
  };
  const at = timeOf(span, 'startTimeUnixNano', 'start_time');
  const end = timeOf(span, 'endTimeUnixNano', 'end_time');
  const model = found.get('gen_ai.response.model') ?? found.get('gen_ai.request.model');
  const first = at + (firstEvent(span, at) ?? number(FIRST));
  return {
    run: '',
    prompt: number(INPUT),
    output: number(OUTPUT),
    at,
    first,
    end,
    line,
    known: {
      ...(typeof model === 'string' ? { model: modelSlug(model) } : {}),
      during: { from: at, firstToken: first, to: end },
    },
  };
}

/** The time of the first token from an event, if there is one. */
function firstEvent({ events }: JsonObject, at: number): number | null {
  const event = (Array.isArray(events) ? events.filter(isObject) : []).find(({ name }) =>
    /first[_. ]?(token|chunk)/i.test(String(name)),
  );
  return event ? timeOf(event, 'timeUnixNano', 'timestamp') - at : null;
}

function attributesOf({ attributes }: JsonObject): Map<string, unknown> {
  if (isObject(attributes)) return new Map(Object.entries(attributes));
  const list = Array.isArray(attributes) ? attributes.filter(isObject) : [];
  return new Map(
    list.map(({ key, value }) => [String(key), isObject(value) ? Object.values(value)[0] : value]),
  );
}

function timeOf(record: JsonObject, nanos: string, text: string): number {
  const value = record[nanos];
  if (value !== undefined) return Number(value) * 1e-9;
  const parsed = typeof record[text] === 'string' ? parseTimestamp(record[text]) : undefined;
  if (parsed === undefined) throw new RangeError(`a span has no ${nanos}`);
  return parsed;
}
