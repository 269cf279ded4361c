/** Reads the JSON that genai-perf and aiperf export: one row per file, of medians. */
import { isObject, jsonRecords } from './jsonRecords.ts';
import type { JsonObject } from './jsonRecords.ts';
import { measurement } from './measurement.ts';
import type { Measurement, Reading } from './measurement.ts';
import { readRows } from './readRows.ts';
import { slug } from './slug.ts';

const TO_SECONDS: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, ms: 1e-3, s: 1, sec: 1, seconds: 1 };

/** The figures are at the top, or under `records`. */
function figures(record: JsonObject): JsonObject {
  return isObject(record.records) ? record.records : record;
}

export function isAiperf(record: JsonObject): boolean {
  const { time_to_first_token: ttft } = figures(record);
  return isObject(ttft) && 'unit' in ttft;
}

export function readAiperf(text: string, file: string): Reading {
  const { records, broken } = jsonRecords(text, file);
  return readRows(records, file, broken, row);
}

function row(record: JsonObject, file: string, line: number): Measurement {
  const from = figures(record);
  const prompt = statistic(from, 'input_sequence_length');
  const output = statistic(from, 'output_sequence_length');
  if (prompt === null || output === null)
    throw new RangeError('input_sequence_length or output_sequence_length is missing');
  const gap = seconds(from, 'inter_token_latency');
  const batch = numberUnder(record.input_config, 'concurrency') ?? 1;
  return measurement({
    model: slug(modelName(record.input_config) ?? '') || 'unknown',
    quantisation: 'unknown',
    engine: 'unknown',
    prompt: Math.round(prompt),
    output: Math.round(output),
    batch,
    ttft: seconds(from, 'time_to_first_token'),
    speed: gap === null ? null : 1 / gap,
    setAside: batch > 1 ? ['ttft'] : [],
    reason: batch > 1 ? 'requests ran together: the time to first token holds waiting, not only the prompt' : '',
    source: file,
    file,
    line,
  });
}

function statistic(from: JsonObject, field: string): number | null {
  const found = from[field];
  if (!isObject(found)) return null;
  const value = found.p50 ?? found.avg;
  if (typeof value !== 'number' || !(value > 0))
    throw new RangeError(`${field}: p50 or avg must be a number above 0, not ${JSON.stringify(value)}`);
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

/** The first number called so anywhere below. */
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
    if (typeof value === 'string') return value.split('/').at(-1)!;
  }
  for (const inner of Object.values(config)) {
    const found = modelName(inner);
    if (found !== null) return found;
  }
  return null;
}
