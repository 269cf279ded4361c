/** Reads the project's own measurement tables. */
import { csvRecords, parseCsv } from './csv.ts';
import { measurement } from './measurement.ts';
import { readRows } from './readRows.ts';
import type { Measurement, Quantity, Reading, SpeedCounts } from './measurement.ts';

const KEYS = ['board', 'model', 'quantisation', 'engine', 'mode'] as const;
const QUANTITIES: Readonly<Record<string, readonly Quantity[]>> = {
  ttft: ['ttft'],
  speed: ['speed'],
  power: ['decodeWatts'],
  prefill: ['prefillWatts'],
  row: ['ttft', 'speed', 'decodeWatts', 'prefillWatts'],
};

/** Whether the text is such a table: its first line names the columns without which nothing can be read. */
export function isOwnCsv(text: string): boolean {
  const [head] = parseCsv(text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n') + 1));
  const names = head?.cells.map((name) => name.trim().replace(/^\uFEFF/, '')) ?? [];
  return names.includes('prompt_tokens') && (names.includes('ttft_ms') || names.includes('tok_s'));
}

/** `named`: whether every row has to name its board, model, quantisation, engine and mode itself. */
export function readOwnCsv(text: string, file: string, named = true): Reading {
  const records = csvRecords(text).map(({ line, record }) => ({ line, value: record }));
  return readRows(records, file, [], (record, _, line) => row(record, file, line, named));
}

function row(
  record: Readonly<Record<string, string>>,
  file: string,
  line: number,
  named: boolean,
): Measurement {
  const number = (name: string, least: number): number | null => {
    const text = record[name] ?? '';
    if (text === '') return null;
    const value = Number(text);
    if (!Number.isFinite(value)) throw new RangeError(`${name} must be a number, not "${text}"`);
    if (value < least || (least === 0 && value === 0))
      throw new RangeError(`${name} must be ${least === 0 ? 'above 0' : `at least ${least}`}, not ${text}`);
    return value;
  };
  if (named) for (const key of KEYS) if (!record[key]) throw new RangeError(`${key} is missing`);
  const counts = record.speed_counts || 'steps';
  if (!['steps', 'outputs', 'streams'].includes(counts))
    throw new RangeError(`speed_counts must be steps, outputs or streams, not "${counts}"`);
  const aside = (record.set_aside ?? '').split(/\s+/).filter((word) => word !== '');
  const unknown = aside.find((word) => !Object.hasOwn(QUANTITIES, word));
  if (unknown !== undefined)
    throw new RangeError(`set_aside knows ${Object.keys(QUANTITIES).join(', ')}, not "${unknown}"`);
  const ttft = number('ttft_ms', 0);
  return measurement({
    board: record.board ?? '',
    model: record.model ?? '',
    quantisation: record.quantisation ?? '',
    engine: record.engine ?? '',
    mode: record.mode ?? '',
    prompt: number('prompt_tokens', 1),
    output: number('output_tokens', 1),
    batch: number('batch', 1) ?? 1,
    ttft: ttft === null ? null : ttft / 1000,
    speed: number('tok_s', 0),
    speedCounts: counts as SpeedCounts,
    decodeWatts: number('power_w', 0),
    prefillWatts: number('prefill_w', 0),
    idleWatts: number('idle_w', 0),
    powerScope: record.power_scope ?? '',
    source: record.source ?? '',
    licence: record.licence ?? '',
    setAside: [...new Set(aside.flatMap((word) => QUANTITIES[word]!))],
    reason: record.reason ?? '',
    file,
    line,
  });
}
