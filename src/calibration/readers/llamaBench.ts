/** Reads what llama-bench prints, in any of its forms: json, jsonl, csv, md. */
import { csvRecords, hasColumns } from '../csv.ts';
import { positiveField, type JsonObject } from '../jsonRecords.ts';
import { measurement, type PowerInterval, type Measurement, type ReadMeasurements } from '../measurement.ts';
import { readRows } from '../readRows.ts';
import { rowReader, type JsonReader } from './jsonReader.ts';
import { markdownTables } from './markdown.ts';
import { slug } from '../slug.ts';
import { parseTimestamp } from '../timestamp.ts';

const has = (record: JsonObject): boolean =>
  'n_prompt' in record && 'n_gen' in record && ('avg_ts' in record || 'avg_ns' in record);

export const llamaBench: JsonReader = rowReader('llama-bench', has, row);

export function isLlamaBenchCsv(text: string): boolean {
  return hasColumns(text, ['n_prompt', 'n_gen', 'avg_ts']);
}

export function readLlamaBenchCsv(text: string, file: string): ReadMeasurements {
  return readRows(csvRecords(text), file, [], row);
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
    load: 'engine' as const,
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
  return measurement({ ...known, prompt: depth, filled: true, output, speed });
}

/** Each repetition of a test runs it once; the log's time is that of the first. */
function interval(record: JsonObject, seconds: number, isPrefill: boolean): PowerInterval | undefined {
  const from = typeof record.test_time === 'string' ? parseTimestamp(record.test_time) : undefined;
  if (from === undefined || seconds === 0) return undefined;
  const times = Array.isArray(record.samples_ns) ? record.samples_ns.length : 1;
  const to = from + seconds * times;
  return { from, firstToken: isPrefill ? to : from, to };
}

/** A test of the table as its fields: `pp512`, `tg128`, `pp512+tg128`, each perhaps `@ d1024`. */
const TEST = /^(?:pp(\d+))?\+?(?:tg(\d+))?(?:\s*@\s*d(\d+))?$/;

/** The table that llama-bench prints when nothing else is asked for. */
export function isLlamaBenchTable(text: string): boolean {
  return markdownTables(text).some(({ names }) => names.includes('test') && names.includes('t/s'));
}

export function readLlamaBenchTable(text: string, file: string): ReadMeasurements {
  const records = markdownTables(text)
    .filter(({ names }) => names.includes('test') && names.includes('t/s'))
    .flatMap(({ rows }) => rows);
  return readRows(records, file, [], (record, name, line) => row(fieldsOf(record), name, line));
}

const GIB: Readonly<Record<string, number>> = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };
const COUNT: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, B: 1e9 };

function fieldsOf(record: Readonly<Record<string, string>>): JsonObject {
  const test = TEST.exec(record['test'] ?? '');
  const speed = /^[\d.]+/.exec(record['t/s'] ?? '')?.[0];
  if (!test || (test[1] === undefined && test[2] === undefined))
    throw new RangeError(`test must be as pp512 or tg128, not "${record['test'] ?? ''}"`);
  if (speed === undefined) throw new RangeError(`t/s must be a number, not "${record['t/s'] ?? ''}"`);
  const [, size, unit] = /^([\d.]+) (\w+)$/.exec(record['size'] ?? '') ?? [];
  const [, count, scale] = /^([\d.]+) (\w)$/.exec(record['params'] ?? '') ?? [];
  return {
    model_type: record['model'],
    n_prompt: Number(test[1] ?? 0),
    n_gen: Number(test[2] ?? 0),
    n_depth: Number(test[3] ?? 0),
    avg_ts: Number(speed),
    ...(size ? { model_size: Math.round(Number(size) * (GIB[unit!] ?? 1)) } : {}),
    ...(count ? { model_n_params: Math.round(Number(count) * (COUNT[scale!] ?? 1)) } : {}),
  };
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
