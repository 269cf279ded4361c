/** Reads the output of llama-batched-bench: prompts of a batch are read one after the other, then all decode together. */
import { markdownTables } from './markdown.ts';
import { needed, rowReader, type JsonReader } from './jsonReader.ts';
import type { JsonObject } from '../jsonRecords.ts';
import { measurement, type Measurement, type ReadMeasurements } from '../measurement.ts';
import { readRows } from '../readRows.ts';

const FIELDS = ['pp', 'tg', 'pl', 't_pp', 't_tg'] as const;

export const batchedBench: JsonReader = rowReader(
  'llama-batched-bench',
  (record) => FIELDS.every((field) => field in record),
  row,
);

const COLUMNS: Readonly<Record<(typeof FIELDS)[number], string>> = {
  pp: 'PP',
  tg: 'TG',
  pl: 'B',
  t_pp: 'T_PP s',
  t_tg: 'T_TG s',
};

export function isBatchedBenchTable(text: string): boolean {
  return markdownTables(text).some(isTable);
}

function isTable({ names }: { readonly names: readonly string[] }): boolean {
  return Object.values(COLUMNS).every((name) => names.includes(name));
}

export function readBatchedBenchTable(text: string, file: string): ReadMeasurements {
  const records = markdownTables(text)
    .filter(isTable)
    .flatMap(({ rows }) => rows);
  return readRows(records, file, [], (record, name, line) =>
    row(Object.fromEntries(FIELDS.map((field) => [field, record[COLUMNS[field]]])), name, line),
  );
}

function row(record: JsonObject, file: string, line: number): Measurement {
  const [prompt, output, batch, reading, decoding] = FIELDS.map((field) => needed(record, field)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const shared = record.is_pp_shared === 1 && batch > 1;
  return measurement({
    engine: 'llamacpp',
    load: 'engine',
    prompt,
    output,
    batch,
    ttft: reading > 0 ? reading : null,
    speed: decoding > 0 ? (batch * output) / decoding : null,
    speedCounts: 'streams',
    setAside: shared ? ['ttft'] : [],
    reason: shared ? 'one prompt was read for the whole batch' : '',
    source: file,
    file,
    line,
  });
}
