/** Reads what llama-bench prints with -o json, jsonl or csv. */
import { csvRecords } from './csv.ts';
import { jsonRecords, positiveField } from './jsonRecords.ts';
import type { JsonObject } from './jsonRecords.ts';
import { measurement } from './measurement.ts';
import type { Interval, Measurement, Reading } from './measurement.ts';
import { readRows } from './readRows.ts';
import { slug } from './slug.ts';
import { parseTimestamp } from './timestamp.ts';

export function isLlamaBench(record: JsonObject): boolean {
  return 'n_prompt' in record && 'n_gen' in record && ('avg_ts' in record || 'avg_ns' in record);
}

export function isLlamaBenchCsv(text: string): boolean {
  const head = text.slice(0, text.indexOf('\n')).split(',').map((name) => name.trim().replaceAll('"', ''));
  return head.includes('n_prompt') && head.includes('n_gen') && head.includes('avg_ts');
}

export function readLlamaBench(text: string, file: string): Reading {
  const { records, broken } = jsonRecords(text, file);
  return readRows(records, file, broken, row);
}

export function readLlamaBenchCsv(text: string, file: string): Reading {
  const records = csvRecords(text).map(({ line, record }) => ({ line, value: record }));
  return readRows(records, file, [], row);
}

function row(record: JsonObject, file: string, line: number): Measurement {
  const prompt = positiveField(record, 'n_prompt');
  const output = positiveField(record, 'n_gen');
  const depth = positiveField(record, 'n_depth') ?? 0;
  const seconds = (positiveField(record, 'avg_ns') ?? 0) / 1e9;
  const speed = positiveField(record, 'avg_ts');
  if (prompt === null && output === null) throw new RangeError('neither n_prompt nor n_gen is above 0');
  if (speed === null) throw new RangeError('avg_ts is missing or 0');
  const bytes = positiveField(record, 'model_size');
  const parameters = positiveField(record, 'model_n_params');
  const during = interval(record, seconds, output === null);
  const known = {
    ...nameOf(record),
    engine: 'llamacpp',
    source: file,
    file,
    line,
    ...(bytes === null ? {} : { weights: bytes }),
    ...(parameters === null ? {} : { parameters }),
    ...(during ? { during } : {}),
  };
  if (prompt !== null && output !== null)
    return measurement({
      ...known,
      prompt,
      output,
      setAside: ['ttft', 'speed', 'decodeWatts', 'prefillWatts'],
      reason: 'prompt and generation in one figure cannot be told apart',
    });
  if (prompt !== null) {
    const aside = depth > 0;
    return measurement({
      ...known,
      prompt,
      output: 1,
      ttft: seconds > 0 ? seconds : prompt / speed,
      setAside: aside ? ['ttft', 'prefillWatts'] : [],
      reason: aside ? 'a prompt after a filled cache is not a first prompt' : '',
    });
  }
  return measurement({ ...known, prompt: depth, output, speed });
}

/** Each repetition of a test runs it once; the log's time is that of the first. */
function interval(record: JsonObject, seconds: number, isPrefill: boolean): Interval | undefined {
  const from = typeof record.test_time === 'string' ? parseTimestamp(record.test_time) : undefined;
  if (from === undefined || seconds === 0) return undefined;
  const times = Array.isArray(record.samples_ns) ? record.samples_ns.length : 1;
  const to = from + seconds * times;
  return { from, firstToken: isPrefill ? to : from, to };
}

/** `qwen2 3B Q4_K - Medium` is a model and its quantisation. */
function nameOf(record: JsonObject): { model: string; quantisation: string } {
  const type = typeof record.model_type === 'string' ? record.model_type : '';
  const match = /^(.*?)\s+((?:I?Q\d|F16|BF16|F32|MXFP|TQ\d).*)$/i.exec(type);
  const quantisation = match ? match[2]! : 'unknown';
  return {
    model: slug(match ? match[1]! : type) || 'unknown',
    quantisation: /^Q4_K/i.test(quantisation) ? 'q4' : slug(quantisation.replace(/ - .*/, '')),
  };
}
