/** Reads the JSON that genai-perf and aiperf export: one row per file, of medians. */
import { isObject, type JsonObject } from '../jsonRecords.ts';
import { measurement, type Measurement, type Quantity } from '../measurement.ts';
import { logReader, needed, rowReader, type JsonReader } from './jsonReader.ts';
import { modelSlug } from '../slug.ts';

const TO_SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  ms: 1e-3,
  s: 1,
  sec: 1,
  seconds: 1,
};

/** The figures are at the top, or under `records`. */
function figures(record: JsonObject): JsonObject {
  return isObject(record.records) ? record.records : record;
}

export const aiperf: JsonReader = rowReader(
  'genai-perf or aiperf export',
  (record) => {
    const { time_to_first_token: ttft } = figures(record);
    return isObject(ttft) && 'unit' in ttft && !isObject(record.metrics);
  },
  row,
);

function row(record: JsonObject, file: string, line: number): Measurement {
  const from = figures(record);
  const prompt = statistic(from, 'input_sequence_length');
  const output = statistic(from, 'output_sequence_length');
  if (prompt === null || output === null)
    throw new RangeError('input_sequence_length or output_sequence_length is missing');
  const gap = seconds(from, 'inter_token_latency');
  const batch = numberUnder(record.input_config, 'concurrency') ?? 1;
  return measurement({
    model: modelSlug(modelName(record.input_config)) || 'unknown',
    quantisation: 'unknown',
    engine: 'unknown',
    prompt: Math.round(prompt),
    output: Math.round(output),
    batch,
    ttft: seconds(from, 'time_to_first_token'),
    speed: gap === null ? null : 1 / gap,
    ...asided(batch),
    source: file,
    file,
    line,
  });
}

/** Medians of requests that ran together include waiting. */
function asided(batch: number): { setAside: Quantity[]; reason: string } {
  if (batch === 1) return { setAside: [], reason: '' };
  return {
    setAside: ['ttft'],
    reason:
      'requests ran together: the time to first token holds waiting, not only the prompt (profile_export.jsonl has them one by one)',
  };
}

/** `profile_export.jsonl`: a request a line, its times in nanoseconds and figures with their units. */
export const aiperfRequests: JsonReader = logReader(
  'aiperf requests (profile_export.jsonl)',
  ({ metadata, metrics }) => isObject(metadata) && 'request_start_ns' in metadata && isObject(metrics),
  ({ metadata, metrics }, line) => {
    const times = metadata as JsonObject;
    const from = metrics as JsonObject;
    const at = needed(times, 'request_start_ns') * 1e-9;
    const ttft = seconds(from, 'time_to_first_token');
    const latency = seconds(from, 'request_latency');
    const prompt = statistic(from, 'input_sequence_length');
    const output = statistic(from, 'output_sequence_length') ?? statistic(from, 'output_token_count');
    if (ttft === null || latency === null || prompt === null || output === null)
      throw new RangeError(
        'time_to_first_token, request_latency, input_sequence_length and output_sequence_length are needed: run aiperf profile --streaming',
      );
    return [{ run: '', prompt, output, at, first: at + ttft, end: at + latency, line }];
  },
  ({ metadata, error }) =>
    (isObject(metadata) && (metadata.benchmark_phase === 'warmup' || metadata.was_cancelled === true)) ||
    isObject(error),
);

function statistic(from: JsonObject, field: string): number | null {
  const found = from[field];
  if (!isObject(found)) return null;
  const value = found.p50 ?? found.avg ?? found.value;
  if (typeof value !== 'number' || !(value > 0))
    throw new RangeError(
      `${field}: p50, avg or value must be a number above 0, not ${JSON.stringify(value)}`,
    );
  return value;
}

function seconds(from: JsonObject, field: string): number | null {
  const value = statistic(from, field);
  if (value === null) return null;
  const { unit } = from[field] as JsonObject;
  const factor = TO_SECONDS[String(unit)];
  if (factor === undefined) throw new RangeError(`${field}: unit ${JSON.stringify(unit)} is not one of time`);
  return value * factor;
}

/** The first number of that name, at any depth. */
function numberUnder(value: unknown, name: string): number | null {
  if (!isObject(value)) return null;
  if (typeof value[name] === 'number') return value[name];
  for (const inner of Object.values(value)) {
    const found = numberUnder(inner, name);
    if (found !== null) return found;
  }
  return null;
}

function modelName(config: unknown): string | null {
  if (!isObject(config)) return null;
  for (const name of ['model', 'model_name', 'model_names', 'formatted_model_name']) {
    const value = Array.isArray(config[name]) ? (config[name] as unknown[])[0] : config[name];
    if (typeof value === 'string') return value;
  }
  for (const inner of Object.values(config)) {
    const found = modelName(inner);
    if (found !== null) return found;
  }
  return null;
}
